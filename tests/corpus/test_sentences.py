"""Sentences are cut where a news reader would cut them, and no character is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import LONGEST_SENTENCE, split_sentences

# Each case is the text with a bar at every border.
CASES = [
    "The U.S. is watching.| It said so.",
    "He lives in the U.S.| He moved there in 1990.",
    "Lt. Gen. Mark Smith spoke on Monday.| He denied it.",
    "Maj. Gen. Ada Brandt resigned.| Brig. Gen. Otto Weiss followed.",
    "Lt. Col. Ralph Peters and Sgt. 1st Class Joe Doe came.",
    "U.S. Secretary of State Tony Blinken spoke with the U.S. Army.",
    "She succeeds a former U.S. Senator.| He retired.",
    "It happened on Dec. 21, 2023 in Paris.| Nobody was hurt.",
    "The meeting began at 6 a.m. Monday.| It ended at 8 p.m.| Then they left.",
    "J. K. Rowling wrote it.| George W. Bush read it.",
    "Martin Luther King Jr. spoke.| Crowds cheered.",
    '"We will not go," he said.| "They will."',
    '"Is it true?" he asked.| "No!" she said.',
    'He said: "We are done.| We will not return."| The crowd left.',
    '"I saw it," said Smith.| "It was big.| It was red."| He left.',
    'He shouted "Stop!" and ran.| Nobody moved.',
    "Apple Inc. said it will buy Acme Corp. for $3.5 billion.| Shares rose 2.4 percent.",
    "Yahoo! Inc. rose.| He works for Acme Ltd.| The company is big.",
    "MOSCOW, Sept. 10 (Reuters) - Russia denied it.| Iran did too.",
    "See https://www.example.com/a.b?c=d. for details.",
    "Well ... that is it.| He paused… and left.",
    "Sen. Ann Cole, R-Ariz., said so.| Rep. Adam Lee (D-Calif.) agreed.",
    "Ms. May left at 10 p.m.| Mr. Ali stayed.",
    "No. 1 seed Djokovic won 6-4, 7-6.| He will play No. 3.",
    "She told the story.| Police heard it last month.| It is free.| Nobody objected.",
    "The suspect, 29, was held.| (He was later freed.)| Police said no more.",
    "We waited.| [...] If there was a time, it is now.",
    "Headline Without Stop\n\n|The first sentence is here.| And a second.",
    "Key points:\n|- First item\n|- Second item\n\n|Afterwards he left.",
    "• One thing\n|• Another thing\n|* A third",
    "A wrapped line that goes\non to the next line.| And a new\nsentence here.",
    "M. Macron est arrivé.| Il a dit «non».| Puis il est parti.",
    "中国发表声明。|他说：“不行。”|真的吗？",
    "नमस्ते।| वह गया।",
]

HOSTILE = {
    "no stop": "word " * 200_000,
    "no space": "a" * 1_000_000,
    "only stops": "." * 1_000_000,
    "initials": "A. " * 100_000,
    "titles": "Lt. Gen. " * 30_000,
    "lines": "a,\n" * 100_000,
    "stops with spaces": "。 " * 100_000,
}

MARKS = st.sampled_from(
    [*"ab .!?\"”'([)]\n\t-•,1…。\u00a0\u2028\u200b", "Lt. ", "U.S. ", "Gen. ", "http://a.b ", "He said "]
)
TEXTS = st.one_of(st.lists(MARKS, max_size=80).map("".join), st.text(max_size=200))


@pytest.mark.parametrize("case", CASES)
def test_borders_are_where_a_reader_puts_them(case: str) -> None:
    text = case.replace("|", "")
    assert [text[start:end] for start, end in split_sentences(text)] == [
        part.strip() for part in case.split("|")
    ]


@given(TEXTS)
def test_every_character_is_in_exactly_one_sentence_in_order(text: str) -> None:
    spans = split_sentences(text)
    covered = [index for start, end in spans for index in range(start, end)]
    assert covered == sorted(set(covered))
    assert {index for index, mark in enumerate(text) if not mark.isspace()} <= set(covered)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_split_in_bounded_time_and_pieces(kind: str) -> None:
    started = time.process_time()
    spans = split_sentences(HOSTILE[kind])
    assert time.process_time() - started < 15
    assert max(end - start for start, end in spans) <= LONGEST_SENTENCE


def test_a_text_without_stops_is_cut_at_spaces() -> None:
    text = "word " * 1000
    assert all(text[start:end].split()[0] == "word" for start, end in split_sentences(text))
