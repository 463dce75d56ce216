"""Is this article new, the same, a newer text, or a copy? Decided from what is known, acting on nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from urllib.parse import urlsplit

from corpus.links import canonical_link
from corpus.models import Article, Outcome, StoredArticle
from corpus.near import Near, later, soon

_COMPARED = tuple(field.name for field in fields(Article) if field.name != "fetched_at")
_NAMES = {"published_at": "publication date", "updated_at": "update time", "url": "link", "title": "headline"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the library already holds that an article may be, as far as whoever adds it may see it.

    Of a server's own and the operator's, its own come first.
    """

    same_link: StoredArticle | None = None
    """The article with the same canonical link."""
    same_text: StoredArticle | None = None
    """An article whose text, now or in an earlier version, has the same content hash: one of the same
    publisher before others, an original before its copies, the oldest first."""
    near: Near | None = None
    """Where no other article has the same text: the one of another link that is nearest to being a copy."""
    owner: str | None = None
    """Whose the article will be: see `StoredArticle.owner`."""
    retired: int = 0
    """The last version of the article that had its id before and was removed; 0 if there was none."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with an article; `stored` is what to save, or what is held when nothing is to be saved."""

    outcome: Outcome
    stored: StoredArticle
    reason: str | None = None
    """In words for a person, for every outcome but `unchanged`; of `added`, what it is much like."""

    @property
    def saves(self) -> bool:
        """Whether the library changes."""
        return self.outcome in (Outcome.ADDED, Outcome.UPDATED, Outcome.SYNDICATED)


def decide(article: Article, known: Known) -> Decision:
    """Say what an article is to the library.

    The link decides before the text: one address is one story, whatever it says today. Whatever differs
    (text, headline, publisher, date, …) makes a new version, since all of it is embedded with the passages.
    What an article does not say never erases what is known. What is the operator's, a server neither changes
    nor follows: it leaves it at that, or keeps a text of its own that counts as the same source.
    """
    new = StoredArticle(article_id(article, known.owner), article, known.retired + 1, owner=known.owner)
    link, text, near = known.same_link, known.same_text, known.near
    if link is not None and link.owner == known.owner:
        return _renew(link, article, known)
    if text is not None and text.owner == known.owner:
        return _repeat(new, text)
    if near is not None and near.stored.owner == known.owner:
        return _resemble(new, near)
    held = link or text or (near.stored if near else None)
    return _beside(new, held, known) if held else Decision(Outcome.ADDED, new)


def _beside(new: StoredArticle, held: StoredArticle, known: Known) -> Decision:
    """The decision on a server's article where the operator holds the link, the text, or one near to it."""
    named, same = _named(held), new.article.content_hash == held.article.content_hash
    linked = replace(new, shares_with=held.story)
    if held == known.same_link:
        if same:
            return Decision(Outcome.DUPLICATE, held, f"{named} is shared with every server already")
        return Decision(Outcome.ADDED, linked, f"another text of {named}, which every server shares")
    if _differ(new.article.publisher, held.article.publisher):
        return Decision(Outcome.SYNDICATED, linked, f"most of it is also in {named}; it is kept by itself")
    if held == known.same_text or not (known.near and known.near.adds):
        return Decision(Outcome.DUPLICATE, held, f"{named} is shared with every server already")
    return Decision(Outcome.ADDED, linked, f"much of it is also in {named}")


def _repeat(new: StoredArticle, same: StoredArticle) -> Decision:
    """The decision on a text that is held, under another link or none."""
    named, article = _named(same), new.article
    if _differ(article.publisher, same.article.publisher):
        origin = same.syndicated_from or same.id
        copy = replace(new, syndicated_from=origin, shares_with=same.shares_with)
        return Decision(Outcome.SYNDICATED, copy, f"a copy of {named}")
    if same.article.content_hash != article.content_hash:
        return Decision(Outcome.DUPLICATE, same, f"an earlier version of {named}")
    if article.url and same.article.url:
        return Decision(Outcome.DUPLICATE, same, f"duplicate of {named}")
    return _complete(same, article)


def _resemble(new: StoredArticle, near: Near) -> Decision:
    """The decision on a near copy. Words that stand nowhere else are kept and can be found.

    A publisher's own near copy that says nothing new is a duplicate; one that says all of it and more, and is
    of a later time, is a newer version. Of another publisher it is a copy, with passages if it says anything
    of its own. A follow-up is kept as it is: it only names whom it shares text with.
    """
    article, held, named = new.article, near.stored, _named(near.stored)
    linked = replace(new, shares_with=held.story)
    if _differ(article.publisher, held.article.publisher):
        if near.adds:
            return Decision(
                Outcome.SYNDICATED, linked, f"most of it is also in {named}; it is kept with what it adds"
            )
        return Decision(
            Outcome.SYNDICATED,
            replace(linked, syndicated_from=held.id, shares_with=held.shares_with),
            f"a copy of {named}, edited",
        )
    completes = bool(article.url and not held.article.url)
    if not near.adds and (near.lacks or not completes):
        return Decision(Outcome.DUPLICATE, held, f"duplicate of {named}; it says nothing more")
    if not near.lacks and (completes or _is_newer(article, held.article)):
        merged = _merge(article, held.article)
        version = replace(held, article=merged, version=held.version + 1, syndicated_from=None)
        return Decision(Outcome.UPDATED, version, f"a newer text of {named}")
    return Decision(Outcome.ADDED, linked, f"much of it is also in {named}")


