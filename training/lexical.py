"""A small BM25 over passages, so that scoring on news needs no running retriever."""

import math
import re
from collections import Counter, defaultdict

_WORD = re.compile(r"\w+")
_K1, _B = 1.2, 0.75


class Lexical:
    """Ranks texts by BM25 (Robertson & Zaragoza 2009)."""

    def __init__(self, texts: list[str]) -> None:
        """Count the words of every text."""
        counts = [Counter(_words(text)) for text in texts]
        self._lengths = [c.total() for c in counts]
        self._mean = sum(self._lengths) / len(counts)
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for i, count in enumerate(counts):
            for word, times in count.items():
                self._postings[word].append((i, times))

    def best(self, question: str, count: int) -> list[int]:
        """The numbers of the best texts, best first."""
        scores: dict[int, float] = defaultdict(float)
        for word in set(_words(question)):
            found = self._postings.get(word, [])
            weight = math.log(1 + (len(self._lengths) - len(found) + 0.5) / (len(found) + 0.5))
            for i, times in found:
                norm = _K1 * (1 - _B + _B * self._lengths[i] / self._mean)
                scores[i] += weight * times * (_K1 + 1) / (times + norm)
        return sorted(scores, key=lambda i: (-scores[i], i))[:count]


def _words(text: str) -> list[str]:
    return [w[:-1] if len(w) > 3 and w.endswith("s") else w for w in _WORD.findall(text.lower())]
