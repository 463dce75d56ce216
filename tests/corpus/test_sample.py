"""The sample articles and the questions over them say what they promise."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


ARTICLES = lines(ROOT / "corpus" / "sample" / "articles.jsonl")
QUESTIONS = lines(ROOT / "benchmarks" / "questions.jsonl")
BY_LINK = {article["url"]: article for article in ARTICLES}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["url"])
def test_each_article_is_short_dated_and_from_an_outlet_that_cannot_exist(article: dict[str, Any]) -> None:
    assert set(article) == {"url", "title", "text", "publisher", "author", "published_at", "updated_at"}
    assert 150 <= len(article["text"].split()) <= 350
    assert (urlsplit(article["url"]).hostname or "").endswith(".example")
    published = datetime.fromisoformat(article["published_at"])
    assert published.utcoffset() is not None
    assert datetime(2024, 9, 1, tzinfo=UTC) <= published < datetime(2024, 11, 1, tzinfo=UTC)
    assert article["publisher"]
    assert not any(paragraph != paragraph.strip() for paragraph in article["text"].split("\n\n"))


def test_there_are_enough_articles_from_enough_outlets() -> None:
    assert 16 <= len(ARTICLES) <= 20
    assert len(BY_LINK) == len(ARTICLES)
    assert len({article["publisher"] for article in ARTICLES}) >= 6


def test_one_story_is_a_copy_by_another_outlet() -> None:
    outlets: dict[str, set[str]] = defaultdict(set)
    for article in ARTICLES:
        outlets[article["text"]].add(article["publisher"])
    assert Counter(map(len, outlets.values())) == {1: len(ARTICLES) - 2, 2: 1}


def test_two_outlets_name_different_prime_ministers() -> None:
    holders = ("British Prime Minister Keir Starmer", "British Prime Minister Rishi Sunak")
    named = {words: {a["publisher"] for a in ARTICLES if words in a["text"]} for words in holders}
    assert all(named.values())
    assert not set.intersection(*named.values())


def test_one_outlet_corrects_its_own_figure_later() -> None:
    first, second = (a for a in ARTICLES if a["publisher"] == "The Harbour Ledger" and "/ferry-" in a["url"])
    assert "At least 11 people died" in first["text"]
    assert "rose to 14" in second["text"]
    assert first["published_at"] < second["published_at"]


def test_there_are_enough_questions_of_every_kind() -> None:
    kinds = Counter(question["type"] for question in QUESTIONS)
    assert len(QUESTIONS) >= 120
    assert kinds["unanswerable"] >= 40
    for kind in ("who", "when", "where", "how_many", "what", "why", "yes_no", "multi", "timeline"):
        assert kinds[kind] >= 3, kind
    assert len({question["id"] for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question["question"] for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_each_question_is_answered_by_the_evidence_it_names_or_by_nothing(question: dict[str, Any]) -> None:
    if question["type"] == "unanswerable":
        assert (question["answers"], question["gold"], question["evidence"]) == ([], [], [])
        assert question["unanswerable_kind"] in ("missing_detail", "false_premise", "not_covered")
        assert all(link in BY_LINK for link in question["near"])
        return
    texts = [BY_LINK[link]["text"] for link in question["gold"]]
    assert question["evidence"]
    assert all(any(sentence in text for text in texts) for sentence in question["evidence"])
    if question["type"] == "yes_no":
        assert question["answers"] in (["yes"], ["no"])
        return
    shown = " ".join(question["evidence"]).casefold()
    for aliases in question.get("answer_groups", [question["answers"]]):
        assert any(alias.casefold() in shown for alias in aliases), aliases
    if len(question["gold"]) > 1:
        assert question["gold_mode"] in ("any", "all")
