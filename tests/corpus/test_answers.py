from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus import (
    Filters,
    Forgotten,
    KeptAnswer,
    KeptCitation,
    KeptThread,
    KeptTurn,
    Library,
    Quoted,
    Vote,
    digest_of,
)
from corpus.library.turns import unpack_turns

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
def library(tmp_path: Path, library_url: str | None) -> Iterator[Library]:
    with Library.open(tmp_path, url=library_url) as library:
        yield library


def test_an_answer_comes_back_as_it_was_kept(
    library: Library, tmp_path: Path, library_url: str | None
) -> None:
    library.answers.keep(SHOWN)
    with Library.open(tmp_path, url=library_url) as later:
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
    library.answers.vote(replace(GOOD, good=False, reason="too old"))
    (vote,) = library.answers.votes()
    assert (vote.good, vote.reason, vote.citations) == (False, "too old", GOOD.citations)
    assert library.answers.count() == (0, 1)


def test_an_earlier_vote_that_comes_late_replaces_nothing(library: Library) -> None:
    explained = replace(GOOD, good=False, reason="too old", at=NOW + timedelta(seconds=2))
    library.answers.vote(explained)
    library.answers.vote(replace(GOOD, good=False))
    assert library.answers.votes() == [explained]


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
    assert library.answers.forget("55") == Forgotten(votes=1, answers=1)
    assert [vote.user for vote in library.answers.votes()] == ["56"]
    assert library.answers.find("k1") is None
    assert library.answers.citing("a" * 16, NOW) == []


def test_what_was_kept_of_their_private_messages_goes_too(library: Library) -> None:
    library.answers.keep(replace(SHOWN, server=None))
    library.answers.keep(replace(SHOWN, key="k2", server=None, channel="9"))
    library.answers.keep(replace(SHOWN, key="k3"))
    assert library.answers.forget("55", channel="8") == Forgotten(answers=1)
    assert [one.key for one in library.answers.citing("a" * 16, NOW)] == ["k2", "k3"]


def test_what_they_asked_in_threads_is_taken_out_and_others_questions_stay(library: Library) -> None:
    mine, theirs = KeptTurn("Who?", "He", "55"), KeptTurn('Was it "55"?', "No", "555")
    old = KeptTurn("When?", "In May")
    for thread, turns in (("5", (mine, old, theirs, mine)), ("6", (theirs,)), ("7", (mine,))):
        library.answers.open_thread(KeptThread(thread, "7", NOW, Filters(), turns))
    assert library.answers.forget("55") == Forgotten(turns=3)
    left = [library.answers.thread(thread) for thread in ("5", "6", "7")]
    assert [one.turns for one in left if one] == [(old, theirs), (theirs,), ()]


def test_turns_from_before_users_were_kept_are_read() -> None:
    assert unpack_turns('[["Who?", "He"], ["When?", "", "55"]]') == (
        KeptTurn("Who?", "He"),
        KeptTurn("When?", "", "55"),
    )


def test_a_thread_keeps_its_last_questions_and_is_told_once(library: Library) -> None:
    thread = KeptThread("5", "7", NOW, Filters(("Post",)), (KeptTurn("Who?", "He", "55"),))
    library.answers.open_thread(thread)
    library.answers.open_thread(replace(thread, turns=()))
    assert library.answers.add_turn("5", KeptTurn("When?"), 2)
    assert library.answers.thread("5") == replace(thread, turns=(*thread.turns, KeptTurn("When?")))
    assert library.answers.add_turn("5", KeptTurn("Why?"), 2)
    kept = library.answers.thread("5")
    assert kept is not None
    assert [turn.question for turn in kept.turns] == ["When?", "Why?"]
    assert library.answers.thread("6") is None
    assert not library.answers.add_turn("6", KeptTurn("When?"), 2)
    assert [library.answers.tell("5"), library.answers.tell("5"), library.answers.tell("6")] == [
        True,
        False,
        False,
    ]


def test_old_answers_and_those_beyond_a_number_go_some_at_a_time_and_votes_on_them_stay(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.library.answers.AT_ONCE", 2)
    for hours in range(9):
        library.answers.keep(replace(SHOWN, key=f"k{hours}", at=NOW + timedelta(hours=hours)))
    library.answers.vote(GOOD)
    for hours in (1, 2):
        library.answers.open_thread(KeptThread(str(hours), "7", NOW + timedelta(hours=hours), Filters()))
    assert library.answers.prune(NOW, most=9) == 0
    assert library.answers.prune(NOW + timedelta(hours=2), most=9) == 2
    assert [library.answers.thread(str(hours)) is None for hours in (1, 2)] == [True, False]
    assert library.answers.prune(NOW + timedelta(hours=3), most=9) == 1
    assert library.answers.prune(NOW, most=1) == 5
    assert [library.answers.find(f"k{hours}") is None for hours in range(9)] == [True] * 8 + [False]
    assert library.answers.votes() == [GOOD]
    with library._connections.reading() as connection:
        assert connection.execute("SELECT count(*) FROM answer_citations").fetchone() == (2,)
