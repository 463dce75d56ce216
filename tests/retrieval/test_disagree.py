"""Where sources differ is shown; where they do not, nothing is."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, StoredArticle, split_sentences
from retrieval.differing.claims import Statement
from retrieval.differing.counts import count_claims
from retrieval.differing.posts import post_claims
from retrieval.disagree import Conflict, disagreements
from tests.retrieval.statements import told

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample" / "articles.jsonl"
ASKED = "Which British prime minister is Biden to meet?"
HOST = "President Joe Biden will host British Prime Minister Keir Starmer at the White House."
MEET = "At the White House, President Joe Biden is to see Rishi Sunak, the British prime minister."
TOLL = "Who died, and how many were killed, when the ferry Kestrel Bay sank off Port Hallow?"


def values(conflict: Conflict) -> list[str]:
    return [side.value for side in conflict.sides]


def test_two_outlets_with_different_holders_of_one_post_disagree() -> None:
    (conflict,) = disagreements(ASKED, told(HOST, "A") + told(MEET, "B"))
    assert conflict.about == "British Prime Minister"
    assert values(conflict) == ["Keir Starmer", "Rishi Sunak"]
    assert [side.statements[0].text for side in conflict.sides] == [HOST, MEET]


@pytest.mark.parametrize("question", ["which pm?", "Is Sunak going?", "Who meets Biden at the White House?"])
def test_the_disagreement_is_shown_when_the_question_touches_it(question: str) -> None:
    assert disagreements(question, told(HOST, "A") + told(MEET, "B"))


@pytest.mark.parametrize("question", ["Who is the energy minister of Velmark?", "What does a tram cost?", ""])
def test_a_question_about_something_else_is_not_bothered(question: str) -> None:
    assert disagreements(question, told(HOST, "A") + told(MEET, "B")) == []


def test_one_outlet_cannot_disagree_with_itself() -> None:
    assert disagreements(ASKED, told(HOST, "A") + told(MEET, "A", days=1)) == []


def test_copies_of_a_story_stand_on_one_side_once() -> None:
    evidence = told(HOST, "A") + told(HOST, "C", days=1) + told(HOST, "D", copy_of="A-0") + told(MEET, "B")
    (conflict,) = disagreements(ASKED, evidence)
    assert [len(side.statements) for side in conflict.sides] == [1, 1]


def test_two_outlets_that_agree_share_a_side() -> None:
    other = "British Prime Minister Keir Starmer flies to see President Biden at the White House."
    (conflict,) = disagreements(ASKED, told(HOST, "A") + told(MEET, "B") + told(other, "C"))
    assert [len(side.statements) for side in conflict.sides] == [2, 1]


def test_an_article_that_names_both_holders_takes_no_side() -> None:
    both = f"{HOST} British Prime Minister Rishi Sunak had met Biden at the White House in the spring."
    assert disagreements(ASKED, told(both, "A") + told(MEET, "B")) == []


@pytest.mark.parametrize(
    "other",
    [
        "President Joe Biden will host British Prime Minister Starmer at the White House.",
        "President Joe Biden will host French President Emmanuel Macron at the White House.",
        "President Joe Biden met former British Prime Minister Rishi Sunak at the White House.",
        "Rishi Sunak resigned as British Prime Minister; President Joe Biden called from the White House.",
        "British Foreign Secretary David Lammy saw President Joe Biden at the White House.",
        "British Prime Minister Rishi Sunak opened a bakery in Leeds.",
    ],
)
def test_reports_that_can_both_be_true_do_not_disagree(other: str) -> None:
    assert disagreements(ASKED, told(HOST, "A") + told(other, "B")) == []


def test_reports_of_another_season_do_not_disagree() -> None:
    assert disagreements(ASKED, told(HOST, "A") + told(MEET, "B", days=200)) == []


ELEVEN = "At least 11 people died when the ferry Kestrel Bay sank off Port Hallow on Tuesday."
THIRTY = "The ferry Kestrel Bay sank off Port Hallow on Tuesday, killing 30 people."


def test_two_outlets_with_different_tolls_on_one_day_disagree() -> None:
    (conflict,) = disagreements(TOLL, told(ELEVEN, "A") + told(THIRTY, "B"))
    assert values(conflict) == ["At least 11", "30"]
    assert conflict.about == "people dead"


def test_a_later_toll_is_an_update() -> None:
    assert disagreements(TOLL, told(ELEVEN, "A") + told(THIRTY, "A", days=0.5)) == []
    assert disagreements(TOLL, told(ELEVEN, "A") + told(THIRTY, "B", days=2)) == []


def test_an_outlet_stands_by_its_newest_toll() -> None:
    corrected = THIRTY.replace("30", "14")
    evidence = told(ELEVEN, "A") + told(corrected, "A", days=0.5) + told(THIRTY, "B", days=0.6)
    (conflict,) = disagreements(TOLL, evidence)
    assert values(conflict) == ["14", "30"]


@pytest.mark.parametrize(
    "other",
    [
        "The ferry Kestrel Bay sank off Port Hallow on Tuesday, killing 14 people.",
        "The ferry Kestrel Bay sank off Port Hallow on Tuesday, injuring 30 people.",
        "The ferry Kestrel Bay sank off Port Hallow on Tuesday, and 30 more people died.",
        "On the ferry Kestrel Bay off Port Hallow on Tuesday died 11 people, 30 of them children.",
        "The ferry Kestrel Bay, which sank off Port Hallow on Tuesday, carried 30 people.",
        "The bus crash near Northgate on Tuesday killed 30 people.",
    ],
)
def test_numbers_of_other_things_do_not_disagree(other: str) -> None:
    assert disagreements(TOLL, told(ELEVEN, "A") + told(other, "B")) == []


@pytest.mark.parametrize(
    ("text", "about", "name"),
    [
        ("CIA Director William Burns warned of it.", "CIA Director", "William Burns"),
        ("Keir Starmer, the British prime minister, left.", "British prime minister", "Keir Starmer"),
        ("Velmark’s energy minister, Katrin Osse, agreed.", "Velmark energy minister", "Katrin Osse"),
        (
            "Patrick Rourke, chief executive of Sound Lines, said so.",
            "Sound Lines chief executive",
            "Patrick Rourke",
        ),
    ],
)
def test_posts_are_read_in_their_usual_shapes(text: str, about: str, name: str) -> None:
    assert [(claim.about, claim.value) for claim in post_claims(told(text)[0])] == [(about, name)]


@pytest.mark.parametrize(
    "text", ["President Joe Biden spoke.", "The mayor, Ann Lee, spoke.", "Prime ministers met."]
)
def test_a_post_of_nobody_knows_what_is_not_compared(text: str) -> None:
    assert list(post_claims(told(text)[0])) == []


@given(st.text(max_size=300))
def test_any_text_can_be_read_for_claims(text: str) -> None:
    for statement in told(text or ".", "A"):
        assert all(claim.statement.text == statement.text for claim in count_claims(statement))
        assert all(claim.value in statement.text for claim in post_claims(statement))
    assert disagreements(text, told(text or ".", "A")) == []


def sample() -> list[Statement]:
    statements = []
    for number, line in enumerate(SAMPLE.read_text(encoding="utf-8").splitlines()):
        told_by = json.loads(line)
        published = datetime.fromisoformat(told_by["published_at"])
        text = told_by["text"]
        article = Article(told_by["title"], text, told_by["publisher"], published_at=published)
        stored = StoredArticle(str(number), article, 1)
        spans = split_sentences(text)
        statements += [Statement(text[start:end], start, end, "passage", stored) for start, end in spans]
    return statements


def test_the_sample_holds_one_disagreement() -> None:
    (conflict,) = disagreements(ASKED, sample())
    assert sorted(values(conflict)) == ["Keir Starmer", "Rishi Sunak"]
    assert disagreements("How many people died on the ferry?", sample()) == []
    assert disagreements("Who is the chief executive of Sound Lines?", sample()) == []


def test_the_two_real_texts_disagree_on_the_prime_minister_only(shared: Path) -> None:
    evidence: list[Statement] = []
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        stored = StoredArticle(path.stem, Article(path.stem, text), 1)
        evidence += [Statement(text[a:b], a, b, "passage", stored) for a, b in split_sentences(text)]
    (conflict,) = disagreements(ASKED, evidence)
    assert values(conflict) == ["Keir Starmer", "Rishi Sunak"]
    for side in conflict.sides:
        (statement,) = side.statements
        assert statement.text == statement.article.article.text[statement.start : statement.end]
        assert side.value in statement.text
    for question in ("Who denied it?", "Which director warned?", "What sanctions were planned?"):
        assert disagreements(question, evidence) == []
