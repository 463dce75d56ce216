"""Filters as SQL."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from corpus.dedupe import publisher_key
from corpus.library.engine import Connection
from corpus.library.rows import to_number
from corpus.models import Audience, Filters


def where(filters: Filters) -> tuple[str, list[Any]]:
    """A condition on the table `articles` named `a`, and its parameters; always true for an empty filter."""
    conditions: list[str] = []
    values: list[Any] = []
    if filters.publishers:
        marks = ", ".join("?" * len(filters.publishers))
        conditions.append(f"a.publisher_key IN ({marks})")
        values += [publisher_key(name) for name in filters.publishers]
    if filters.since is not None:
        conditions.append("a.published_at >= ?")
        values.append(to_number(filters.since))
    if filters.until is not None:
        conditions.append("a.published_at < ?")
        values.append(to_number(filters.until))
    if filters.audience is not None:
        condition, seen = _seen(filters.audience)
        conditions.append(condition)
        values += seen
    return " AND ".join(conditions) or "TRUE", values


def _seen(audience: Audience) -> tuple[str, list[Any]]:
    """A condition on whose an article is.

    It asks the index of owners, where servers' articles alone stand: to read the owner in a row, which comes
    behind the text, took 3 to 70 times as long (docs/decisions/0174-servers-are-separate.md).
    """
    owned = "a.number {} (SELECT number FROM articles WHERE {})"
    if audience.server is None:
        return (owned.format("NOT IN", "owner IS NOT NULL") if audience.shared else "FALSE"), []
    if audience.shared:
        return owned.format("NOT IN", "owner IS NOT NULL AND owner != ?"), [audience.server]
    return owned.format("IN", "owner = ?"), [audience.server]


def hides(connection: Connection, audience: Audience) -> bool:
    """Whether there is anything that an audience may not see; looks at two rows."""
    if not audience.shared:
        return True
    if audience.server is None:
        others = connection.execute("SELECT 1 FROM articles WHERE owner IS NOT NULL LIMIT 1")
        return others.fetchone() is not None
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM articles WHERE owner < ?)"
        " OR EXISTS (SELECT 1 FROM articles WHERE owner > ?)",
        (audience.server, audience.server),
    ).fetchone()
    return bool(row[0])


def reaching(filters: Filters, leading: bool = True) -> tuple[str, list[Any]]:
    """As `where`, and true of an article with a copy inside the filters: its passages are the copy's, too.

    A copy that was cut, or made before an update, may not print a passage: whoever reads the passages
    finds out. Where few rows are left to look at, it is not `leading`: it does not choose what is read first.
    """
    seen, server = where(Filters(audience=filters.audience))
    rest = replace(filters, audience=None)
    if not rest:
        return seen, server  # copies are of the same owner as their original
    chosen, values = reached(rest)
    return f"{'' if leading else '+'}a.number IN ({chosen}) AND {seen}", [*values, *server]


def reached(filters: Filters) -> tuple[str, list[Any]]:
    """A query for the `number` of each article that is inside the filters, or has a copy that is."""
    condition, values = where(filters)
    # Both halves by their own index; one condition with OR would look at every article.
    return (
        f"SELECT a.number FROM articles a WHERE {condition} UNION"
        " SELECT o.number FROM articles a JOIN articles o"
        f" ON o.id = a.syndicated_from WHERE {condition}",
        values * 2,
    )
