"""Real workers of Ray: two machines as Ray sees them, of which one dies in the middle."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import pytest

import corpus.workers
from corpus import ClusterError, Corpus, Embedder, Filters, Ingested, Library, Vectors, Workers, ingest
from corpus.distant import Recipe, prepare
from corpus.models import Passage, StoredArticle
from tests.corpus.articles import QuietIndex
from tests.corpus.test_foresight import stories

# Not imported for that: it takes a second, and reads its environment then.
if find_spec("ray") is None:
    pytest.skip("Ray is not installed: pip install 'byline[ray]'", allow_module_level=True)

DEADLY = "whoever embeds this dies"
TOWNS = ("Arden", "Brae", "Corrie", "Dunmore", "Ellery", "Fenwick", "Girvan", "Hallow", "Innis", "Jura")
SOON = {
    "health_check_initial_delay_ms": 500,
    "health_check_period_ms": 500,
    "health_check_timeout_ms": 500,
    "health_check_failure_threshold": 3,
}
"""How often Ray asks whether a machine lives: in a few seconds it is called dead, not in fifteen."""


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A cluster of two machines with one worker each, on the loopback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
        patch.setenv("BYLINE_TEST_SIGNED", str(tmp_path_factory.mktemp("signed")))
        # A short name: sockets lie in it, and pytest's own folders are too deep for them.
        folder = tempfile.mkdtemp(prefix="byline-ray-")
        patch.setenv("RAY_TMPDIR", folder)
        (Path(folder) / "ray").mkdir()  # Ray writes a file there before it has made the folder
        from ray.cluster_utils import Cluster

        sizes = {"num_cpus": 1, "object_store_memory": 80_000_000, "include_log_monitor": False}
        head = {**sizes, "include_dashboard": False, "no_monitor": True, "_system_config": SOON}
        cluster = Cluster(initialize_head=True, head_node_args=head)
        try:
            cluster.add_node(wait=False, **sizes)
            yield cluster
        finally:
            cluster.shutdown()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def workers(machines: Any, packaged_embedder: Embedder) -> Iterator[Workers]:
    assert machines.address.startswith("127.0.0.1:")
    with Workers.join(machines.address, packaged_embedder) as workers:
        yield workers


@pytest.fixture(scope="module")
def bulk(tmp_path_factory: pytest.TempPathFactory) -> str:
    """News of ten towns, copies and newer texts of some, and lines that are broken."""
    path = tmp_path_factory.mktemp("bulk") / "bulk.jsonl"
    lines: list[object] = [*stories(), *stories()]
    for number, town in enumerate(TOWNS * 4):
        said = f"The council of {town} met on day {number} and decided about its harbour wall. "
        more = f"In {town}, {number} people spoke against it, among them the mayor of {TOWNS[number % 7]}. "
        lines.append({"title": f"{town} decides", "text": said + more * (number % 5 + 1), "publisher": town})
    path.write_text("\n".join([*map(json.dumps, lines), "{broken"]))
    return str(path)


@contextmanager
def opened(directory: Path, embedder: Embedder) -> Iterator[Corpus]:
    with Library.open(directory) as library:
        library.adopt(embedder.identity)
        yield Corpus(library, cast(Any, QuietIndex()), embedder)


def held(library: Library) -> list[object]:
    """All that came of it, but for the time it was read at."""
    listed = library.articles(Filters(), 1000)
    known = [replace(one, article=replace(one.article, fetched_at=None)) for one in listed]
    vectors = [(ids, rows.tobytes()) for ids, rows in library.embeddings()]
    return [known, [library.passages_of(one.id) for one in listed], vectors]


def signed(recipe: Recipe, stored: StoredArticle) -> tuple[list[Passage], Vectors]:
    """What a worker does, and that it did it; of one kind of article it dies."""
    Path(os.environ["BYLINE_TEST_SIGNED"], f"{os.getppid()}-{stored.id}").touch()
    if DEADLY in stored.article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return prepare(recipe, stored)


def machines_seen() -> set[str]:
    return {path.name.partition("-")[0] for path in Path(os.environ["BYLINE_TEST_SIGNED"]).iterdir()}


@pytest.mark.model
def test_of_two_machines_one_is_killed_in_the_middle_and_nobody_sees_it(
    machines: Any,
    workers: Workers,
    bulk: str,
    packaged_embedder: Embedder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(corpus.workers, "prepare", signed)
    (second,) = machines.worker_nodes
    victim = second.all_processes["raylet"][0].process.pid
    results: list[Ingested] = []
    with (
        opened(tmp_path / "alone", packaged_embedder) as alone,
        opened(tmp_path / "both", packaged_embedder) as both,
    ):
        for result in ingest([bulk], both, workers=workers):
            results.append(result)
            if len(results) > 12 and len(machines_seen()) == 2 and victim:
                os.kill(victim, signal.SIGKILL)
                victim = 0
        assert victim == 0, "both machines never worked"
        assert len(results) < 60
        assert results == list(ingest([bulk], alone))
        assert held(both.library) == held(alone.library)
        assert both.library.integrity() == []
    assert capfd.readouterr().out == ""


@pytest.mark.model
def test_an_article_that_kills_each_worker_is_refused_and_the_rest_goes_on(
    workers: Workers, packaged_embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus.workers, "prepare", signed)
    path = tmp_path / "some.jsonl"
    deadly = {"title": "Deadly", "text": f"They said on Monday that {DEADLY}."}
    path.write_text("\n".join(map(json.dumps, [deadly, stories()[0]])))
    with opened(tmp_path / "corpus", packaged_embedder) as one:
        results = list(ingest([str(path)], one, workers=workers))
    assert [result.outcome.value for result in results] == ["refused", "added"]
    assert "3 workers did" in str(results[0].reason)


@pytest.mark.model
def test_workers_with_another_model_are_refused(
    workers: Workers, bulk: str, packaged_embedder: Embedder, tmp_path: Path
) -> None:
    recipe = replace(workers._recipe, probe=bytes(len(workers._recipe.probe)))
    others = Workers(workers._cluster, "here", recipe)
    with opened(tmp_path / "corpus", packaged_embedder) as one:
        with pytest.raises(ClusterError, match=r"is refused\. Its all-MiniLM-L6-v2@53aa5117 gives other"):
            list(ingest([bulk], one, workers=others))
        assert one.library.coverage().passages == 0
