"""Making the index anew: from the stored embeddings, or with every passage embedded again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from corpus.changes import UNNAMED, Action, Actor, Change
from corpus.embed import Embedder, Vectors, load_embedder
from corpus.errors import LibraryError
from corpus.index import Index
from corpus.library import Library
from corpus.place import check_there
from corpus.settings import CorpusSettings

_log = logging.getLogger(__name__)

# The unit of progress: a few seconds of embedding.
_BATCH = 64


def reindex(
    settings: CorpusSettings,
    progress: Callable[[int, int], None] | None = None,
    embed_again: bool = False,
    embedder: Embedder | None = None,
    actor: Actor = UNNAMED,
) -> int:
    """Rebuild the index from the library; the number of passages it holds then.

    Stored embeddings are used, unless they are of another model than the settings name: then every passage is
    embedded again first. An interruption loses no article: until the last passage is embedded the old
    embeddings stay, and an index half built is begun again.

    Args:
        settings: Where the corpus is, and which model embeds it.
        progress: Told passages done and their number; from 0 again when building follows embedding.
        embed_again: Embed every passage again, even with the same model.
        embedder: In place of the model that the settings name.
        actor: Who is written into the log.

    Raises:
        LibraryError: there is no corpus, or it cannot be used.
        IndexBusyError: another process has the embedded index open.
        IndexUnavailableError: the server does not answer.
        StaleDecisionError: articles were added while the passages were embedded; nothing was replaced.
        ModelError: the embedding model is missing or cannot be loaded.
    """
    check_there(settings)
    report = progress or (lambda _done, _total: None)
    embedder = embedder or load_embedder(settings.embedding_model)
    with Library.open(settings.directory, url=settings.library_url) as library:
        if library.identity() is None:
            library.adopt(embedder.identity)
        # Opened first: from here on no other process can add articles to an embedded corpus.
        with Index.open(settings, library) as index:
            if embed_again or library.identity() != embedder.identity:
                library.replace_embeddings(_embedded(library, embedder, report), embedder.identity)
            index.rebuild(report)
        try:
            library.snapshots.make()
        except LibraryError as error:
            # The index is whole, and the snapshot is tried again by itself.
            _log.warning("%s", error)
        passages = library.coverage().passages
        library.by(actor).log.note(Change(Action.REINDEX, "done", reason=f"{passages:,} passages"))
        return passages


def _embedded(
    library: Library, embedder: Embedder, report: Callable[[int, int], None]
) -> Iterator[tuple[list[str], Vectors]]:
    done, total = 0, library.coverage().passages
    report(done, total)
    for passages in library.all_passages(batch=_BATCH):
        yield [passage.id for passage in passages], embedder.embed([one.ranked_text for one in passages])
        done += len(passages)
        report(done, max(total, done))
