"""BM25 in PostgreSQL: candidates by the inverted index, scores from what the index keeps of each passage.

`ts_rank` of one word is the sum of 1/i² over its occurrences, times 6/π²: from it their number comes back
exactly, at a twentieth of what it costs to unnest a passage's words (docs/decisions/0209).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from corpus.library.engine import Connection
from corpus.library.filters import reaching
from corpus.models import Filters, Passage

# As in SQLite's bm25().
K1, B = 1.2, 0.75
_LEAST_IDF = 1e-6

FIRST_CANDIDATES = 4
"""For so many times as many passages as are wanted the rarest words of a question are looked up first."""
DRIFT = 0.02
"""A word's share is counted anew when the library has grown or shrunk by so much since."""
LONGEST_PHRASE = 256
"""Words; no passage is that long."""
_MOST_KNOWN = 20_000

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"'([^']*)'")
# Between header and text, so that no phrase begins in the one and ends in the other; in no question.
_BORDER = "\ue000"
_MARKS = re.compile("[\u0300-\u036f]+")

_OCCURRENCES = "round(1 / (1.6449340668482264 * (1 - ts_rank('{1,1,1,1}', l.words, t.query))) - 0.5)"
# A phrase is counted word by word, in the few passages that have it.
_PHRASES = (
    "CASE WHEN l.words @@ t.query THEN (SELECT count(*) FROM unnest(l.words) AS w(word, places, weights),"
    " unnest(w.places) AS place WHERE w.word = split_part(t.phrase, ' ', 1) AND NOT EXISTS"
    " (SELECT 1 FROM unnest(string_to_array(t.phrase, ' ')) WITH ORDINALITY AS o(word, number)"
    " WHERE NOT EXISTS (SELECT 1 FROM unnest(l.words) AS n(word, places, weights)"
    " WHERE n.word = o.word AND place + o.number - 1 = ANY (n.places)))) ELSE 0 END"
)
_SCORE = (
    "(SELECT sum(t.idf * t.f * 2.2 / (t.f + 1.2 * (0.25 + 0.75 * l.length / ?))) FROM"
    f" (SELECT t.idf, CASE WHEN t.phrase = '' THEN {_OCCURRENCES} ELSE {_PHRASES} END AS f"
    " FROM unnest(?::text[]::tsquery[], ?::float8[], ?::text[]) AS t(query, idf, phrase)) t)"
)


@dataclass(frozen=True, slots=True)
class _Term:
    """One word of a question, or several that stand together."""

    query: str
    """As PostgreSQL asks for it; empty for what it knows no word in."""
    phrase: str
    """Its words as the index has them, if it is several; else empty."""
    passages: int
    """How many have it."""
    of: int
    """Of so many."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question to be ranked by."""

    weighed: list[tuple[float, _Term]]
    """Its words with their weights, the rarest first."""
    average: float
    """Words in a passage."""
    limit: int


