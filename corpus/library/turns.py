"""What was asked in threads of follow-ups, as the library keeps it: `[[question, answer, user], …]`."""

from __future__ import annotations

import json
from collections.abc import Iterable

from corpus.kept import KeptTurn
from corpus.library.engine import Connection


def pack_turns(turns: Iterable[KeptTurn]) -> str:
    """Turns, to be kept."""
    return json.dumps([[turn.question, turn.answer, turn.user] for turn in turns])


def unpack_turns(packed: str) -> tuple[KeptTurn, ...]:
    """Turns as they were kept; those from before users were have none."""
    return tuple(KeptTurn(*turn) for turn in json.loads(packed))


def add_turn(connection: Connection, thread: str, turn: KeptTurn, most: int) -> bool:
    """Add to a thread's turns, of which the last `most` stay; `False` if there is no such thread."""
    row = connection.execute("SELECT turns FROM threads WHERE thread = ?", (thread,)).fetchone()
    if row is not None:
        _put(connection, thread, [*unpack_turns(row[0]), turn][-most:])
    return row is not None


def forget_turns(connection: Connection, user: str) -> int:
    """Take out of all threads what a person asked; how much that was."""
    rows = connection.execute(
        "SELECT thread, turns FROM threads WHERE replace(turns, ?, '') != turns", (json.dumps(user),)
    ).fetchall()
    forgotten = 0
    for thread, packed in rows:
        turns = unpack_turns(packed)
        left = [turn for turn in turns if turn.user != user]
        if len(left) < len(turns):
            _put(connection, thread, left)
            forgotten += len(turns) - len(left)
    return forgotten


def _put(connection: Connection, thread: str, turns: Iterable[KeptTurn]) -> None:
    connection.execute("UPDATE threads SET turns = ? WHERE thread = ?", (pack_turns(turns), thread))
