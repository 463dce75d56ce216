"""The states of a question on its way out: a query, hits, citations, an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from corpus import Coverage, Filters, Passage, Span, StoredArticle
from retrieval.deeplink import deep_link
from retrieval.speech.sayings import Stance


@dataclass(frozen=True, slots=True)
class Query:
    """What a ranker is asked."""

    text: str
    filters: Filters = field(default_factory=Filters)
    dates: tuple[tuple[datetime, datetime], ...] = ()
    """When what is asked about happened: reports of then, or shortly after, are preferred."""
    newest: bool = False
    """Whether newer reports are preferred to older ones."""
    publishers: tuple[str, ...] = ()
    """Whose reports are preferred, as the library spells them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its article and its score; lists of hits are ordered best first."""

    passage: Passage
    article: StoredArticle
    score: float
    """Higher is better; comparable within one list only."""
    similarity: float = 0.0
    """Cosine of question and passage in [-1, 1]; 0 where no dense ranker saw it."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote: the exact words, and where they stand."""

    number: int
    quote: str
    """Exactly `article.text[start:end]`."""
    start: int
    end: int
    passage_id: str
    article: StoredArticle

    @property
    def deep_link(self) -> str | None:
        """The article's address with a text fragment that leads to the very sentence; `None` without one."""
        url = self.article.article.url
        return deep_link(url, self.article.article.text, (self.start, self.end)) if url else None


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who is heard in a quote, and how."""

    stance: Stance
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer and the numbers of the citations that support it (at least one)."""

    text: str
    citations: tuple[int, ...]
    focus: tuple[Span, ...] = ()
    """The very words that answer, as offsets in `text`: sorted, disjoint; empty when they are not known."""
    stance: Stance | None = None
    """What kind of saying it is; `None` where nobody looked."""
    speaker: str | None = None
    """Who says it, as the article prints it; `None` for the outlet itself, and for somebody not named."""
    single_source: bool = False
    """Whether other publishers write about this and only one says it: an allegation or a figure."""
    voices: tuple[Voice, ...] = ()
    """Who is heard in `text`, in its order, where it is a quote of more than one sentence."""

    def pieces(self) -> list[tuple[str, bool]]:
        """The text cut at the ends of `focus`: each piece, and whether it is one of the words that answer."""
        cut, at = [], 0
        for start, end in self.focus:
            cut += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        return [piece for piece in (*cut, (self.text[at:], False)) if piece[0]]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement or of an update: what it says and the citations that say it."""

    text: str
    citations: tuple[int, ...]
    stance: Stance | None = None
    """What kind of saying `text` is; `None` where nobody looked."""
    speaker: str | None = None
    """Who says it, as the article prints it; `None` for the outlet itself, and for somebody not named."""
    voices: tuple[Voice, ...] = ()
    """Who is heard in `text`, in its order, where it is a quote of more than one sentence."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A fact on which the sources differ: at least two sides."""

    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Updated:
    """A fact that one publisher told otherwise later: an update, and no disagreement."""

    about: str
    """The thing, in the words of the earlier report: "people dead"."""
    publisher: str | None
    before: str
    """The value in the words of the earlier report: "at least 17"."""
    after: str
    rises: bool | None
    """Whether a figure rose or fell; `None` for what is no figure."""
    sides: tuple[Side, Side]
    """The two reports, the earlier first."""

    @property
    def verb(self) -> str:
        """What became of the value: "rose", "fell" or "changed"."""
        return "changed" if self.rises is None else "rose" if self.rises else "fell"

    def __str__(self) -> str:
        return f"{self.verb} from {self.before} to {self.after}"


@dataclass(frozen=True, slots=True)
class UnknownPublisher:
    """A publisher that a filter names and the library does not hold."""

    name: str
    """As it was typed."""
    closest: tuple[str, ...]
    """Those held who may be meant, best first; empty where none is near."""
    held: tuple[str, ...]
    """All that are held."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What an answer was looked for in: said in every refusal."""

    coverage: Coverage
    """Of the articles that the filters left."""
    filters: Filters
    """Those given, and what the question's words narrowed them to."""
    widened: bool = False
    """True when what the question's words asked for held no answer, and more than that was searched."""
    silent: tuple[str, ...] = ()
    """Publishers that the question compares with others, and who say nothing of it."""
    unanswered: tuple[str, ...] = ()
    """Parts of the question, as they were asked, that nothing searched answers while it answers others."""
    unknown: tuple[UnknownPublisher, ...] = ()
    """Publishers that the given filters name and the library does not hold."""


# The writer of answers that are the articles' own sentences.
EXTRACTIVE = "extractive"


class Status(StrEnum):
    """Whether the corpus held the answer."""

    ANSWERED = "answered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person is shown for a question; a refusal has no sentences and no citations."""

    question: str
    status: Status
    writer: str
    """`extractive`, or the name of the language model that wrote it."""
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    disagreements: tuple[Disagreement, ...]
    related: tuple[Hit, ...]
    """The nearest passages: only in a refusal, or when asked for. Never support."""
    searched: Searched
    seconds: float
    confidence: float = 0.0
    """How likely the corpus holds the answer, in [0, 1]: what decided between an answer and a refusal."""
    asked: str | None = None
    """What the person typed, where `question` is that completed from the conversation."""
    updates: tuple[Updated, ...] = ()
    """What a publisher of what was read first told one way, and later another."""

    @property
    def verbatim(self) -> bool:
        """Whether its sentences are quotes; a language model's are only supported by quotes."""
        return self.writer == EXTRACTIVE

    @property
    def newest_source(self) -> datetime | None:
        """When the newest cited article was published; `None` when no citation is dated."""
        dates = [c.article.article.published_at for c in self.citations]
        return max((date for date in dates if date is not None), default=None)

    @property
    def independent_sources(self) -> int:
        """How many publishers stand behind the answer; the unnamed ones count once together.

        A copy tells its original's story, and so does who prints most of another's text: the publishers of
        all of them are one source of it.
        """
        cited = [citation.article for citation in self.citations]
        tellers = {one.story: one for one in reversed(cited)} | {
            one.id: one for one in cited if one.id == one.story
        }
        return len({(one.article.publisher or "").casefold() for one in tellers.values()})
