"""Who says what: one claim for each publisher, with copies of a story as one voice. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from retrieval.differing.claims import Claim

_UNDATED = datetime.min.replace(tzinfo=UTC)


def stories_of(claims: Iterable[Claim]) -> list[Claim]:
    """One claim for each story, newest first; none from a story that itself gives several values.

    An article of the same text as another, or that is stored as a copy of it, is the same story.
    """
    claims = list(claims)
    texts = {claim.statement.article.id: claim.statement.article.article.content_hash for claim in claims}
    by_story: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        stored = claim.statement.article
        by_story[texts.get(stored.syndicated_from or stored.id, stored.syndicated_from or "")].append(claim)
    told = [story[0] for story in by_story.values() if not any(claim.differs(story[0]) for claim in story)]
    return sorted(told, key=_when, reverse=True)


def voices_of(claims: Iterable[Claim]) -> list[Claim]:
    """One claim for each publisher, its newest, in the order of the evidence."""
    claims = list(claims)
    newest: dict[str, Claim] = {}
    for claim in stories_of(claims):
        newest.setdefault(claim.statement.publisher, claim)
    return [claim for claim in claims if newest.get(claim.statement.publisher) is claim]


def _when(claim: Claim) -> datetime:
    return claim.statement.published_at or _UNDATED
