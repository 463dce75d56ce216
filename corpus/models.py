"""The states of a story on its way in: a page fetched, an article published, a passage retrieved.

Every time is an aware UTC `datetime`. Every offset is a Python `str` index into `Article.text`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

Span = tuple[int, int]
"""Start and end (exclusive) in `Article.text`."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a site gave to be asked later whether a page has changed since."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True)
class Page:
    """What the network gave for a link, before anything is read out of it."""

    url: str
    """The address that finally answered, after redirects."""
    content: bytes
    """The body, decompressed, at most the fetcher's bound."""
    content_type: str | None
    """The media type the server named, without parameters; `None` if it named none."""
    charset: str | None
    """The charset the server named; `None` if it named none."""
    fetched_at: datetime
    """When the body was received."""
    validators: Validators = Validators()
    """What to ask with next time whether it has changed."""
    moved_to: str | None = None
    """The link to use from now on, where permanent redirects alone led; `None` if there was none."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """A page that has not changed since its validators were given: no body was sent."""

    url: str
    """The address that finally answered, after redirects."""
    fetched_at: datetime
    """When the site said so."""
    validators: Validators
    """What to ask with next time: the site's new ones, where it gave any, else those asked with."""
    moved_to: str | None = None
    """As in `Page.moved_to`."""


@dataclass(frozen=True, slots=True)
class Article:
    """One published story as its publisher published it, cleaned of page furniture."""

    title: str
    """The headline. Never empty: where a text shows none, its first words stand in."""
    text: str
    """The story. What quotes are offsets into; it never changes within a version."""
    publisher: str | None = None
    """The outlet's name as it writes it; `None` if it is not known."""
    author: str | None = None
    """Who the publisher says wrote it; `None` if it does not say."""
    url: str | None = None
    """The article's own web address; `None` for pasted text and files without one."""
    published_at: datetime | None = None
    """When the publisher says it was *first* published; `None` if it does not say. Never the fetch time."""
    updated_at: datetime | None = None
    """When the publisher says it last changed it; `None` if it does not say."""
    fetched_at: datetime | None = None
    """When Byline received it."""

    @property
    def content_hash(self) -> str:
        """SHA-256 of the text with white space folded: equal for the same story, whatever its lines."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the library holds it."""

    id: str
    """Stable over versions; 16 hexadecimal digits."""
    article: Article
    version: int
    """1 for what was first seen under this id, one more whenever its words or what is known of it changed."""
    syndicated_from: str | None = None
    """The id of the article that this one is a copy of by another publisher; it then has no passages."""
    shares_with: str | None = None
    """The id of the article that it shares most of its text with, though it has words of its own, and
    passages; of a copy, what its original shares with. All who share with one another name the same one."""
    owner: str | None = None
    """The id of the Discord server whose it is; `None` for the operator's. It never changes."""

    @property
    def story(self) -> str:
        """Equal for articles that count as one source: an original, its copies, and who shares their text."""
        return self.shares_with or self.syndicated_from or self.id


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is embedded, retrieved and cited: a run of whole sentences of one article."""

    id: str
    """`<article id>-<version>-<ordinal>`: never reused for another text."""
    article_id: str
    ordinal: int
    """0 for the first passage of the article's text."""
    start: int
    end: int
    text: str
    """Exactly `article.text[start:end]`: what is quoted."""
    header: str
    """Headline, publisher and date: ranked and embedded in front of the text, never quoted."""
    sentences: tuple[Span, ...]
    """The sentences inside, in order, as spans of the *article's* text."""

    @property
    def ranked_text(self) -> str:
        """What is embedded and ranked: the header, then the text."""
        return f"{self.header}\n{self.text}"


class Outcome(StrEnum):
    """How the adding of one target ended."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    SYNDICATED = "syndicated"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Ingested:
    """The result of adding one target, failures included."""

    target: str
    """What was asked for: a link, a path, or `-`; a line of a bulk file as `path:line`."""
    outcome: Outcome
    article_id: str | None = None
    title: str | None = None
    reason: str | None = None
    """Why, for every outcome but `unchanged`, in words for a person; of `added`, what it is much like."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What the person who adds a target says about it; it wins over what the target shows."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An article read from a target, not yet decided on."""

    target: str
    """As in `Ingested.target`."""
    article: Article


@dataclass(frozen=True, slots=True)
class Audience:
    """Who looks: a Discord server, or somebody who writes to the bot in private."""

    server: str | None
    """The server's id; `None` in private."""
    shared: bool = True
    """Whether the operator's articles are shown to everybody."""

    def sees(self, owner: str | None) -> bool:
        """Whether it may see what is this owner's."""
        return self.shared if owner is None else owner == self.server


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may be retrieved. An empty filter allows all.

    A date constraint is met by `published_at`; an article without one never meets a date constraint.
    """

    publishers: tuple[str, ...] = ()
    """Names, compared case-insensitively; any one suffices."""
    since: datetime | None = None
    """Published at this time or later."""
    until: datetime | None = None
    """Published before this time (exclusive)."""
    audience: Audience | None = None
    """Who looks; `None` is the operator, who sees everybody's."""

    def __bool__(self) -> bool:
        return bool(self.publishers or self.since or self.until or self.audience)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a set of articles spans: said in refusals, `stats` and `/sources`."""

    articles: int
    passages: int
    publishers: tuple[str, ...]
    earliest: datetime | None
    latest: datetime | None


def utc_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
