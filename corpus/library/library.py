"""The library: all articles and what is derived from them, in a file or a database. The source of truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

import corpus.library.identity as identity
import corpus.library.integrity as integrity
import corpus.library.log as log
import corpus.library.near as near
import corpus.library.outbox as outbox
import corpus.library.reader as reader
import corpus.library.writer as writer
from corpus.changes import UNNAMED, Actor, Change
from corpus.dedupe import Known
from corpus.embed import EmbeddingIdentity, Vectors
from corpus.errors import LibraryError, NotOwnedError
from corpus.library.answers import Answers
from corpus.library.claim import Claim
from corpus.library.connections import Connections
from corpus.library.corrections import Corrections
from corpus.library.engine import Engine
from corpus.library.feeds import Feeds
from corpus.library.figures import Figures
from corpus.library.jobs import Jobs
from corpus.library.leases import Leases
from corpus.library.looking import Looking
from corpus.library.outbox import IndexOperation
from corpus.library.questions import Questions
from corpus.library.scan import iterate_embeddings, newest_embeddings
from corpus.library.servers import Servers
from corpus.library.shared_index import SharedIndex
from corpus.library.snapshots import Snapshots
from corpus.library.sqlite import SQLite
from corpus.library.transfer import transfer
from corpus.library.writer import Heir
from corpus.models import Article, Audience, Filters, Passage, StoredArticle

FILE_NAME = "library.sqlite3"


def _postgresql(url: str, file: Path, read_only: bool) -> Engine:
    try:
        from corpus.library.postgresql.engine import PostgreSQL
    except ImportError as error:
        reason = "CORPUS_LIBRARY_URL needs a driver for PostgreSQL: pip install 'byline[postgresql]'"
        raise LibraryError(file, reason) from error
    return PostgreSQL(url, file, read_only)


class Library(Looking):
    """Articles with their versions, passages, embeddings and lexical index. Any thread may call any method.

    Every method raises `LibraryError` when the file cannot be read or written, with what to do about it.
    """

    def __init__(self, connections: Connections, actor: Actor = UNNAMED, shared: bool = True) -> None:
        super().__init__(connections)
        self._near_filled = connections.read_only
        self.path = connections.engine.file
        """The file, if it is one; in any case the folder with the index is its parent."""
        self.where = str(connections.path)
        """The file or the database, as it is shown to people."""
        self.actor = actor
        """Who is written into the log for what is changed through this object, and whose it then is."""
        self.shared = shared
        """Whether every server sees the operator's articles."""
        self.feeds = Feeds(connections, actor)
        """The feeds that are followed."""
        self.log = log.Log(connections, actor)
        """Who changed what, and when."""
        self.jobs = Jobs(connections, actor)
        """What was asked for and is not done yet."""
        self.answers = Answers(connections)
        """Answers that were shown, votes on them, and threads of follow-ups."""
        self.corrections = Corrections(connections)
        """Answers that cite what has changed since."""
        self.questions = Questions(connections)
        """What was asked in servers that keep it."""
        self.servers = Servers(connections)
        """What Discord servers have set."""
        self.snapshots = Snapshots(connections)
        """What makes ranking quick where there is much."""
        self.figures = Figures(connections)
        """How much there is and how much waits."""
        self.claim = Claim(connections)
        """Whose embedded index follows the library."""
        self.leases = Leases(connections)
        """What one process does for all."""
        self.shared_index = SharedIndex(connections)
        """What processes that share an index on a server agree on."""

    @classmethod
    def open(
        cls, directory: Path, *, read_only: bool = False, shared: bool = True, url: str | None = None
    ) -> Library:
        """The library in a folder; both are made if missing, unless it is for reading only.

        Args:
            directory: The corpus's folder.
            read_only: Change nothing.
            shared: Whether every server sees the operator's articles.
            url: Where a PostgreSQL has the library, in place of a file in the folder.

        Raises:
            LibraryError: the folder cannot be used, or the file in it is no library of this Byline.
        """
        path = directory / FILE_NAME
        if read_only and not url and not path.is_file():
            raise LibraryError(
                path, f"There is no library in {directory} yet. Add an article first: byline add"
            )
        try:
            if not read_only:
                directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (
                f"{directory} cannot be used as a folder ({error.strerror}). Set CORPUS_DIR to another one."
            )
            raise LibraryError(path, reason) from error
        engine = _postgresql(url, path, read_only) if url else SQLite(path, read_only)
        return cls(Connections(engine), shared=shared)

    def by(self, actor: Actor) -> Library:
        """The same library, changed by somebody; it closes with this one."""
        return Library(self._connections, actor, self.shared)

    def audience(self, server: str | None) -> Audience:
        """What a server's members may see; in private what everybody may."""
        return Audience(server, self.shared)

    def close(self) -> None:
        """Let go of the file; calls still running in other threads end first."""
        self.snapshots.close()
        self._connections.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def known(self, article: Article) -> Known:
        """What the library holds that an article may be.

        The first calls on a library that an older Byline wrote take some seconds longer, once.
        """
        self._fill_near()
        with self._connections.reading() as connection:
            adder = Audience(self.actor.server, self.shared or self.actor.server is None)
            return reader.find_known(connection, article, adder)

    def save(
        self,
        stored: StoredArticle,
        passages: Sequence[Passage],
        vectors: Vectors,
        change: Change | None = None,
    ) -> None:
        """Keep an article for good, in one transaction: after this neither crash nor power cut loses it.

        Args:
            stored: What was decided; its version is one more than the one held.
            passages: All of its passages; none for a copy.
            vectors: One row for each passage.
            change: What the log is to say of it beyond what the article itself says.

        Raises:
            StaleDecisionError: somebody changed the library since `known`; decide again.
            EmbeddingMismatchError: another process has embedded all passages with another model.
            ValueError: passages or vectors that do not belong to the article, or it is somebody else's.
        """
        if stored.owner != self.actor.server:
            raise ValueError(f"{stored.id} is {stored.owner or 'the operator'}'s")
        with self._connections.writing() as connection:
            identity.check_same(connection, self._connections.embeds_with)
            writer.save_article(connection, stored, passages, vectors)
            log.write_change(connection, self.actor, log.saved(stored, change))

    def remove(self, article_id: str, heirs: Sequence[Heir] = ()) -> StoredArticle:
        """Take out an article with its versions and passages; `ingest.remove_article` finds the heirs.

        Args:
            article_id: The id, or an unambiguous beginning of it.
            heirs: For each different text among its copies the copy that is no copy from now on.

        Raises:
            ArticleNotFoundError: there is none, or several begin so.
            NotOwnedError: it is shown to a server, which may not remove it.
            StaleDecisionError: it has a copy whose text no heir has; nothing was removed.
        """
        server = self.actor.server
        own = Audience(server, self.shared) if server is not None else None
        with self._connections.writing() as connection:
            found = reader.find_article(connection, article_id, Filters(audience=own))
            if server is not None and found.owner != server:
                raise NotOwnedError(found.id)
            removed = writer.remove_article(connection, found.id, heirs)
            log.write_change(connection, self.actor, log.removed(removed))
            return removed

    def _fill_near(self) -> None:
        if self._near_filled:
            return
        with self._connections.reading() as connection:
            self._near_filled = near.is_filled(connection)
        if not self._near_filled:
            with self._connections.writing() as connection:
                near.fill(connection)

    # Upkeep

    def pending(self, limit: int) -> list[IndexOperation]:
        """What the index has yet to do, oldest first."""
        with self._connections.reading() as connection:
            return outbox.list_pending(connection, limit)

    def waiting(self) -> int:
        """How many operations the index has yet to do."""
        with self._connections.reading() as connection:
            row = connection.execute("SELECT count(*) FROM outbox WHERE applied IS NULL").fetchone()
            return int(row[0])

    def acknowledge(self, sequence: int) -> None:
        """The embedded index has done all operations up to this one; a shared one never learns of them."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM outbox WHERE sequence <= ?", (sequence,))
            connection.execute("DELETE FROM meta WHERE key = 'shared_index'")

    def embeddings(self, batch: int = 1000) -> Iterator[tuple[list[str], Vectors]]:
        """All live passages' ids and vectors, as they are now whatever is written meanwhile."""
        with self._connections.reading() as connection:
            yield from iterate_embeddings(connection, batch)

    def newest(self, limit: int) -> tuple[list[str], Vectors]:
        """The live passages added last, with their vectors: what a crash would have lost first."""
        with self._connections.reading() as connection:
            return newest_embeddings(connection, limit)

    def identity(self) -> EmbeddingIdentity | None:
        """What made the embeddings; `None` before the first `adopt`."""
        with self._connections.reading() as connection:
            return identity.read_identity(connection)

    def adopt(self, identity_: EmbeddingIdentity) -> None:
        """Record what makes the embeddings from now on.

        Raises:
            EmbeddingMismatchError: there are embeddings of another.
        """
        with self._connections.writing() as connection:
            identity.adopt_identity(connection, identity_)

    def expect(self, identity_: EmbeddingIdentity) -> None:
        """From now on nothing is added here to embeddings of another model, whoever replaces them."""
        self._connections.embeds_with = identity_

    def generation(self) -> int:
        """How often `replace_embeddings` has run: an index filled before is of no use."""
        with self._connections.reading() as connection:
            return identity.read_generation(connection)

    def replace_embeddings(
        self, batch: Iterable[tuple[list[str], Vectors]], identity_: EmbeddingIdentity
    ) -> None:
        """Put another model's embeddings of all passages in place, all at once at the end.

        Raises:
            StaleDecisionError: articles were added meanwhile; nothing was replaced.
        """
        with self._connections.writing(lambda own: identity.stage(own, batch, identity_)) as connection:
            identity.replace_staged(connection, identity_)

    def take_over(self, other: Library, progress: Callable[[int, int], None]) -> None:
        """Become what another library is, whichever engine has it, in one transaction."""
        with other._connections.reading() as source, self._connections.writing() as target:
            transfer(source, target, progress)

    def integrity(self) -> list[str]:
        """What is wrong inside the library, in words; empty when all is well. Reads all of it."""
        with self._connections.reading() as connection:
            return integrity.find_problems(connection)
