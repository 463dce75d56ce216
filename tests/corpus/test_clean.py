"""Page furniture goes; every sentence of the story stays, character for character."""

from __future__ import annotations

import json
import logging
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clean import clean, normalise
from corpus.furniture import KINDS, kind_of
from corpus.sentences import split_sentences
from tests.newssite.furniture import Example, examples

STORY = "The minister resigned on Monday.\n\nHer deputy takes over."

EXAMPLES = examples()
FURNITURE = [example.line for example in EXAMPLES]

STORY_LINES = [
    "He told voters to follow us on the path to peace.",
    "Share prices fell by 3 percent on Monday.",
    "Twitter said it had removed the accounts.",
    "- Facebook",
    "Leave a reply on my desk, the minister told her deputy.",
    "The firm makes a YouTube player for cars.",
    "Advertisement spending fell in March.",
    "Photo: The bridge collapsed on Monday after a lorry struck it.",
    "Cookies were served to the delegates.",
    "Copyright law was changed in June.",
    "Watch: Police said that he left the house at noon.",
    "Comments by the minister angered Norway.",
    "“Read more books,” she said.",
    "Support for the party fell.",
    "Iran",
    "Print sales fell.",
    "Press and public were barred from the hearing.",
    "Special offer was made to the staff, the union said.",
    "The mayor may earn a commission on the sale.",
    "Do you have any stories of the war?",
    "Found an error in the budget, the auditor told the council.",
    "Get bread for two dollars in some towns.",
    "Live coverage of the trial was banned by the judge.",
    "404 people were rescued.",
    "Advertising",
    "Slogan #TarnHythe",
    "Anzeige erstattete der Bürgermeister am Montag.",
    "Le maire veut partager le pouvoir.",
    "Buy now, pay later: the firms that lend are growing.",
    "Page after page of the report is blank.",
    "Two hours ago the harbour was empty.",
    "Site by the river was sold.",
    "Home is where the ferry stops.",
    "Cancel any plans for Thursday, the office told travellers.",
    "Careers end early in the ring.",
    "Reporting by the agency was wrong, the minister said.",
    "The views expressed by the minister angered Norway.",
    "Rate this high had not been seen since 1988.",
]

PIECES = st.sampled_from(
    [*FURNITURE[::9], *STORY_LINES, "\n", "\n\n", " ", "\r\n", "\u200b", "\x00", "Facebook", "Home", "."]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=200))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.line)
def test_each_kind_of_furniture_is_known_for_what_it_is(example: Example) -> None:
    assert kind_of(example.line) == example.kind


def test_every_kind_has_examples_and_there_are_more_than_sixty() -> None:
    assert {example.kind for example in EXAMPLES} == set(KINDS)
    assert len(KINDS) >= 60


@pytest.mark.parametrize("line", FURNITURE)
def test_a_line_of_furniture_goes_wherever_it_stands(line: str) -> None:
    first, second = STORY.split("\n\n")
    assert clean(f"{line}\n{first}\n\n{line}\n\n{second}\n{line}") == STORY


@pytest.mark.parametrize("line", STORY_LINES)
def test_a_line_of_the_story_stays(line: str) -> None:
    text = f"{STORY}\n\n{line}\n\n{STORY}"
    assert clean(text) == text


@pytest.mark.parametrize("glue", ["", " ", "\n"])
@pytest.mark.parametrize(
    "end", ["Leave a Reply", "Scroll to Top", "YouTube player", "More Posts\nScroll to Top"]
)
def test_furniture_stuck_to_the_last_sentence_goes(glue: str, end: str) -> None:
    assert clean(STORY + glue + end) == STORY


def test_names_of_networks_go_only_beside_other_furniture() -> None:
    assert clean(f"{STORY}\nFacebook\nTwitter\nShare this") == STORY
    assert clean(f"{STORY}\nFacebook\n{STORY}") == f"{STORY}\nFacebook\n{STORY}"


def test_the_headlines_of_other_stories_go_with_their_heading() -> None:
    assert clean(f"{STORY}\n\nMore Posts\nFerry line to close\nNorway votes\n© 2024 The Courier.") == STORY


def test_the_first_lines_of_other_stories_go_with_their_headlines() -> None:
    teasers = "\n".join(
        f"{place} votes\nPolls in {place} open at eight." for place in ("Norway", "Lunow", "Iran")
    )
    assert clean(f"{STORY}\n\nYou may also like\n{teasers}\nShare") == STORY


def test_what_may_be_the_storys_last_line_stays_below_a_box_of_headlines() -> None:
    last = "He did not answer a request for comment."
    assert clean(f"{STORY}\n\nRelated stories\nNorway votes\n{last}").endswith(last)


def test_a_row_goes_where_all_of_its_pieces_are_furniture() -> None:
    assert clean(f"{STORY}\n\nHome | Sport | Sign in") == STORY
    table = f"{STORY}\n\nSport | Sign in | 3-1"
    assert clean(table) == table


def test_each_line_that_goes_is_logged_with_its_kind(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "corpus.clean"):
        clean(f"{STORY}\nFacebook\nShare this\n\nMore Posts\nFerry line to close")
    assert [record.getMessage() for record in caplog.records] == [
        "Dropped as network: 'Facebook'",
        "Dropped as share bar: 'Share this'",
        "Dropped as other stories: 'More Posts'",
        "Dropped as a headline under such a heading: 'Ferry line to close'",
    ]


def test_characters_are_put_in_order() -> None:
    text = "\ufeffA\u00a0man\x00 said\u200b so.\r\nCafe\u0301\u2028\ud800 \t \n\n\n\n\x85end\u202e "
    assert normalise(text) == "A man said so.\nCaf\u00e9\n\ufffd\n\nend"


def test_joiners_that_carry_meaning_stay() -> None:
    assert normalise("می\u200cخواهم 👨\u200d👩") == "می\u200cخواهم 👨\u200d👩"


@given(TEXTS)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(TEXTS)
def test_cleaning_adds_nothing(text: str) -> None:
    assert not Counter(clean(text).replace("\n", "")) - Counter(normalise(text))


@pytest.mark.parametrize(
    "text",
    [
        "Leave a Reply." * 50_000,
        "More Posts\n" * 50_000,
        "|" * 300 + "\n" + "x|" * 199 + "!\n" + "share " * 60 + "!\n" + " and" * 90,
        "follow us on " * 50_000,
        "(" * 500_000,
    ],
)
def test_hostile_text_is_cleaned_in_bounded_time(text: str) -> None:
    started = time.process_time()
    clean(text)
    assert time.process_time() - started < 5


def test_no_sentence_of_295_articles_is_lost(shared: Path) -> None:
    lost = []
    for line in (shared / "eval/wikinews/articles.jsonl").read_text(encoding="utf-8").splitlines():
        text = normalise(json.loads(line)["text"])
        kept = clean(text)
        removed = Counter(text.split("\n")) - Counter(kept.split("\n"))
        lost += [
            text for text in removed if text and not (kind_of(text) == "photo credit" and len(text) < 40)
        ]
    assert lost == []


def test_the_seeds_keep_their_story_and_lose_their_furniture(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = clean(path.read_text(encoding="utf-8"))
        assert text.endswith(("engagement.", "repercussions."))
        sentences = [text[start:end] for start, end in split_sentences(text)]
        assert [line for line in sentences if kind_of(line)] == []
