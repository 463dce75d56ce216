"""Answers that were shown, as their buttons need them; votes on them; and threads of follow-ups."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from corpus.kept import Forgotten, KeptAnswer, KeptCitation, KeptThread, KeptTurn, Quoted, Vote
from corpus.library.connections import Connections
from corpus.library.rows import to_moment, to_number
from corpus.library.turns import add_turn, forget_turns, pack_turns, unpack_turns
from corpus.models import Filters, Span

_ANSWER = "key, at, server, channel, message, reader, filters, differ"
_CITATION = 'number, article, version, passage, start, "end", quote'
_VOTE = 'answer, "user", at, good, reason, server, question, said, citations'
_REVOTE = ", ".join(
    f"{name} = excluded.{name}"
    for name in ["at", "good", "reason", "server", "question", "said", "citations"]
)

_PRUNE = "DELETE FROM answers WHERE key IN (SELECT key FROM answers WHERE at < ? ORDER BY at LIMIT ?)"
AT_ONCE = 500


class Answers:
    """`library.answers`. Raises `LibraryError` as the library does."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def keep(self, answer: KeptAnswer) -> None:
        """Keep what the buttons of an answer need."""
        values = (answer.key, to_number(answer.at), answer.server, answer.channel, answer.message)
        with self._connections.writing() as connection:
            connection.execute(
                f"INSERT INTO answers({_ANSWER}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, answer.reader, _packed(answer.filters), answer.differ),
            )
            connection.executemany(
                f"INSERT INTO answer_citations(answer, {_CITATION}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                ((answer.key, *_citation_row(citation)) for citation in answer.citations),
            )

    def place(self, key: str, message: str, channel: str) -> None:
        """Say which message shows the answer."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE answers SET message = ?, channel = ? WHERE key = ?", (message, channel, key)
            )

    def find(self, key: str) -> KeptAnswer | None:
        """The answer that a button's id names."""
        with self._connections.reading() as connection:
            row = connection.execute(f"SELECT {_ANSWER} FROM answers WHERE key = ?", (key,)).fetchone()
            cited = connection.execute(
                f"SELECT {_CITATION} FROM answer_citations WHERE answer = ? ORDER BY number", (key,)
            ).fetchall()
        return _answer(row, cited) if row else None

    def citing(self, article_id: str, since: datetime) -> list[KeptAnswer]:
        """Answers shown since a time that cite an article, oldest first."""
        with self._connections.reading() as connection:
            keys = connection.execute(
                "SELECT key FROM answers WHERE at >= ? AND key IN"
                " (SELECT answer FROM answer_citations WHERE article = ?) ORDER BY at",
                (to_number(since), article_id),
            ).fetchall()
        found = (self.find(key) for (key,) in keys)
        return [answer for answer in found if answer is not None]

    def passage(self, passage_id: str) -> tuple[str, Span] | None:
        """The id of a passage's article and where in its text the passage stood, superseded or not."""
        with self._connections.reading() as connection:
            row = connection.execute(
                'SELECT a.id, p.start, p."end" FROM passages p JOIN articles a ON a.number = p.article'
                " WHERE p.id = ?",
                (passage_id,),
            ).fetchone()
        return (row[0], (row[1], row[2])) if row else None

    def vote(self, vote: Vote) -> None:
        """Keep a vote in place of the same person's earlier one on the same answer, whichever comes first."""
        row = (vote.answer, vote.user, to_number(vote.at), int(vote.good), vote.reason, vote.server)
        citations = json.dumps([asdict(one) for one in vote.citations])
        with self._connections.writing() as connection:
            connection.execute(
                f"INSERT INTO votes({_VOTE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                f' ON CONFLICT (answer, "user") DO UPDATE SET {_REVOTE} WHERE excluded.at >= votes.at',
                (*row, vote.question, vote.said, citations),
            )

    def votes(
        self, server: str | None = None, good: bool | None = None, limit: int = 50, offset: int = 0
    ) -> list[Vote]:
        """A page of the votes, newest first; those of one server, or of all."""
        condition, values = _where(server, good)
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT {_VOTE} FROM votes WHERE {condition} "
                ' ORDER BY at DESC, answer, "user" LIMIT ? OFFSET ?',
                (*values, limit, offset),
            ).fetchall()
        return [_vote(row) for row in rows]

    def count(self, server: str | None = None) -> tuple[int, int]:
        """How many votes are good, and how many are not."""
        condition, values = _where(server, None)
        with self._connections.reading() as connection:
            good, bad = connection.execute(
                f"SELECT coalesce(sum(good), 0), coalesce(sum(1 - good), 0) FROM votes WHERE {condition}",
                values,
            ).fetchone()
        return int(good), int(bad)

    def forget(self, user: str, channel: str | None = None) -> Forgotten:
        """Delete what is a person's: votes, answers that only they saw, and what they asked.

        Args:
            user: their id in Discord.
            channel: the id of the channel of their private messages, where it is known.
        """
        theirs = "reader = ? OR (server IS NULL AND channel = ?)"
        with self._connections.writing() as connection:
            answers = connection.execute(f"DELETE FROM answers WHERE {theirs}", (user, channel)).rowcount
            votes = connection.execute('DELETE FROM votes WHERE "user" = ?', (user,)).rowcount
            asked = connection.execute('DELETE FROM questions WHERE "user" = ?', (user,)).rowcount
            return Forgotten(votes, answers, forget_turns(connection, user), asked)

    def prune(self, before: datetime, most: int) -> int:
        """Delete answers and threads from before a moment, and all answers but the newest `most`.

        Returns how many answers that were. Some go at a time: whoever waits to write gets in between.
        """
        with self._connections.reading() as connection:
            newest = connection.execute("SELECT at FROM answers ORDER BY at DESC LIMIT 1 OFFSET ?", (most,))
            over = newest.fetchone()
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM threads WHERE opened_at < ?", (to_number(before),))
        end, gone = max(to_number(before) or 0, over[0] + 1 if over else 0), 0
        while True:
            with self._connections.writing() as connection:
                some = connection.execute(_PRUNE, (end, AT_ONCE)).rowcount
            gone += some
            if some < AT_ONCE:
                return gone

    # Threads

    def open_thread(self, thread: KeptThread) -> None:
        """Keep that a thread is one of ours; one that is known stays as it is."""
        values = thread.thread, thread.server, to_number(thread.opened_at), _packed(thread.filters)
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO threads(thread, server, opened_at, filters, turns) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (thread) DO NOTHING",
                (*values, pack_turns(thread.turns)),
            )

    def add_turn(self, thread: str, turn: KeptTurn, most: int) -> bool:
        """Keep what was asked in a thread, its last `most` in all; `False` if it is none of ours."""
        with self._connections.writing() as connection:
            return add_turn(connection, thread, turn, most)

    def thread(self, thread: str) -> KeptThread | None:
        """A thread of ours; `None` for any other."""
        with self._connections.reading() as connection:
            row = connection.execute(
                "SELECT thread, server, opened_at, filters, turns FROM threads WHERE thread = ?", (thread,)
            ).fetchone()
        if row is None:
            return None
        return KeptThread(row[0], row[1], _moment(row[2]), _unpacked(row[3]), unpack_turns(row[4]))

    def tell(self, thread: str) -> bool:
        """Whether a thread is ours and has not been told yet how to ask in it; from now on it has."""
        with self._connections.writing() as connection:
            changed = connection.execute(
                "UPDATE threads SET told = 1 WHERE thread = ? AND told = 0", (thread,)
            )
            return changed.rowcount == 1


