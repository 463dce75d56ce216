"""Articles read, cut and embedded by Ray's workers, so that one process only decides and saves."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TypeVar

from corpus.cluster import RETRIES, Cluster, Task, WorkerDiedError
from corpus.distant import DisagreesError, Recipe, prepare, read
from corpus.embed import Embedder
from corpus.errors import ClusterError, NotAnArticleError
from corpus.foresight import Prepared
from corpus.ingest import failure
from corpus.models import Draft, Hints, Ingested, StoredArticle
from corpus.pieces import Piece, cut, single_lines
from corpus.records import refused

_PIECES_EACH = 2
_ARTICLES_EACH = 6
_MOST_BYTES = 64_000_000
KILLED = f"Whatever reads it dies: {RETRIES + 1} workers did, one after another. It is left out."

T = TypeVar("T")
Drafts = Iterator[Draft | Ingested]


@dataclass(frozen=True, slots=True)
class _Preparation:
    """The passages of one article with their vectors, on their way from a worker."""

    article_id: str
    _workers: Workers
    _task: Task[Prepared]

    def done(self) -> bool:
        """Whether they are here."""
        return self._task.done()

    def result(self) -> Prepared:
        """The passages and a row for each, waited for; raises what preparing them raised.

        Raises:
            NotAnArticleError: every worker that was given the article died of it.
            ClusterError: no worker is left, or one has another model or other versions than this machine.
        """
        try:
            return self._workers.wait(self._task)
        except WorkerDiedError as error:
            raise NotAnArticleError(self.article_id, KILLED) from error


@dataclass(frozen=True, slots=True)
class _Reading:
    """A piece of a file, and its drafts on their way."""

    piece: Piece
    task: Task[list[Draft | Ingested]]


class Workers:
    """Processes, on this machine or on others, that do all of adding but to decide and to save."""

    def __init__(self, cluster: Cluster, address: str, recipe: Recipe) -> None:
        self._cluster = cluster
        self._address = address
        self._recipe = recipe
        self.articles = _ARTICLES_EACH * cluster.cores
        """How many articles are worth having under way at once."""

    @classmethod
    def join(cls, where: str, embedder: Embedder, model: str | None = None) -> Workers:
        """Start workers on this machine, or join those of a Ray cluster; whoever does closes them.

        Args:
            where: As for `Cluster.join`.
            embedder: What this process embeds with; the workers must have the same.
            model: As in `CORPUS_EMBEDDING_MODEL`.

        Raises:
            ClusterError: Ray is not installed, or the cluster cannot be used.
            ModelError: the embedding model is missing here.
        """
        recipe = Recipe.of(model, embedder)
        return cls(Cluster.join(where), where, recipe)

    def read(self, targets: Iterable[str], hints: Hints) -> Drafts:
        """What is in files and folders, in their order, read by workers some way ahead.

        Raises:
            ClusterError: as `prepare` gives.
        """
        waiting: deque[Ingested | _Reading] = deque()
        for piece in cut(targets, hints):
            waiting.append(piece if isinstance(piece, Ingested) else self._begin(piece))
            while self._is_full(waiting):
                yield from self._drafts(waiting.popleft())
        while waiting:
            yield from self._drafts(waiting.popleft())

    def prepare(self, stored: StoredArticle) -> _Preparation:
        """Have an article cut and embedded; begins at once."""
        return _Preparation(stored.id, self, self._cluster.begin(prepare, self._recipe, stored))

    def wait(self, task: Task[T]) -> T:
        """What came of a task; a worker that disagrees is an error of the whole cluster."""
        try:
            return task.result()
        except DisagreesError as error:
            raise ClusterError(self._address, f"A worker of the Ray cluster is refused. {error}") from error

    def close(self) -> None:
        """End the workers that were started here, or leave the others."""
        self._cluster.close()

    def _is_full(self, waiting: Collection[Ingested | _Reading]) -> bool:
        held = sum(len(one.piece.data) for one in waiting if isinstance(one, _Reading))
        return len(waiting) > _PIECES_EACH * self._cluster.cores or held > _MOST_BYTES

    def _begin(self, piece: Piece) -> _Reading:
        return _Reading(piece, self._cluster.begin(read, self._recipe, piece))

    def _drafts(self, begun: Ingested | _Reading) -> Drafts:
        """What came of one piece. Of lines of which one kills whoever reads them, the others are read."""
        if isinstance(begun, Ingested):
            yield begun
            return
        try:
            yield from self.wait(begun.task)
        except WorkerDiedError:
            lines = single_lines(begun.piece)
            if len(lines) < 2:
                yield refused(begun.piece.place, KILLED)
                return
            for line in lines:
                yield from self._drafts(self._begin(line))
        except ClusterError:
            raise
        except Exception as error:  # noqa: BLE001 (logged; one bad piece never stops the run)
            yield failure(begun.piece.place, error)

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