class Lexical:
    """Writes and ranks; remembers in how many passages a word is. Thread-safe."""

    def __init__(self) -> None:
        self._known: dict[str, _Term] = {}
        self._guard = Lock()

    def put(self, connection: Connection, passages: Sequence[Passage]) -> None:
        """Write the lexical entries of passages that were just inserted."""
        lengths, words = [], []
        for one in passages:
            header, text = _WORD.findall(fold(one.header)), _WORD.findall(fold(one.text))
            lengths.append(len(header) + len(text))
            words.append(" ".join([*header, _BORDER, *text]))
        # All in one statement: the totals change once.
        connection.execute(
            "INSERT INTO lexical(number, length, words)"
            " SELECT p.number, a.length, to_tsvector('words', a.words)"
            " FROM unnest(?::text[], ?::bigint[], ?::text[]) AS a(id, length, words)"
            " JOIN passages p ON p.id = a.id",
            ([one.id for one in passages], lengths, words),
        )

    def rank(
        self, connection: Connection, terms: Sequence[str], filters: Filters, limit: int
    ) -> list[tuple[str, float]]:
        """As `Engine.rank`: no passage is left out that would come among the first."""
        held, words = connection.execute("SELECT passages, words FROM totals").fetchone()
        possible = [fold(term) for term in terms if term.count(" ") < LONGEST_PHRASE]
        asked = self._look_up(connection, possible, held)
        weighed = sorted(((_idf(term), term) for term in asked), key=lambda one: -one[0])
        if not weighed or limit <= 0:
            return []
        wanted, needed = _Wanted(weighed, words / held, limit), _first(weighed, limit)
        found = _rank(connection, wanted, needed, filters)
        # What none of the words looked up is in, the others together lift to so much at most.
        least = found[-1][1] if len(found) == limit else 0.0
        if (enough := _enough(weighed, least)) > needed:
            found = _rank(connection, wanted, enough, filters)
        return found

    def _look_up(self, connection: Connection, terms: list[str], held: int) -> list[_Term]:
        """The terms that are in any passage."""
        with self._guard:
            known = {term: self._known[term] for term in terms if term in self._known}
        asked = [t for t in dict.fromkeys(terms) if t not in known or not _still(known[t], held)]
        if asked:
            rows = connection.execute(
                "SELECT t.term, phraseto_tsquery('words', t.term)::text, (SELECT count(*) FROM lexical l"
                " WHERE l.words @@ phraseto_tsquery('words', t.term)) FROM unnest(?::text[]) AS t(term)",
                (asked,),
            ).fetchall()
            known |= {term: _Term(query, _phrase(query), count, held) for term, query, count in rows}
            with self._guard:
                if len(self._known) > _MOST_KNOWN:
                    self._known.clear()
                self._known.update(known)
        return [known[term] for term in terms if known[term].passages and known[term].query]


def fold(text: str) -> str:
    """Small letters without marks, as SQLite's full-text index has them."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
    return unicodedata.normalize("NFC", plain)


def _phrase(query: str) -> str:
    words = _QUOTED.findall(query)
    return " ".join(words) if len(words) > 1 else ""


def _still(term: _Term, held: int) -> bool:
    # A word that nobody had is new as soon as somebody writes it, in whatever process.
    return term.passages > 0 and abs(held - term.of) <= DRIFT * held


def _idf(term: _Term) -> float:
    ratio = (term.of - term.passages + 0.5) / (term.passages + 0.5)
    return max(math.log(ratio), _LEAST_IDF) if ratio > 0 else _LEAST_IDF


def _first(weighed: list[tuple[float, _Term]], limit: int) -> int:
    """How many of the rarest words bring candidates enough to begin with."""
    candidates = 0
    for number, (_, term) in enumerate(weighed, 1):
        candidates += term.passages
        if candidates >= limit * FIRST_CANDIDATES:
            return number
    return len(weighed)


def _enough(weighed: list[tuple[float, _Term]], least: float) -> int:
    """How many of the rarest words must be looked up: without them no passage scores above `least`."""
    rest = 0.0
    for number in range(len(weighed), 0, -1):
        rest += weighed[number - 1][0] * (K1 + 1)
        if rest > least:
            return number
    return 1


def _rank(connection: Connection, wanted: _Wanted, needed: int, filters: Filters) -> list[tuple[str, float]]:
    """The best of the passages with any of the `needed` rarest words, by all of them."""
    weighed = wanted.weighed
    condition, values = reaching(filters)
    joined = "JOIN passages p ON p.number = l.number JOIN articles a ON a.number = p.article"
    rows = connection.execute(
        f"SELECT p.id, r.score FROM (SELECT l.number, {_SCORE} AS score FROM lexical l"
        f" {joined if filters else ''} WHERE l.words @@ ?::tsquery AND {condition}"
        " ORDER BY score DESC, l.number LIMIT ?) r JOIN passages p ON p.number = r.number"
        " ORDER BY r.score DESC, r.number",
        (
            wanted.average,
            [term.query for _, term in weighed],
            [idf for idf, _ in weighed],
            [term.phrase for _, term in weighed],
            " | ".join(f"({term.query})" for _, term in weighed[:needed]),
            *values,
            wanted.limit,
        ),
    )
    return [(identity, float(score)) for identity, score in rows]
