"""Publishers that a filter names, as the library spells them, and what is said of one it does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from corpus import Filters, Library
from retrieval.models import Searched, UnknownPublisher
from retrieval.understanding.outlets import aliases_of, called

# How alike two names must be, letter by letter, for one to be meant by the other: a slip or two.
_ALIKE = 0.75
_CLOSEST = 3
_NAMED = 10  # publishers: more would hide the answer


def resolved(filters: Filters, held: Sequence[str]) -> Filters:
    """The filters with each alias of a publisher as the library spells it: "AP" is "Associated Press".

    One alias may stand for several ("BBC": BBC News and BBC Sport). A name that nobody here has stays, and
    lets nothing through.
    """
    names = (name for asked in filters.publishers for name in _meant(asked, held) or (asked,))
    return replace(filters, publishers=tuple(dict.fromkeys(names))) if filters.publishers else filters


def unknown_in(filters: Filters, held: Sequence[str]) -> tuple[UnknownPublisher, ...]:
    """The publishers of a filter that nobody here is called, each with those whose names come closest."""
    strangers = (name for name in filters.publishers if not _meant(name, held))
    return tuple(UnknownPublisher(name, _closest(name, held), tuple(held)) for name in strangers)


def searched_in(library: Library, filters: Filters) -> Searched:
    """What is searched with these filters, their publishers as the library spells them."""
    seen = Filters(audience=filters.audience)
    held = [name for name, _ in library.publishers(seen)] if filters.publishers else []
    known = resolved(filters, held)
    return Searched(library.coverage(known), known, unknown=unknown_in(filters, held))


def spoken_unknown(unknown: UnknownPublisher) -> str:
    """What a person is told of it: "No article here is by Harbor Leger. Did you mean The Harbour Ledger?"."""
    said = f"No article here is by {unknown.name}."
    if unknown.closest:
        return f"{said} Did you mean {' or '.join(unknown.closest)}?"
    shown, more = unknown.held[:_NAMED], len(unknown.held) - _NAMED
    return f"{said} Publishers: {', '.join(shown) or 'none'}{f' and {more} more' if more > 0 else ''}."


def _meant(name: str, held: Iterable[str]) -> tuple[str, ...]:
    """Who is called so: who is named just that, else everybody of whom it is an alias."""
    held = tuple(held)
    whole = " ".join(name.casefold().split())
    if any(" ".join(one.casefold().split()) == whole for one in held):
        return (name,)  # the library tells no case and no blanks apart: it stays as it was typed
    return tuple(one for one in held if called(name) & aliases_of(one))


def _closest(name: str, held: Iterable[str]) -> tuple[str, ...]:
    """The nearest names, best first: spelled nearly so, or with one of its longer words."""
    alike = {one: max(_likeness(name, alias) for alias in aliases_of(one)) for one in held}
    near = sorted((one for one in alike if alike[one] >= _ALIKE), key=lambda one: -alike[one])
    return tuple(near[:_CLOSEST])


def _likeness(name: str, alias: str) -> float:
    ways = called(name)
    if any(len(way) > 3 and (way in alias.split() or set(way.split()) < set(alias.split())) for way in ways):
        return 1.0
    return max((SequenceMatcher(None, way, alias).ratio() for way in ways), default=0.0)
