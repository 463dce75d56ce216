"""Where an answer is looked for, from the narrowest place to the widest. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus import Filters
from retrieval.understanding.constraints import Constraints


@dataclass(frozen=True, slots=True)
class Scope:
    """One place to look for an answer."""

    filters: Filters
    voices: tuple[tuple[str, ...], ...] = ()
    """Publishers each of whom is to be heard, those of one name together; empty where it is all one."""

    def of_voice(self, voice: tuple[str, ...]) -> Filters:
        """The filters for what one of the voices says."""
        return replace(self.filters, publishers=voice)


def scopes_of(constraints: Constraints, filters: Filters) -> tuple[Scope, ...]:
    """Where to look: first inside all that is asked for, at last inside the filters alone; never empty.

    Filters are orders and are never left. What a question says in words is left when nothing inside it
    answers: first its dates, then its publishers. Where filters name publishers or dates, the question's
    words about the same do not count.
    """
    names = () if filters.publishers else constraints.publishers
    voices = constraints.voices if names and constraints.compare else ()
    dated = not (filters.since or filters.until) and bool(constraints.since or constraints.until)
    by_publisher = replace(filters, publishers=names) if names else filters
    found = [Scope(by_publisher, voices), Scope(filters)]
    if dated:
        both = replace(by_publisher, since=constraints.since, until=constraints.until)
        found.insert(0, Scope(both, voices))
    return tuple(dict.fromkeys(found))
