"""Adding by workers, in every way that goes wrong; tests/corpus/test_cluster.py has real ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

import corpus.distant
import corpus.workers
from corpus import ClusterError, Corpus, Filters, Ingested, Library, ModelError, Outcome, Workers, ingest
from corpus.cluster import Cluster, WorkerDiedError
from corpus.distant import DisagreesError, Recipe, prepare, read
from corpus.models import Hints, StoredArticle
from corpus.pieces import Piece
from tests.corpus.articles import STORY, article
from tests.corpus.test_foresight import opened, stories
from tests.fakes import WordEmbedder

DEADLY = "whoever reads this dies"


@dataclass
class FakeTask:
    """Work that is done when its result is asked for, by a worker that may die of it."""

    cluster: FakeCluster
    work: Callable[..., Any]
    given: tuple[object, ...]

    def done(self) -> bool:
        return False

    def result(self) -> Any:
        self.cluster.waiting -= 1
        if any(isinstance(one, self.cluster.dies_of) and DEADLY in str(one) for one in self.given):
            raise WorkerDiedError
        return self.work(*self.given)


@dataclass
class FakeCluster:
    """Workers that are this process; it counts what waits for them."""

    cores: int = 2
    waiting: int = 0
    most: int = 0
    dies_of: type = Piece
    begun: list[Callable[..., Any]] = field(default_factory=list)

    def begin(self, work: Callable[..., Any], *given: object) -> FakeTask:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        self.begun.append(work)
        return FakeTask(self, work, given)

    def close(self) -> None:
        pass


@pytest.fixture
def cluster() -> FakeCluster:
    return FakeCluster()


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(corpus.distant, "load_embedder", lambda model: WordEmbedder())
    yield
    corpus.distant._embedder.cache_clear()
    corpus.distant._check_software.cache_clear()


@pytest.fixture
def workers(cluster: FakeCluster) -> Workers:
    return Workers(cast(Cluster, cluster), "here", Recipe.of(None, WordEmbedder()))


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Corpus]:
    yield from opened(tmp_path / "ours")


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[Corpus]:
    yield from opened(tmp_path / "theirs")


def written(folder: Path, lines: list[dict[str, str]]) -> str:
    path = folder / "stories.jsonl"
    path.write_text("\n".join([*map(json.dumps, lines), "{broken"]))
    return str(path)


def held(library: Library) -> list[object]:
    listed = library.articles(Filters(), 1000)
    known = [replace(one, article=replace(one.article, fetched_at=None)) for one in listed]
    vectors = [(ids, rows.tolist()) for ids, rows in library.embeddings()]
    return [known, [library.passages_of(one.id) for one in listed], vectors]


def test_results_and_library_are_those_of_one_process(
    ours: Corpus, theirs: Corpus, workers: Workers, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(f"Harbour closed\n\n{STORY}")
    targets = [written(tmp_path, stories() * 2), str(tmp_path / "missing.txt"), str(tmp_path / "in")]
    alone = list(ingest(targets, ours))
    assert list(ingest(targets, theirs, workers=workers)) == alone
    assert {"added", "syndicated", "updated", "refused"} <= {result.outcome.value for result in alone}
    assert held(theirs.library) == held(ours.library)
    assert theirs.library.integrity() == []


def test_what_is_in_already_is_not_embedded_again(
    ours: Corpus, workers: Workers, cluster: FakeCluster, tmp_path: Path
) -> None:
    path = written(tmp_path, stories()[:1])
    list(ingest([path], ours))
    (again, _) = ingest([path], ours, workers=workers)
    assert again.outcome is Outcome.UNCHANGED
    assert cluster.begun == [read]


def test_only_so_much_waits_for_workers(
    ours: Corpus, workers: Workers, cluster: FakeCluster, tmp_path: Path
) -> None:
    texts = [
        f"Day {number} in the harbour of Lunow was like no other day before it." for number in range(120)
    ]
    list(ingest([written(tmp_path, [{"text": text} for text in texts])], ours, workers=workers))
    assert workers.articles < cluster.most <= workers.articles + 2 * cluster.cores + 1


@pytest.mark.parametrize("stage", [Piece, StoredArticle])
def test_an_article_that_kills_its_workers_is_refused_and_the_rest_goes_on(
    ours: Corpus, workers: Workers, cluster: FakeCluster, tmp_path: Path, stage: type
) -> None:
    cluster.dies_of = stage
    deadly = {"title": "Deadly", "text": f"{STORY} They said that {DEADLY}."}
    ferry, harbour = stories()[4], stories()[0]
    results = list(ingest([written(tmp_path, [harbour, deadly, ferry])], ours, workers=workers))
    assert [result.outcome.value for result in results] == ["added", "refused", "added", "refused"]
    assert "3 workers did" in str(results[1].reason)
    assert ours.library.integrity() == []


def test_a_file_that_kills_its_workers_is_refused(ours: Corpus, workers: Workers, tmp_path: Path) -> None:
    path = tmp_path / "deadly.txt"
    path.write_text(DEADLY)
    (result,) = ingest([str(path)], ours, workers=workers)
    assert (result.target, result.outcome) == (str(path), Outcome.REFUSED)
    assert "3 workers did" in str(result.reason)


def test_what_is_unforeseen_in_a_file_fails_alone(
    ours: Corpus, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(recipe: Recipe, piece: Piece) -> object:
        if piece.name == "a.txt":
            raise ValueError("nobody thought of this")
        return read(recipe, piece)

    monkeypatch.setattr(corpus.workers, "read", broken)
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_text(STORY)
    results = list(ingest([str(tmp_path)], ours, workers=workers))
    assert [result.outcome for result in results] == [Outcome.FAILED, Outcome.ADDED]
    assert results[0].reason == "Unexpected: ValueError: nobody thought of this"


def test_what_is_unforeseen_in_an_article_fails_alone(
    ours: Corpus, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(recipe: Recipe, stored: StoredArticle) -> object:
        raise ValueError("nobody thought of this")

    monkeypatch.setattr(corpus.workers, "prepare", broken)
    result = next(iter(ingest([written(tmp_path, stories())], ours, workers=workers)))
    assert (result.outcome, result.reason) == (
        Outcome.FAILED,
        "Unexpected: ValueError: nobody thought of this",
    )


def altered(recipe: Recipe, name: str, version: str) -> Recipe:
    return replace(recipe, software=tuple({**dict(recipe.software), name: version}.items()))


def test_a_worker_with_other_versions_is_refused_by_name() -> None:
    with pytest.raises(DisagreesError, match=r"nupunkt .* instead of 9\.9"):
        read(altered(Recipe.of(None, WordEmbedder()), "nupunkt", "9.9"), cast(Any, None))


def test_a_worker_with_another_model_is_refused() -> None:
    recipe = Recipe.of(None, WordEmbedder("others"))
    with pytest.raises(DisagreesError, match="It embeds with words"):
        prepare(recipe, StoredArticle("0", article(), 1))


def test_a_worker_whose_model_has_only_the_name_is_refused() -> None:
    recipe = replace(Recipe.of(None, WordEmbedder()), probe=np.zeros(384, np.float32).tobytes())
    with pytest.raises(DisagreesError, match="not the same model"):
        prepare(recipe, StoredArticle("0", article(), 1))


def test_a_worker_whose_weights_are_not_the_published_ones_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def load(model: str | None) -> None:
        raise ModelError("m", "The file model.safetensors is not the published one.")

    recipe = Recipe.of(None, WordEmbedder())
    monkeypatch.setattr(corpus.distant, "load_embedder", load)
    with pytest.raises(DisagreesError, match="not the published one"):
        prepare(recipe, StoredArticle("0", article(), 1))


@pytest.mark.parametrize("name", ["byline", "tokenizers"])
def test_a_worker_that_disagrees_ends_the_run_and_what_was_told_is_kept(
    ours: Corpus, cluster: FakeCluster, tmp_path: Path, name: str
) -> None:
    recipe = altered(Recipe.of(None, WordEmbedder()), name, "9.9")
    workers = Workers(cast(Cluster, cluster), "here", recipe)
    with pytest.raises(ClusterError, match=f"A worker of the Ray cluster is refused.*{name}"):
        list(ingest([written(tmp_path, stories())], ours, workers=workers))
    assert ours.library.integrity() == []


def test_no_worker_being_left_ends_the_run(
    ours: Corpus, workers: Workers, cluster: FakeCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(recipe: Recipe, stored: StoredArticle) -> object:
        if "ferry" in stored.article.text:
            raise ClusterError("here", "No worker of the Ray cluster is left.")
        return prepare(recipe, stored)

    monkeypatch.setattr(corpus.workers, "prepare", gone)
    told: list[Ingested] = []
    with pytest.raises(ClusterError, match="No worker"):
        told.extend(ingest([written(tmp_path, stories())], ours, workers=workers))
    assert [result.outcome.value for result in told] == ["added", "syndicated", "updated", "unchanged"]
    assert ours.library.coverage().articles == 2


def test_hints_reach_every_line(ours: Corpus, workers: Workers, tmp_path: Path) -> None:
    path = written(tmp_path, [{"text": STORY}])
    list(ingest([path], ours, Hints(publisher="Lunow Post"), workers))
    (stored,) = ours.library.articles(Filters())
    assert stored.article.publisher == "Lunow Post"


def test_all_that_shapes_an_article_is_compared_and_nothing_that_only_saves_it() -> None:
    compared = set(corpus.distant._sources())
    assert {"corpus.chunk", "corpus.sentences", "corpus.extract.article", "corpus.documents.pdf"} <= compared
    assert not {name for name in compared if name.startswith(("corpus.library", "corpus.index"))}
    assert "corpus.ingest" not in compared
