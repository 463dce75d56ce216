"""Is this article new, the same, a newer text, or a copy? Decided from what is known, acting on nothing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from corpus.models import Article, Outcome, StoredArticle

TRACKING = frozenset(
    {
        *("fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "yclid", "twclid", "ttclid"),
        *("igshid", "igsh", "mc_cid", "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi", "mkt_tok"),
        *("oly_anon_id", "oly_enc_id", "s_cid", "ns_campaign", "ns_mchannel", "ns_source", "at_medium"),
        *("at_campaign", "cmpid", "ocid", "smid", "vero_id", "wt_mc", "wickedid", "xtor"),
    }
)
"""Query parameters that say how a reader came, never which story it is; so do all that begin with `utm_`."""

_PORTS = {"http": 80, "https": 443}
_COMPARED = tuple(field.name for field in fields(Article) if field.name != "fetched_at")
_NAMES = {"published_at": "publication date", "updated_at": "update time", "url": "link", "title": "headline"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the library already holds that an article may be."""

    same_link: StoredArticle | None = None
    """The article with the same canonical link."""
    same_text: StoredArticle | None = None
    """An article whose text, now or in an earlier version, has the same content hash: one of the same
    publisher before others, an original before its copies, the oldest first."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with an article; `stored` is what to save, or what is held when nothing is to be saved."""

    outcome: Outcome
    stored: StoredArticle
    reason: str | None = None
    """In words for a person, for every outcome but `added` and `unchanged`."""

    @property
    def saves(self) -> bool:
        """Whether the library changes."""
        return self.outcome in (Outcome.ADDED, Outcome.UPDATED, Outcome.SYNDICATED)


def decide(article: Article, known: Known) -> Decision:
    """Say what an article is to the library.

    The link decides before the text: one address is one story, whatever it says today. Whatever differs
    (text, headline, publisher, date, …) makes a new version, since all of it is embedded with the passages.
    What an article does not say never erases what is known.
    """
    if known.same_link is not None:
        return _renew(known.same_link, article, known.same_text)
    same = known.same_text
    if same is None:
        return Decision(Outcome.ADDED, StoredArticle(article_id(article), article, 1))
    named = f"{same.article.title} ({same.id})"
    if _differ(article.publisher, same.article.publisher):
        copy = StoredArticle(article_id(article), article, 1, syndicated_from=same.syndicated_from or same.id)
        return Decision(Outcome.SYNDICATED, copy, f"a copy of {named}")
    if same.article.content_hash != article.content_hash:
        return Decision(Outcome.DUPLICATE, same, f"an earlier version of {named}")
    if article.url and same.article.url:
        return Decision(Outcome.DUPLICATE, same, f"duplicate of {named}")
    return _complete(same, article)


def _renew(held: StoredArticle, article: Article, same_text: StoredArticle | None) -> Decision:
    """The decision on an article whose link is held: its newer words win."""
    # The address as it was first given: another spelling of it is no news.
    merged = replace(_merge(article, held.article), url=held.article.url)
    changed = _changes(held.article, merged)
    if not changed:
        return Decision(Outcome.UNCHANGED, held)
    origin = held.syndicated_from
    if "text" in changed:
        # Whoever is now word for word another article is a copy of it: one text never has passages twice.
        origin = (same_text.syndicated_from or same_text.id) if same_text else None
        origin = None if origin == held.id else origin
    return Decision(
        Outcome.UPDATED, StoredArticle(held.id, merged, held.version + 1, origin), _reason(changed)
    )


def _complete(held: StoredArticle, article: Article) -> Decision:
    """The decision on the same text without a link on one side: the side with the link knows better."""
    merged = _merge(held.article, article) if held.article.url else _merge(article, held.article)
    changed = _changes(held.article, merged)
    if not changed:
        return Decision(Outcome.UNCHANGED, held)
    version = StoredArticle(held.id, merged, held.version + 1, held.syndicated_from)
    return Decision(Outcome.UPDATED, version, _reason(changed))


def _merge(leading: Article, other: Article) -> Article:
    """All that `leading` says, and what only `other` says."""
    known = {field.name: getattr(leading, field.name) for field in fields(Article)}
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


def _differ(one: str | None, other: str | None) -> bool:
    """Whether two publishers are known to be different ones."""
    return bool(one and other and publisher_key(one) != publisher_key(other))


def publisher_key(name: str) -> str:
    """The form in which two spellings of one publisher are equal: case and white space folded."""
    return " ".join(name.casefold().split())


def article_id(article: Article) -> str:
    """The identity of a new article: 16 hexadecimal digits, the same on every machine.

    It comes from the canonical link; without one from the text and the publisher, since two publishers'
    copies of one text are two articles.
    """
    if article.url:
        key = f"link {canonical_link(article.url)}"
    else:
        key = f"text {article.content_hash} {publisher_key(article.publisher or '')}"
    return hashlib.sha256(key.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def canonical_link(url: str) -> str:
    """The form in which two spellings of one address are equal; never raises.

    Scheme and host in lower case, `http` as `https`, default port, fragment, tracking parameters and trailing
    slashes dropped, the query sorted. What cannot be taken apart is returned without outer white space.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        kept = sorted((key, value) for key, value in parse_qsl(parts.query, True) if not _tracks(key))
        query = urlencode(kept)
    except ValueError:
        return url
    if parts.scheme not in _PORTS or not host:
        return url
    if ":" in host:
        host = f"[{host}]"
    if port not in (None, _PORTS[parts.scheme], _PORTS["https"]):
        host = f"{host}:{port}"
    return urlunsplit(("https", host, re.sub(r"[/\s]+$", "", parts.path), query, ""))


def _tracks(parameter: str) -> bool:
    name = parameter.lower()
    return name.startswith("utm_") or name in TRACKING
