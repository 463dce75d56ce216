"""The corpus as a program holds it: the library, the index and the embedder, which must agree."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING

from corpus.changes import Actor
from corpus.embed import Embedder, load_embedder
from corpus.errors import EmbeddingMismatchError
from corpus.index import Index
from corpus.language import check_languages
from corpus.library import Library
from corpus.settings import CorpusSettings

if TYPE_CHECKING:
    from corpus.fetch import Network


@dataclass(frozen=True, slots=True)
class Corpus:
    """All articles and what finds their passages."""

    library: Library
    index: Index
    embedder: Embedder
    network: Network | None = None
    """What links are fetched through; `None`: as without any settings."""
    languages: frozenset[str] = frozenset()
    """Codes of those that articles may be in; empty: any."""

    @classmethod
    def open(
        cls,
        settings: CorpusSettings,
        embedder: Embedder | None = None,
        read_only: bool = False,
        briefly: bool = False,
    ) -> Corpus:
        """Open all three; an empty library takes on the embedder's identity.

        Args:
            settings: Where the corpus is, and which model embeds it.
            embedder: In place of the model that the settings name.
            read_only: Change no file of it. The library answers alone then: Chroma cannot be opened so.
            briefly: For a question or two, and nothing else. A small library answers them alone, sooner than
                Chroma could be loaded.

        Raises:
            LibraryError: the library cannot be used.
            ModelError: the embedding model is missing.
            EmbeddingMismatchError: the library was embedded by another model.
            IndexBusyError: another process has the embedded index open.
            SettingsError: the settings name a language that cannot be told.
        """
        if settings.languages:
            check_languages(settings.languages)
        with ExitStack() as opened:
            library = opened.enter_context(
                Library.open(
                    settings.directory,
                    read_only=read_only,
                    shared=settings.shared,
                    url=settings.library_url,
                )
            )
            embedder = embedder or load_embedder(settings.embedding_model)
            _agree(library, embedder, read_only)
            index = Index.open(settings, library, read_only, briefly)
            if not briefly:
                library.snapshots.keep()
            opened.pop_all()
        if briefly:
            return cls(library, index, embedder)
        # 29 ms of CPU: the index loads httpx anyway.
        from corpus.fetch import Network

        network = Network(ports=settings.fetch_ports, contact=settings.fetch_contact)
        return cls(library, index, embedder, network, settings.languages)

    def by(self, actor: Actor) -> Corpus:
        """The same corpus, changed by somebody who is written into the log; it closes with this one."""
        return replace(self, library=self.library.by(actor))

    def close(self) -> None:
        """Close the index, then the library that it follows."""
        with self.library:
            self.index.close()

    def __enter__(self) -> Corpus:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _agree(library: Library, embedder: Embedder, read_only: bool) -> None:
    library.expect(embedder.identity)
    held = library.identity()
    if held == embedder.identity:
        return
    if not read_only:
        library.adopt(embedder.identity)
    elif held is not None:
        raise EmbeddingMismatchError(str(held), str(embedder.identity))
