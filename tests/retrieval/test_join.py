"""What leans on the sentence before it."""

from __future__ import annotations

import pytest

from corpus import Span, split_sentences
from retrieval.join import LONGEST, leans, shown_with, with_support


def spans(text: str, *sentences: str) -> list[Span]:
    return [(text.index(sentence), text.index(sentence) + len(sentence)) for sentence in sentences]


@pytest.mark.parametrize(
    "sentence",
    ["He denied it.", "But nobody came.", "“They lied,” said Brandt.", "The two left.", "This failed."],
)
def test_words_that_point_back_lean(sentence: str) -> None:
    assert leans(sentence, (0, len(sentence)))


@pytest.mark.parametrize(
    "sentence", ["Heavy rain fell.", "Theresa Vale left.", "Iran denied it.", "Butter rose."]
)
def test_sentences_that_stand_by_themselves_do_not(sentence: str) -> None:
    assert not leans(sentence, (0, len(sentence)))


def test_a_leaning_sentence_takes_the_one_before_with_it() -> None:
    first, second, third = "Ada Brandt came.", "She was late.", "Rain fell."
    text = f"{first} {second} {third}"
    sentences = spans(text, first, second, third)
    assert with_support(text, sentences[1], sentences) == (0, len(f"{first} {second}"))
    assert with_support(text, sentences[2], sentences) == sentences[2]


def test_the_inside_of_a_quotation_takes_its_speaker_with_it() -> None:
    first, second = "Brandt said: “The wall cracked.", "Engineers knew.”"
    text = f"{first} {second}"
    sentences = spans(text, first, second)
    assert with_support(text, sentences[1], sentences) == (0, len(text))


def test_a_chain_stops_at_a_paragraph_and_at_the_bound() -> None:
    text = "Rain fell. It stopped.\n\nIt began again."
    sentences = spans(text, "Rain fell.", "It stopped.", "It began again.")
    assert with_support(text, sentences[2], sentences) == (sentences[1][0], len(text))
    long = "Word " * LONGEST + "end."
    text = f"{long} He left."
    sentences = spans(text, long, "He left.")
    assert with_support(text, sentences[1], sentences) == sentences[1]


def test_the_first_sentence_of_a_passage_has_nothing_to_lean_on() -> None:
    assert with_support("He left.", (0, 8), [(0, 8)]) == (0, 8)


def shown(text: str, sentence: str) -> list[str]:
    sentences = split_sentences(text)
    span = next(span for span in sentences if text[slice(*span)].startswith(sentence))
    return [text[slice(*one)] for one in shown_with(text, span, sentences)]


def test_a_bare_quotation_takes_the_speaker_behind_it_with_it() -> None:
    text = "Rain fell. “The wall cracked. Engineers knew,” said Ada Brandt. Snow fell."
    assert shown(text, "“The wall") == ["“The wall cracked. Engineers knew,” said Ada Brandt."]


def test_a_bare_quotation_takes_the_speaker_of_the_paragraph_before_with_it() -> None:
    text = "The wall cracked, said Ada Brandt.\n\n“We knew of nothing at all.”"
    assert shown(text, "“We knew") == [text]


def test_a_quotation_with_its_speaker_stands_alone() -> None:
    text = "Rain fell.\n\n“The wall cracked,” said Ada Brandt."
    assert shown(text, "“The wall") == ["“The wall cracked,” said Ada Brandt."]


@pytest.mark.parametrize(
    "answer", ["The claim was rejected.", "Boren denied it.", "The mayor of Boren dismissed the accusation."]
)
def test_what_answers_a_claim_is_shown_with_it(answer: str) -> None:
    text = f"Arlen accused Boren of taking its water. {answer}"
    assert shown(text, answer) == [text]


def test_a_claim_further_up_is_a_quote_of_its_own() -> None:
    claim, answer = "Arlen accused Boren of taking its water.", "Boren rejected the accusation."
    text = f"{claim}\n\nThe farmers of Lisk have had no rain since May.\n\n{answer}"
    assert shown(text, answer) == [claim, answer]


def test_an_answer_is_not_joined_to_what_is_said_of_somebody_else() -> None:
    text = "Farmers blame the mill for the smell.\n\nSnow fell.\n\nBoren rejected the accusation."
    assert shown(text, "Boren rejected") == ["Boren rejected the accusation."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Boren denied that it had taken water.",
        "The allegations of theft were rejected by the court.",
        "The claim that water was stolen was rejected.",
        "The council rejected the new stadium.",
        "The report said that water was stolen.",
    ],
)
def test_what_says_itself_what_it_is_about_stands_alone(sentence: str) -> None:
    text = f"Arlen accused Boren of taking its water. {sentence}"
    assert shown(text, sentence) == [sentence]


def test_nothing_is_joined_beyond_the_bound() -> None:
    filler = "Rain fell on the hills and on the town all day and all night. " * 12
    text = f"“{filler}The wall cracked,” said Ada Brandt."
    for span in split_sentences(text):
        start, end = shown_with(text, span, split_sentences(text))[-1]
        assert end - start <= LONGEST