def _where(server: str | None, good: bool | None) -> tuple[str, list[Any]]:
    wanted = {"server = ?": server, "good = ?": None if good is None else int(good)}
    asked = {condition: value for condition, value in wanted.items() if value is not None}
    return " AND ".join(asked) or "TRUE", list(asked.values())


def _answer(row: Sequence[Any], cited: Sequence[Sequence[Any]]) -> KeptAnswer:
    key, at, server, channel, message, reader, filters, differ = row
    citations = tuple(KeptCitation(*one) for one in cited)
    return KeptAnswer(
        key, _moment(at), server, channel, citations, reader, message, _unpacked(filters), differ
    )


def _citation_row(citation: KeptCitation) -> tuple[Any, ...]:
    where = citation.number, citation.article_id, citation.version, citation.passage_id
    return *where, citation.start, citation.end, citation.digest


def _vote(row: Sequence[Any]) -> Vote:
    answer, user, at, good, reason, server, question, said, citations = row
    quoted = tuple(Quoted(**one) for one in json.loads(citations))
    return Vote(answer, user, _moment(at), bool(good), question, said, quoted, server, reason)


def _packed(filters: Filters) -> str:
    return json.dumps([list(filters.publishers), to_number(filters.since), to_number(filters.until)])


def _unpacked(text: str) -> Filters:
    publishers, since, until = json.loads(text)
    return Filters(tuple(publishers), to_moment(since), to_moment(until))


def _moment(number: int) -> datetime:
    moment = to_moment(number)
    assert moment is not None
    return moment
