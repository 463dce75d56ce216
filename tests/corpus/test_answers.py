from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus import Filters, KeptAnswer, KeptCitation, KeptThread, Library, Quoted, Vote, digest_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CITED = KeptCitation(1, "a" * 16, 2, "p-2-0", 10, 20, digest_of("words"))
SHOWN = KeptAnswer(
    key="k1",
    at=NOW,
    server="7",
    channel="8",
    citations=(CITED, replace(CITED, number=2, article_id="b" * 16)),
    filters=Filters(("Post",), NOW - timedelta(days=3), None),
    differ='[["dead", []]]',
)
GOOD = Vote("k1", "55", NOW, True, "Who?", "He did. [1]", (Quoted(1, "a" * 16, "T", None, "He did."),), "7")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path) as library:
        yield library


def test_an_answer_comes_back_as_it_was_kept(library: Library, tmp_path: Path) -> None:
    library.answers.keep(SHOWN)
    with Library.open(tmp_path) as later:
        assert later.answers.find("k1") == SHOWN
        assert later.answers.find("k2") is None


def test_its_message_is_known_once_it_is_sent(library: Library) -> None:
    library.answers.keep(SHOWN)
    library.answers.place("k1", "99", "9")
    assert library.answers.find("k1") == replace(SHOWN, message="99", channel="9")


def test_answers_that_cite_an_article_are_found_by_it(library: Library) -> None:
    library.answers.keep(SHOWN)
    library.answers.keep(replace(SHOWN, key="k2", at=NOW + timedelta(days=1), citations=(CITED,)))
    keys = [one.key for one in library.answers.citing("a" * 16, NOW)]
    assert keys == ["k1", "k2"]
    assert [one.key for one in library.answers.citing("b" * 16, NOW)] == ["k1"]
    assert [one.key for one in library.answers.citing("a" * 16, NOW + timedelta(hours=1))] == ["k2"]


def test_a_second_vote_replaces_the_first(library: Library) -> None:
    library.answers.vote(GOOD)
    library.answers.vote(replace(GOOD, good=False))
    library.answers.explain("k1", "55", "too old")
    (vote,) = library.answers.votes()
    assert (vote.good, vote.reason, vote.citations) == (False, "too old", GOOD.citations)
    assert library.answers.count() == (0, 1)


def test_votes_of_one_server_are_read_apart(library: Library) -> None:
    library.answers.vote(GOOD)
    library.answers.vote(replace(GOOD, answer="k2", server="9", good=False, at=NOW + timedelta(hours=1)))
    assert [vote.answer for vote in library.answers.votes()] == ["k2", "k1"]
    assert [vote.answer for vote in library.answers.votes("7")] == ["k1"]
    assert [vote.answer for vote in library.answers.votes(good=False)] == ["k2"]
    assert library.answers.count("9") == (0, 1)


def test_a_person_can_be_forgotten(library: Library) -> None:
    library.answers.keep(replace(SHOWN, reader="55"))
    library.answers.vote(GOOD)
    library.answers.vote(replace(GOOD, user="56"))
    assert library.answers.forget("55") == 1
    assert [vote.user for vote in library.answers.votes()] == ["56"]
    assert library.answers.find("k1") is None
    assert library.answers.citing("a" * 16, NOW) == []


def test_a_thread_keeps_its_last_questions_and_is_told_once(library: Library) -> None:
    thread = KeptThread("5", "7", NOW, Filters(("Post",)), '["Who?"]')
    library.answers.open_thread(thread)
    library.answers.open_thread(replace(thread, turns='["Who?", "When?"]'))
    assert library.answers.thread("5") == replace(thread, turns='["Who?", "When?"]')
    assert library.answers.thread("6") is None
    assert [library.answers.tell("5"), library.answers.tell("5"), library.answers.tell("6")] == [
        True,
        False,
        False,
    ]
