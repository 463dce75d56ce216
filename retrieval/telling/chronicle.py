"""The reports on a topic put in order: copies put together, the ones that matter chosen. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from corpus import Span, StoredArticle
from retrieval.copies import is_copy

# Publishers print an agency's story within days; the same words weeks later report something anew.
COPIED_WITHIN = timedelta(days=3)
_LENGTHS = 0.6
# What another publisher of the same words adds to a report's weight, and what a report of a time that is
# told of already loses: small against relevance, whose values lie between .8 and 1.4.
PUBLISHER = 0.05
CROWDED = 0.05


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of one article that reports something."""

    article: StoredArticle
    passage_id: str
    span: Span
    relevance: float
    happened: date | None
    """The day that the sentence itself says; `None` where it says none."""
    said: str | None
    """The words that say it."""
    publishers: tuple[str, ...]
    """Who printed the sentence, the first first; empty where nobody is named."""

    @property
    def text(self) -> str:
        """The sentence, exactly as its article prints it."""
        return self.article.article.text[slice(*self.span)]

    @property
    def published_at(self) -> datetime | None:
        """When the article was published."""
        return self.article.article.published_at

    @property
    def when(self) -> date | None:
        """The day said, else that of publication; `None` where neither is known."""
        return self.happened or (self.published_at.date() if self.published_at else None)


def in_order(told: Iterable[Told]) -> list[Told]:
    """The oldest first, those without any date last, the more relevant of these first."""
    return sorted(told, key=_place)


def _place(told: Told) -> tuple[bool, date, float, float, str]:
    published = told.published_at.timestamp() if told.published_at else 0.0
    return told.when is None, told.when or date.min, published, -told.relevance, told.article.id


def merge(told: Iterable[Told]) -> list[Told]:
    """The reports with near copies put together: the oldest stands for all and names their publishers."""
    kept: list[Told] = []
    for one in in_order(told):
        at = next((at for at, other in enumerate(kept) if _copies(one, other)), None)
        if at is None:
            kept.append(one)
        else:
            kept[at] = _with(kept[at], one)
    return kept


def choose(told: Sequence[Told], limit: int) -> list[Told]:
    """At most `limit` of the reports, those that matter, oldest first.

    The most relevant come first, those that several publishers print before others, and a stretch of time
    that is told of already makes room for one that is not.
    """
    if len(told) <= limit:
        return in_order(told)
    stretch = _stretches(told, limit)
    taken: dict[int | None, int] = {}
    chosen: list[Told] = []
    waiting = sorted(told, key=lambda one: (-_weight(one), one.article.id))
    while waiting and len(chosen) < limit:
        best = max(waiting, key=lambda one: _weight(one) - CROWDED * taken.get(stretch[one.article.id], 0))
        waiting.remove(best)
        chosen.append(best)
        taken[stretch[best.article.id]] = taken.get(stretch[best.article.id], 0) + 1
    return in_order(chosen)


def _weight(told: Told) -> float:
    return told.relevance + PUBLISHER * max(len(told.publishers) - 1, 0)


def _stretches(told: Sequence[Told], count: int) -> dict[str, int | None]:
    """Which of `count` equal stretches of the whole time each report falls into, by its article's id."""
    days = [one.when.toordinal() for one in told if one.when]
    first, length = min(days, default=0), max(days, default=0) - min(days, default=0) + 1
    return {
        one.article.id: (one.when.toordinal() - first) * count // length if one.when else None for one in told
    }


def _copies(one: Told, other: Told) -> bool:
    if one.published_at and other.published_at and abs(one.published_at - other.published_at) > COPIED_WITHIN:
        return False
    shorter, longer = sorted((len(one.text), len(other.text)))
    return shorter >= _LENGTHS * longer and is_copy(one.text, other.text)


def _with(first: Told, copy: Told) -> Told:
    publishers = distinct((*first.publishers, *copy.publishers))
    return replace(first, relevance=max(first.relevance, copy.relevance), publishers=publishers)


def distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    """The names that there are, none twice however it is written, in their order."""
    first: dict[str, str] = {}
    for name in names:
        if name:
            first.setdefault(" ".join(name.casefold().split()), name)
    return tuple(first.values())
