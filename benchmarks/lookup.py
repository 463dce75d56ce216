"""A search by words alone, so that a benchmark needs no model and no library. Pure."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from retrieval.words import content_stems, rarity

Item = TypeVar("Item")


class Lookup(Generic[Item]):
    """Items by the rarity of the words that they share with a question."""

    def __init__(self, items: Sequence[Item], key: Callable[[Item], str]) -> None:
        self._items = items
        held = [frozenset(content_stems(key(item))) for item in items]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, stems in enumerate(held):
            for name in stems:
                self._places[name].append(place)
        self._weights = rarity(self._places, held)

    def best(self, question: str, most: int) -> list[Item]:
        """The items most like the question, best first; those without a word in common never."""
        scores: Counter[int] = Counter()
        for name in content_stems(question):
            for place in self._places.get(name, ()):
                scores[place] += self._weights[name]  # type: ignore[assignment]
        found = heapq.nlargest(most, scores.items(), key=lambda item: (item[1], -item[0]))
        return [self._items[place] for place, _ in found]