def _is_newer(article: Article, held: Article) -> bool:
    """Whether an article that holds all of another is what its publisher made of it since."""
    return bool(article.publisher and held.publisher) and soon(article, held) and later(article, held)


def _renew(held: StoredArticle, article: Article, known: Known) -> Decision:
    """The decision on an article whose link is held: its newer words win."""
    # The address as it was first given: another spelling of it is no news.
    merged = replace(_merge(article, held.article), url=held.article.url)
    changed = _changes(held.article, merged)
    if not changed:
        return Decision(Outcome.UNCHANGED, held)
    origin, shares = held.syndicated_from, held.shares_with
    if "text" in changed:
        origin, shares = _origins(held, article, known)
    version = replace(
        held, article=merged, version=held.version + 1, syndicated_from=origin, shares_with=shares
    )
    return Decision(Outcome.UPDATED, version, _reason(changed))


def _origins(held: StoredArticle, article: Article, known: Known) -> tuple[str | None, str | None]:
    """What an article with a new text is a copy of and shares with; nothing that follows it itself.

    Whoever is now word for word another article is a copy of it: one text never has passages twice.
    """
    same, near = known.same_text, known.near
    if same is not None and same.owner != held.owner:
        return None, same.story
    if same is not None:
        origin = same.syndicated_from or same.id
        return (None, None) if held.id in (origin, same.story) else (origin, same.shares_with)
    if near is None or near.stored.story == held.id:
        return None, None
    differ = _differ(article.publisher or held.article.publisher, near.stored.article.publisher)
    if not near.adds and differ and near.stored.owner == held.owner:
        return near.stored.id, near.stored.shares_with
    return None, near.stored.story


def _complete(held: StoredArticle, article: Article) -> Decision:
    """The decision on the same text without a link on one side: the side with the link knows better."""
    merged = _merge(held.article, article) if held.article.url else _merge(article, held.article)
    changed = _changes(held.article, merged)
    if not changed:
        return Decision(Outcome.UNCHANGED, held)
    version = replace(held, article=merged, version=held.version + 1)
    return Decision(Outcome.UPDATED, version, _reason(changed))


def _merge(leading: Article, other: Article) -> Article:
    """All that `leading` says, and what only `other` says."""
    known = {field.name: getattr(leading, field.name) for field in fields(Article)}
    if not names_publisher(leading):
        # A name that a feed or an admin once gave is not lost to the address that stands in for one.
        known["publisher"] = other.publisher or leading.publisher
    return Article(
        **{name: getattr(other, name) if value is None else value for name, value in known.items()}
    )


def _changes(before: Article, after: Article) -> list[str]:
    changed = [name for name in _COMPARED if getattr(before, name) != getattr(after, name)]
    # The words decide, not the lines they stand on: a text that was only re-wrapped is the same text.
    if "text" in changed and before.content_hash == after.content_hash:
        changed.remove("text")
    return changed


def _reason(changed: list[str]) -> str:
    names = [_NAMES.get(name, name) for name in changed]
    said = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"new {said}"


def promoted(copies: Sequence[StoredArticle]) -> list[StoredArticle]:
    """The copies of an article that goes, as originals: one source still, named after the first."""
    named = (copies[0].shares_with or copies[0].id) if copies else None
    return [
        replace(
            copy,
            version=copy.version + 1,
            syndicated_from=None,
            shares_with=None if copy.id == named else named,
        )
        for copy in copies
    ]


def _named(stored: StoredArticle) -> str:
    return f"{stored.article.title} ({stored.id})"


def _differ(one: str | None, other: str | None) -> bool:
    """Whether two publishers are known to be different ones."""
    return bool(one and other and publisher_key(one) != publisher_key(other))


def names_publisher(article: Article) -> bool:
    """Whether an article has its publisher's name; where its page gives none, its site's host stands in."""
    name = (article.publisher or "").casefold().removeprefix("www.").partition(":")[0]
    host = (urlsplit(article.url or "").hostname or "").removeprefix("www.")
    return name not in ("", host)


def publisher_key(name: str) -> str:
    """The form in which two spellings of one publisher are equal: case and white space folded."""
    return " ".join(name.casefold().split())


def article_id(article: Article, owner: str | None = None) -> str:
    """The identity of a new article: 16 hexadecimal digits, the same on every machine.

    It comes from the canonical link; without one from the text and the publisher, since two publishers'
    copies of one text are two articles; and so are two servers'.
    """
    if article.url:
        key = f"link {canonical_link(article.url)}"
    else:
        key = f"text {article.content_hash} {publisher_key(article.publisher or '')}"
    key = f"server {owner} {key}" if owner else key
    return hashlib.sha256(key.encode("utf-8", "backslashreplace")).hexdigest()[:16]
