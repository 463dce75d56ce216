"""The path of an article into the corpus, and out of it again.

    targets | read or fetch | extract | check | decide | chunk | embed | save | catch up

What is at hand, files and folders, is embedded ahead of its turn; all else goes one after another.
`save` is the commit point: before it nothing is kept, after it nothing is lost.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.admission import admit
from corpus.ahead import ahead
from corpus.changes import Action, Change
from corpus.chunk import chunk
from corpus.dedupe import Decision, decide, promoted
from corpus.errors import (
    ClusterError,
    CorpusError,
    FetchError,
    LinkError,
    NotAnArticleError,
    NotTextError,
    StaleDecisionError,
)
from corpus.files import STDIN, read_target
from corpus.foresight import Encoders, Foreseen, Guess, Preparing, foresee
from corpus.models import Article, Draft, Hints, Ingested, Outcome, Page, StoredArticle

if TYPE_CHECKING:
    from corpus.corpus import Corpus
    from corpus.library.writer import Heir
    from corpus.workers import Workers

_ATTEMPTS = 5
_FOLLOW_SECONDS = 2.0
_SAVED = (Outcome.ADDED, Outcome.UPDATED, Outcome.SYNDICATED)
_LINK = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_NO_HINTS = Hints()
_log = logging.getLogger(__name__)


def ingest(
    targets: Iterable[str], corpus: Corpus, hints: Hints = _NO_HINTS, workers: Workers | None = None
) -> Iterator[Ingested]:
    """Add links, files, folders and standard input (`-`), one result for each article in them.

    A target that fails is a result too, and the rest goes on; nothing but an interruption is raised. Links
    are fetched side by side, as far as they lead to different sites; results come in the order of targets.

    Args:
        targets: What to add.
        corpus: Where to.
        hints: What is known of the targets.
        workers: What reads and embeds files and folders in place of this process.

    Raises:
        ClusterError: the workers cannot be used; what was told of before is kept.
    """
    coming = ahead(targets, is_link, lambda url: _fetched(url, corpus))
    for at_hand, some in groupby(coming, lambda one: one[1] is None and one[0] != STDIN):
        if at_hand:
            yield from _ingest(_foreseen((target for target, _ in some), corpus, hints, workers), corpus)
            continue
        # What may be long in coming keeps no result waiting that is ready: nothing is read ahead of its turn.
        for target, page in some:
            yield from ingest_drafts(read_drafts(target, corpus, hints, page), corpus)


def _foreseen(
    targets: Iterable[str], corpus: Corpus, hints: Hints, workers: Workers | None
) -> Iterator[Foreseen]:
    guess = partial(_guess, corpus=corpus)
    if workers:
        yield from foresee(workers.read(targets, hints), workers, guess)
        return
    drafts = (draft for target in targets for draft in read_drafts(target, corpus, hints))
    with Encoders(corpus.embedder) as encoders:
        yield from foresee(drafts, encoders, guess)


def ingest_drafts(drafts: Iterable[Draft | Ingested], corpus: Corpus) -> Iterator[Ingested]:
    """Add articles that were read already; what is a result already is passed on.

    Each is kept for good before its result comes. The index follows every two seconds, and at the end: one
    article at a time it takes more than twice as long as all the rest.
    """
    return _ingest(((draft, None) for draft in drafts), corpus)


def _ingest(drafts: Iterable[Foreseen], corpus: Corpus) -> Iterator[Ingested]:
    behind, followed = False, time.monotonic()
    for draft, guess in drafts:
        ingested = draft if isinstance(draft, Ingested) else _add(draft, corpus, guess)
        _note(ingested, corpus)
        behind = behind or ingested.outcome in _SAVED
        if behind and time.monotonic() - followed > _FOLLOW_SECONDS:
            _catch_up(corpus)
            behind, followed = False, time.monotonic()
        yield ingested
    if behind:
        _catch_up(corpus)


def remove_article(corpus: Corpus, article_id: str) -> StoredArticle:
    """Take an article out; of its copies by other publishers, the oldest takes its place.

    Raises:
        ArticleNotFoundError: there is none with this id, or several begin so.
        NotOwnedError: it is the operator's, and a server would remove it.
        LibraryError: the library's file cannot be read or written.
    """
    server = corpus.library.actor.server
    audience = corpus.library.audience(server) if server is not None else None
    for _ in range(_ATTEMPTS):
        original = corpus.library.article(article_id, audience)
        # An original that was updated since may have copies of several of its texts: one heir for each.
        oldest = {copy.article.content_hash: copy for copy in reversed(corpus.library.copies(original.id))}
        heirs = promoted(list(oldest.values()))
        try:
            removed = corpus.library.remove(original.id, [_prepare(heir, corpus) for heir in heirs])
        except StaleDecisionError as error:
            stale = error
            continue
        _catch_up(corpus)
        return removed
    raise stale


def is_link(target: str) -> bool:
    """Whether a target is to be fetched, and no file or folder."""
    return bool(_LINK.match(target))


def read_drafts(
    target: str, corpus: Corpus, hints: Hints = _NO_HINTS, page: Callable[[], Page] | None = None
) -> Iterator[Draft | Ingested]:
    """What is in a target, not yet decided on; what cannot be read is a result already.

    `page` gives a link's page, or raises why there is none, where it is being fetched already.
    """
    try:
        if is_link(target):
            from corpus.extract import extract  # heavy, and not needed for files

            yield Draft(target, extract(page() if page else _fetched(target, corpus), hints))
        else:
            yield from read_target(target, hints)
    except CorpusError as error:
        yield _refusal(target, error)
    except Exception as error:  # noqa: BLE001 (logged; one bad target never stops the run)
        yield failure(target, error)


def _fetched(url: str, corpus: Corpus) -> Page:
    from corpus.fetch import fetch

    return fetch(url, network=corpus.network)


def _guess(draft: Draft, preparing: Preparing, corpus: Corpus) -> Guess | Ingested | None:
    """What a library that stays as it is will keep of a draft, its passages being made, or the result.

    `None` where something is wrong with it: its turn, which decides again, says so.
    """
    try:
        article = admit(draft, corpus.languages)
        decision = decide(article, corpus.library.known(article))
        if not decision.saves:
            return _result(draft.target, decision)
        if decision.stored.syndicated_from:
            return None
        return Guess(article, decision.stored, preparing.prepare(decision.stored))
    except Exception:  # noqa: BLE001 (raised again at its turn)
        return None


def _add(draft: Draft, corpus: Corpus, guess: Guess | None) -> Ingested:
    try:
        article = guess.article if guess else admit(draft, corpus.languages)
        return _keep(draft.target, article, corpus, guess)
    except ClusterError:
        raise
    except CorpusError as error:
        return _refusal(draft.target, error, draft.article.title)
    except Exception as error:  # noqa: BLE001 (logged; one bad article never stops the run)
        return failure(draft.target, error, draft.article.title)


def _keep(target: str, article: Article, corpus: Corpus, guess: Guess | None) -> Ingested:
    """Decide and save; whoever comes second to another thread or process decides again."""
    for attempt in range(_ATTEMPTS):
        decision = decide(article, corpus.library.known(article))
        if decision.saves:
            try:
                stored, passages, vectors = _prepare(decision.stored, corpus, guess)
                change = Change(Action.ADD, decision.outcome.value, target, reason=decision.reason)
                corpus.library.save(stored, passages, vectors, change)
            except StaleDecisionError:
                if attempt + 1 == _ATTEMPTS:
                    raise
                continue
        break
    return _result(target, decision)


def _result(target: str, decision: Decision) -> Ingested:
    stored = decision.stored
    return Ingested(target, decision.outcome, stored.id, stored.article.title, decision.reason)


def _prepare(stored: StoredArticle, corpus: Corpus, guess: Guess | None = None) -> Heir:
    """An article with the passages and vectors to save; a copy has none."""
    if guess and guess.stored == stored:
        return stored, *guess.coming.result()
    passages = [] if stored.syndicated_from else chunk(stored, corpus.embedder.count_tokens)
    return stored, passages, corpus.embedder.embed([passage.ranked_text for passage in passages])


def _catch_up(corpus: Corpus) -> None:
    """Let the index follow at once if it can; what it cannot do now waits in the outbox."""
    try:
        corpus.index.catch_up()
    except CorpusError as error:
        _log.info("The index follows later: %s", error)
    except Exception:  # noqa: BLE001 (the article is kept already, whatever happens to the index)
        _log.exception("The index follows later")


def _note(ingested: Ingested, corpus: Corpus) -> None:
    """Write into the log what was tried and not saved; what is unchanged is no change."""
    if ingested.outcome not in (Outcome.DUPLICATE, Outcome.REFUSED, Outcome.FAILED):
        return
    try:
        corpus.library.log.note(
            Change(
                action=Action.ADD,
                outcome=ingested.outcome.value,
                target=ingested.target,
                title=ingested.title,
                article_id=ingested.article_id,
                reason=ingested.reason,
            )
        )
    except (CorpusError, MemoryError) as error:
        # What is wrong with the library is mostly the reason already: a full disk is not said twice.
        known = str(error) == ingested.reason
        _log.log(logging.DEBUG if known else logging.WARNING, "The log could not be written: %s", error)


def _refusal(target: str, error: CorpusError, title: str | None = None) -> Ingested:
    # A site that did not answer may answer tomorrow: that is no judgement on the article.
    failed = isinstance(error, FetchError) and not isinstance(error, NotTextError)
    refused = isinstance(error, LinkError | NotAnArticleError) and not failed
    outcome = Outcome.REFUSED if refused else Outcome.FAILED
    return Ingested(target, outcome, title=title, reason=str(error))


def failure(target: str, error: Exception, title: str | None = None) -> Ingested:
    """The result where something went wrong that nobody had thought of; the log has the whole of it."""
    _log.exception("Adding %s failed", target)
    reason = f"Unexpected: {type(error).__name__}: {error}"
    if isinstance(error, MemoryError):
        reason = "There is not enough memory for it."
    return Ingested(target, Outcome.FAILED, title=title, reason=reason)
