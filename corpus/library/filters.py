"""Filters as SQL."""

from __future__ import annotations

from typing import Any

from corpus.dedupe import publisher_key
from corpus.library.rows import to_number
from corpus.models import Filters


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
    return " AND ".join(conditions) or "TRUE", values


def reaching(filters: Filters) -> tuple[str, list[Any]]:
    """As `where`, and true of an article with a copy inside the filters: its passages are the copy's, too.

    A copy that was cut, or made before an update, may not print a passage: whoever reads the passages
    finds out.
    """
    condition, values = where(filters)
    if not filters:
        return condition, values
    # Both halves by their own index; one condition with OR would look at every article.
    return (
        f"a.number IN (SELECT a.number FROM articles a WHERE {condition} UNION"
        " SELECT o.number FROM articles a JOIN articles o"
        f" ON o.id = a.syndicated_from WHERE {condition})",
        values * 2,
    )
