"""What the index has yet to do: written with the article in one transaction, crossed out when done."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from corpus.embed import Vectors
from corpus.library.engine import Connection
from corpus.library.scan import unpack


class IndexAction(StrEnum):
    """What happened to passages."""

    ADD = "add"
    SUPERSEDE = "supersede"
    """They are no longer retrieved: their article has a newer version, or is gone."""


@dataclass(frozen=True, slots=True)
class IndexOperation:
    """One entry of the outbox; to be applied in the order of `sequence`."""

    sequence: int
    action: IndexAction
    passage_ids: tuple[str, ...]
    """For `add`, those that are still live: an entry may be overtaken by a later one, and then be empty."""
    vectors: Vectors | None = None
    """For `add`, one row for each passage; `None` where there is none."""


def note(connection: Connection, action: IndexAction, passage_ids: Iterable[str]) -> None:
    """Append an operation, if there is anything in it."""
    ids = list(passage_ids)
    if ids:
        connection.execute(
            "INSERT INTO outbox(action, passages) VALUES (?, ?)", (action.value, json.dumps(ids))
        )


def list_pending(connection: Connection, limit: int, generation: str | None = None) -> list[IndexOperation]:
    """The oldest operations that were not acknowledged, or that this generation of a shared index lacks."""
    rows = connection.execute(
        "SELECT sequence, action, passages FROM outbox WHERE coalesce(applied, '') != ?"
        " ORDER BY sequence LIMIT ?",
        (generation or "-", limit),
    ).fetchall()
    return [_operation(connection, *row) for row in rows]


def _operation(connection: Connection, sequence: int, action: str, passages: str) -> IndexOperation:
    if action != IndexAction.ADD:
        return IndexOperation(sequence, IndexAction(action), tuple(json.loads(passages)))
    rows = connection.execute(
        "SELECT p.id, e.vector FROM json_each(?) j JOIN passages p ON p.id = j.value"
        " JOIN embeddings e ON e.number = p.number ORDER BY j.key",
        (passages,),
    ).fetchall()
    vectors = unpack([blob for _, blob in rows]) if rows else None
    return IndexOperation(sequence, IndexAction.ADD, tuple(identity for identity, _ in rows), vectors)
