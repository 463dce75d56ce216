"""What was asked for and is not done: kept until it is, so that a restart takes it up where it was."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from corpus.changes import Actor
from corpus.job import ItemKind, Job, JobItem, JobState
from corpus.library.connections import Connections
from corpus.library.rows import to_moment, to_number
from corpus.models import Hints, Ingested, Outcome, utc_now

_ALL = 2**31

KEPT = timedelta(days=30)
"""How long a job that ended can still be looked up."""

_JOB = (
    "SELECT j.number, j.actor, j.ticket, j.state, j.reason, j.asked_at, j.ended_at,"
    " (SELECT count(*) FROM job_items i WHERE i.job = j.number),"
    " (SELECT count(*) FROM job_items i WHERE i.job = j.number AND i.done != 0) FROM jobs j"
)


class Jobs:
    """`library.jobs`. Raises `LibraryError` as the library does."""

    def __init__(self, connections: Connections, actor: Actor) -> None:
        self._connections = connections
        self._actor = actor

    def submit(self, owner: str, ticket: str, items: Sequence[JobItem]) -> int:
        """Keep a job until it ends; its number. `owner` is the program that will do it."""
        now = utc_now()
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM jobs WHERE ended_at < ?", (to_number(now - KEPT),))
            ((number,),) = connection.execute(
                "INSERT INTO jobs(owner, actor, ticket, state, asked_at) VALUES (?, ?, ?, ?, ?)"
                " RETURNING number",
                (owner, json.dumps(asdict(self._actor)), ticket, JobState.OPEN.value, to_number(now)),
            ).fetchall()
            connection.executemany(
                "INSERT INTO job_items(job, ordinal, kind, target, hints, data) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (number, ordinal, item.kind.value, item.target, _packed(item.hints), item.data)
                    for ordinal, item in enumerate(items)
                ),
            )
            return int(number)

    def open(self, owner: str) -> list[Job]:
        """The program's jobs that have not ended, in the order they were asked for."""
        return self._read(f"{_JOB} WHERE j.owner = ? AND j.ended_at IS NULL ORDER BY j.number", owner)

    def job(self, number: int) -> Job | None:
        """One job; `None` if there is none, or it ended long ago."""
        return next(iter(self._read(f"{_JOB} WHERE j.number = ?", number)), None)

    def item(self, number: int, ordinal: int) -> JobItem:
        """An item that is not done with, with its bytes."""
        with self._connections.reading() as connection:
            kind, target, hints, data = connection.execute(
                "SELECT kind, target, hints, data FROM job_items WHERE job = ? AND ordinal = ?",
                (number, ordinal),
            ).fetchone()
        return JobItem(ItemKind(kind), target, _unpacked(hints), data)

    def report(self, number: int, ordinal: int, result: Ingested) -> None:
        """Keep what became of an article of an item."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO job_results(job, item, target, outcome, article, title, reason)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    *(number, ordinal, result.target, result.outcome.value),
                    *(result.article_id, result.title, result.reason),
                ),
            )

    def reported(self, number: int, ordinal: int) -> int:
        """How many articles of an item have been reported."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT count(*) FROM job_results WHERE job = ? AND item = ?", (number, ordinal)
            )
            return int(rows.fetchone()[0])

    def finish(self, number: int, ordinal: int) -> None:
        """An item is done with: its bytes are let go of."""
        self._write(
            "UPDATE job_items SET done = 1, data = NULL WHERE job = ? AND ordinal = ?", number, ordinal
        )

    def move(self, number: int, ticket: str) -> None:
        """Whoever asked is told elsewhere from now on."""
        self._write("UPDATE jobs SET ticket = ? WHERE number = ?", ticket, number)

    def cancel(self, number: int) -> bool:
        """Ask a job to stop; `False` if it has ended, or is stopping already."""
        return self._write(
            "UPDATE jobs SET state = ? WHERE number = ? AND state = ?",
            *(JobState.CANCELLING.value, number, JobState.OPEN.value),
        )

    def end(self, number: int, state: JobState, reason: str | None = None) -> None:
        """A job is over; what it still held is let go of, and so is where its asker was told."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE jobs SET state = ?, reason = ?, ended_at = ? WHERE number = ?",
                (state.value, reason, to_number(utc_now()), number),
            )
            connection.execute("UPDATE job_items SET data = NULL WHERE job = ?", (number,))

    def counts(self, number: int) -> Counter[Outcome]:
        """What became of a job's articles, by outcome."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT outcome, count(*) FROM job_results WHERE job = ? GROUP BY outcome", (number,)
            ).fetchall()
        return Counter({Outcome(outcome): count for outcome, count in rows})

    def results(self, number: int, limit: int = _ALL) -> list[Ingested]:
        """What became of each of a job's articles: those that failed or were refused first."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT target, outcome, article, title, reason FROM job_results WHERE job = ?"
                " ORDER BY outcome NOT IN ('refused', 'failed'), number LIMIT ?",
                (number, limit),
            ).fetchall()
        return [Ingested(target, Outcome(outcome), *rest) for target, outcome, *rest in rows]

    def _read(self, sql: str, *values: object) -> list[Job]:
        with self._connections.reading() as connection:
            return [_job(row) for row in connection.execute(sql, values).fetchall()]

    def _write(self, sql: str, *values: object) -> bool:
        with self._connections.writing() as connection:
            return connection.execute(sql, values).rowcount > 0


def _job(row: Sequence[Any]) -> Job:
    number, actor, ticket, state, reason, asked, ended, items, done = row
    moment = to_moment(asked)
    assert moment is not None
    by = Actor(**json.loads(actor))
    return Job(number, by, ticket, JobState(state), reason, moment, to_moment(ended), items, done)


def _packed(hints: Hints) -> str:
    return json.dumps({**asdict(hints), "published_at": to_number(hints.published_at)})


def _unpacked(packed: str) -> Hints:
    said = json.loads(packed)
    return Hints(**{**said, "published_at": to_moment(said["published_at"])})
