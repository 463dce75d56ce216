"""Jobs are kept with all they need until they end, in the order they were asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Actor, Hints, Ingested, ItemKind, JobItem, JobState, Library, Outcome, utc_now

ADA = Actor("Ada", "discord", id="7", server="100", channel="200")
BOT = "bot-1"


@pytest.fixture
def library(tmp_path: Path, library_url: str | None) -> Iterator[Library]:
    with Library.open(tmp_path, url=library_url) as library:
        yield library


def links(*urls: str) -> list[JobItem]:
    return [JobItem(ItemKind.LINK, url) for url in urls]


def test_a_job_is_kept_with_its_items_over_a_restart(tmp_path: Path, library_url: str | None) -> None:
    hints = Hints(title="Ferry", publisher="Harbour Post", published_at=utc_now())
    items = [JobItem(ItemKind.FILE, "a.txt", hints, b"\x00bytes"), *links("https://h.example/")]
    with Library.open(tmp_path, url=library_url) as library:
        number = library.by(ADA).jobs.submit(BOT, "where to say", items)
    with Library.open(tmp_path, url=library_url) as library:
        (job,) = library.jobs.open(BOT)
        assert (job.number, job.by, job.ticket, job.state) == (number, ADA, "where to say", JobState.OPEN)
        assert (job.items, job.done) == (2, 0)
        assert [library.jobs.item(number, ordinal) for ordinal in range(2)] == items


def test_jobs_come_in_the_order_they_were_asked_for_and_only_to_their_owner(library: Library) -> None:
    first = library.jobs.submit(BOT, "", links("https://a.example/"))
    library.jobs.submit("bot-2", "", links("https://b.example/"))
    third = library.jobs.submit(BOT, "", links("https://c.example/"))
    assert [job.number for job in library.jobs.open(BOT)] == [first, third]


def test_what_is_done_with_is_let_go_of(library: Library) -> None:
    number = library.jobs.submit(BOT, "", [JobItem(ItemKind.FILE, "a.txt", data=b"bytes")] * 2)
    library.jobs.finish(number, 0)
    assert library.jobs.item(number, 0).data is None
    assert library.jobs.item(number, 1).data == b"bytes"
    (job,) = library.jobs.open(BOT)
    assert job.done == 1
    library.jobs.end(number, JobState.CANCELLED)
    assert library.jobs.item(number, 1).data is None
    assert library.jobs.open(BOT) == []
    ended = library.jobs.job(number)
    assert ended is not None
    assert (ended.state, ended.done, ended.items) == (JobState.CANCELLED, 1, 2)
    assert ended.ended_at is not None


def test_results_are_counted_and_listed_with_the_bad_ones_first(library: Library) -> None:
    number = library.jobs.submit(BOT, "", links("https://a.example/", "https://b.example/"))
    good = Ingested("a", Outcome.ADDED, "0123", "Ferry")
    bad = Ingested("b", Outcome.REFUSED, reason="It is no article.")
    for ordinal, result in enumerate((good, bad)):
        library.jobs.report(number, ordinal, result)
    assert library.jobs.results(number) == [bad, good]
    assert library.jobs.results(number, limit=1) == [bad]
    assert library.jobs.counts(number) == {Outcome.ADDED: 1, Outcome.REFUSED: 1}
    assert library.jobs.reported(number, 0) == 1


def test_a_job_is_cancelled_once_and_not_after_its_end(library: Library) -> None:
    number = library.jobs.submit(BOT, "", links("https://a.example/"))
    assert library.jobs.cancel(number)
    assert not library.jobs.cancel(number)
    (job,) = library.jobs.open(BOT)
    assert job.state == JobState.CANCELLING
    library.jobs.end(number, JobState.CANCELLED)
    assert not library.jobs.cancel(number)
    assert not library.jobs.cancel(number + 1)


def test_its_message_may_move(library: Library) -> None:
    number = library.jobs.submit(BOT, "here", links("https://a.example/"))
    library.jobs.move(number, "there")
    assert library.jobs.open(BOT)[0].ticket == "there"
