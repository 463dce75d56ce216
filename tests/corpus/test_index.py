"""The index: derived, owned by one process, and whole again whatever happens to it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import corpus.index.index as index_module
from corpus import CorpusSettings, Filters, Index, IndexBusyError, IndexState, IndexUnavailableError, Library
from corpus.index import builder as builder_module
from corpus.index.collection import Collection
from corpus.index.health import expect, find_problem
from corpus.index.places import FolderPlace
from corpus.index.record import read_record
from corpus.index.server import ServerPlace
from corpus.notes import fingerprint
from tests.chromaserver import ChromaServer
from tests.corpus.stories import EMBEDDER, save_story

ROOT = Path(__file__).parents[2]
STORIES = 20


@pytest.fixture
def settings(tmp_path: Path) -> CorpusSettings:
    return CorpusSettings(tmp_path / "corpus")


@pytest.fixture
def library(settings: CorpusSettings) -> Iterator[Library]:
    with Library.open(settings.directory) as library:
        library.adopt(EMBEDDER.identity)
        yield library


@pytest.fixture
def filled(library: Library) -> Library:
    for number in range(STORIES):
        save_story(library, number)
    return library


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every corpus counts as large: it is built in the background."""
    monkeypatch.setattr(index_module, "SMALL", 0)


def nearest_ids(index: Index, text: str, limit: int = 3) -> list[str]:
    return [identity for identity, _ in index.nearest(EMBEDDER.embed([text])[0], limit)]


def assert_finds_everything(index: Index, library: Library) -> None:
    """Every live passage is found by its own vector."""
    for ids, vectors in library.embeddings():
        # All of a small library, every seventh passage of a larger one.
        some = slice(None, None, 1 if len(ids) < 100 else 7)
        for identity, vector in zip(ids[some], vectors[some], strict=True):
            # More than one, since two passages' words may fall on the same counts.
            assert identity in {found for found, cosine in index.nearest(vector, 5) if cosine > 0.999}


def generation_folder(settings: CorpusSettings) -> Path:
    (folder,) = (settings.directory / "index").iterdir()
    return folder


# Answering


def test_an_empty_index_has_no_neighbours(settings: CorpusSettings, library: Library) -> None:
    with Index.open(settings, library) as index:
        assert index.state is IndexState.READY
        assert nearest_ids(index, "ferry") == []
        assert index.count() == 0


def test_what_is_saved_is_found_after_catching_up(settings: CorpusSettings, library: Library) -> None:
    with Index.open(settings, library) as index:
        first, *_ = save_story(library, 1)
        assert nearest_ids(index, first.ranked_text) == []
        assert index.catch_up() == 1
        assert index.catch_up() == 0
        assert library.pending(1) == []
        assert nearest_ids(index, first.ranked_text)[0] == first.id


def test_neighbours_agree_with_an_exact_scan(settings: CorpusSettings, filled: Library) -> None:
    vector = EMBEDDER.embed(["harbour7 ferry word7x1x1"])[0]
    with Index.open(settings, filled) as index:
        near = index.nearest(vector, 5)
    exact = filled.scan(vector, Filters(), 5)
    assert [score for _, score in near] == pytest.approx([score for _, score in exact], abs=1e-3)
    assert near[0][0] == exact[0][0]


def test_a_small_index_opened_for_a_question_is_held_but_not_loaded(
    settings: CorpusSettings, filled: Library
) -> None:
    with Index.open(settings, filled, briefly=True) as index:
        assert index.state is IndexState.UNAVAILABLE
        with pytest.raises(IndexUnavailableError, match="single question"):
            index.nearest(EMBEDDER.embed(["a question"])[0], 3)
        assert index.catch_up() == 0
        assert index.state is IndexState.UNAVAILABLE
        with pytest.raises(IndexBusyError):
            Index.open(settings, filled)
    with Index.open(settings, filled) as index:
        assert_finds_everything(index, filled)


def test_a_large_index_is_opened_even_for_a_question(
    settings: CorpusSettings, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "SCANNED", 10)
    with Index.open(settings, filled, briefly=True) as index:
        assert index.state is IndexState.READY


def test_more_neighbours_than_there_are_may_be_asked_for(settings: CorpusSettings, filled: Library) -> None:
    with Index.open(settings, filled) as index:
        assert len(nearest_ids(index, "ferry", limit=10_000)) == 3 * STORIES
        assert nearest_ids(index, "ferry", limit=0) == []


def test_superseded_passages_stay_until_the_next_rebuild(settings: CorpusSettings, filled: Library) -> None:
    with Index.open(settings, filled) as index:
        new = save_story(filled, 5, version=2)
        filled.remove(f"{6:016x}")
        index.catch_up()
        assert nearest_ids(index, new[0].ranked_text)[0] == new[0].id
        assert index.count() == 3 * STORIES + 3
        index.rebuild()
        assert index.count() == 3 * STORIES - 3
        assert_finds_everything(index, filled)


def test_too_many_superseded_passages_bring_a_rebuild(
    settings: CorpusSettings, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Index.open(settings, filled) as index:
        monkeypatch.setattr(index_module, "SMALL", 0)
        for number in range(STORIES // 2):
            save_story(filled, number, version=2)
        index.catch_up()
        assert index.wait(30)
        assert index.count() == 3 * STORIES
        assert_finds_everything(index, filled)


def test_a_rebuild_tells_its_progress(settings: CorpusSettings, filled: Library) -> None:
    told: list[tuple[int, int]] = []
    with Index.open(settings, filled) as index:
        index.rebuild(lambda done, total: told.append((done, total)))
    assert told[0] == (0, 3 * STORIES)
    assert told[-1] == (3 * STORIES, 3 * STORIES)


def test_questions_and_additions_go_on_together(settings: CorpusSettings, filled: Library) -> None:
    with Index.open(settings, filled) as index, ThreadPoolExecutor(3) as threads:
        asked = [
            threads.submit(lambda: [nearest_ids(index, f"harbour{n} ferry") for n in range(40)]) for _ in "ab"
        ]
        for number in range(STORIES, STORIES + 20):
            save_story(filled, number)
            index.catch_up()
        assert all(all(answers) for each in asked for answers in [each.result()])
        assert_finds_everything(index, filled)


# One owner


def test_a_second_owner_in_this_process_is_turned_away(settings: CorpusSettings, library: Library) -> None:
    with Index.open(settings, library), pytest.raises(IndexBusyError, match="CORPUS_CHROMA_URL"):
        Index.open(settings, library)
    Index.open(settings, library).close()


def test_a_second_owner_in_another_process_is_turned_away_at_once(
    settings: CorpusSettings, library: Library
) -> None:
    code = (
        "import sys, time; from pathlib import Path; from corpus import *\n"
        "settings = CorpusSettings(Path(sys.argv[1])); library = Library.open(settings.directory)\n"
        "before = time.monotonic()\n"
        "try: Index.open(settings, library)\n"
        "except IndexBusyError: print(time.monotonic() - before)\n"
    )
    with Index.open(settings, library):
        command = [sys.executable, "-c", code, str(settings.directory)]
        said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert float(said.stdout) < 1


def test_a_closed_index_answers_with_its_error(settings: CorpusSettings, library: Library) -> None:
    index = Index.open(settings, library)
    index.close()
    index.close()
    assert index.state is IndexState.UNAVAILABLE
    assert index.catch_up() == 0
    with pytest.raises(IndexUnavailableError, match="closed"):
        nearest_ids(index, "ferry")


def test_importing_corpus_loads_no_chroma() -> None:
    code = "import corpus, sys; sys.exit('chromadb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


# Damage. Each kind is mended by the next open, and questions have an answer meanwhile.


def remove_folder(settings: CorpusSettings) -> None:
    shutil.rmtree(settings.directory / "index")


def remove_record(settings: CorpusSettings) -> None:
    (settings.directory / "index.json").unlink()


def garble_record(settings: CorpusSettings) -> None:
    (settings.directory / "index.json").write_text('{"place": 3, "generation": "../..", "embeddings": []}')


def garble_database(settings: CorpusSettings) -> None:
    path = generation_folder(settings) / "chroma.sqlite3"
    path.write_bytes(b"garbage" * (path.stat().st_size // 7))


def remove_newest_vectors(settings: CorpusSettings) -> None:
    collection = Collection.in_folder(generation_folder(settings))
    collection._held.delete(ids=sorted(collection._held.get(include=[])["ids"])[-3:])
    collection.close()


DAMAGE: list[Callable[[CorpusSettings], None]] = [
    remove_folder,
    remove_record,
    garble_record,
    garble_database,
    remove_newest_vectors,
]


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_damaged_index_is_rebuilt_at_the_next_open(
    damage: Callable[[CorpusSettings], None], settings: CorpusSettings, filled: Library, large: None
) -> None:
    with Index.open(settings, filled) as index:
        assert index.wait(30)
    before = generation_folder(settings)
    damage(settings)
    with Index.open(settings, filled) as index:
        assert filled.scan(EMBEDDER.embed(["harbour3"])[0], Filters(), 1)
        added = save_story(filled, STORIES)
        assert index.wait(30)
        assert generation_folder(settings) != before
        index.catch_up()
        assert nearest_ids(index, added[0].ranked_text)[0] == added[0].id
        assert_finds_everything(index, filled)


def test_a_small_damaged_index_is_ready_again_on_return(settings: CorpusSettings, filled: Library) -> None:
    Index.open(settings, filled).close()
    garble_database(settings)
    with Index.open(settings, filled) as index:
        assert index.state is IndexState.READY
        assert_finds_everything(index, filled)


def test_torn_vector_files_are_noticed(settings: CorpusSettings, library: Library, large: None) -> None:
    # Chroma writes vectors to files of their own from 1,000 on.
    for number in range(27):
        save_story(library, number, size=40)
    with Index.open(settings, library) as index:
        assert index.wait(60)
    torn = next(generation_folder(settings).rglob("data_level0.bin"))
    torn.write_bytes(torn.read_bytes()[:1000])
    with Index.open(settings, library) as index:
        assert index.wait(60)
        assert_finds_everything(index, library)


def test_another_vector_under_a_passage_is_noticed(settings: CorpusSettings, filled: Library) -> None:
    with Index.open(settings, filled) as index:
        assert index._generation is not None
        collection = index._generation.collection
        brief = expect(filled)
        assert brief is not None
        assert find_problem(collection, brief) is None
        newest = brief.sample_ids[-1]
        collection._held.update(ids=[newest], embeddings=EMBEDDER.embed(["other words"]))
        assert find_problem(collection, brief) == f"passage {newest} does not have its vector"
        collection._held.delete(ids=brief.sample_ids[:2])
        assert find_problem(collection, brief) == f"2 of {3 * STORIES} passages are missing"


def test_an_index_that_was_closed_is_taken_up_at_once(
    settings: CorpusSettings, filled: Library, large: None
) -> None:
    with Index.open(settings, filled) as index:
        assert index.wait(30)
    record = read_record(settings.directory)
    assert record is not None
    assert record.files == fingerprint(generation_folder(settings))
    with Index.open(settings, filled) as index:
        assert index.state is IndexState.READY
        opened = read_record(settings.directory)
        assert opened is not None
        assert opened.files is None


def test_an_index_whose_files_changed_since_it_was_closed_is_built_anew(
    settings: CorpusSettings, filled: Library, large: None
) -> None:
    with Index.open(settings, filled) as index:
        assert index.wait(30)
    before = generation_folder(settings)
    (before / "chroma.sqlite3").touch()
    with Index.open(settings, filled) as index:
        assert index.state is IndexState.REBUILDING
        with pytest.raises(IndexUnavailableError, match="rebuilt"):
            nearest_ids(index, "ferry")
        assert index.wait(30)
    assert generation_folder(settings) != before


def test_embeddings_of_another_model_bring_a_new_index(settings: CorpusSettings, filled: Library) -> None:
    Index.open(settings, filled).close()
    before = generation_folder(settings)
    batches = [(ids, vectors) for ids, vectors in filled.embeddings()]
    filled.replace_embeddings(batches, EMBEDDER.identity)
    with Index.open(settings, filled) as index:
        assert generation_folder(settings) != before
        assert_finds_everything(index, filled)


def test_a_library_put_back_from_a_copy_is_indexed_anew(settings: CorpusSettings, filled: Library) -> None:
    # The copy holds a story that the index has never been told of, and an empty outbox.
    Index.open(settings, filled).close()
    save_story(filled, STORIES)
    filled.acknowledge(filled.pending(1)[0].sequence)
    with Index.open(settings, filled) as index:
        assert_finds_everything(index, filled)


def test_the_index_mends_itself_when_chroma_fails_under_a_question(
    settings: CorpusSettings, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Index.open(settings, filled) as index:
        before = generation_folder(settings)
        failing = index._generation
        assert failing is not None
        monkeypatch.setattr(failing.collection, "_held", None)
        with pytest.raises(IndexUnavailableError):
            nearest_ids(index, "ferry")
        assert index.wait(30)
        assert not before.exists()
        assert_finds_everything(index, filled)


def test_an_index_that_keeps_failing_is_left_alone_for_a_while(
    settings: CorpusSettings, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise IndexUnavailableError("The disk is full.")

    with Index.open(settings, filled) as index:
        monkeypatch.setattr(FolderPlace, "create", fail)
        with pytest.raises(IndexUnavailableError, match="disk is full"):
            index.rebuild()
        assert index.state is IndexState.UNAVAILABLE
        with pytest.raises(IndexUnavailableError, match="disk is full"):
            nearest_ids(index, "ferry")
        assert index.state is IndexState.UNAVAILABLE
        monkeypatch.undo()
        index.rebuild()
        assert_finds_everything(index, filled)


def test_closing_ends_a_rebuild_and_the_next_open_begins_again(
    settings: CorpusSettings, filled: Library, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    add = Collection.add

    def slow(self: Collection, *values: object) -> None:
        begun.set()
        assert go_on.wait(10)
        add(self, *values)  # type: ignore[arg-type]

    monkeypatch.setattr(builder_module, "BATCH", 10)
    monkeypatch.setattr(Collection, "add", slow)
    index = Index.open(settings, filled)
    assert begun.wait(10)
    assert index.state is IndexState.REBUILDING
    assert index.catch_up() == 0
    threading.Timer(0.05, go_on.set).start()
    index.close()
    assert read_record(settings.directory) is None
    monkeypatch.setattr(Collection, "add", add)
    with Index.open(settings, filled) as again:
        assert again.wait(30)
        assert len(list((settings.directory / "index").iterdir())) == 1
        assert_finds_everything(again, filled)


def test_what_is_saved_during_a_rebuild_is_not_lost(
    settings: CorpusSettings, filled: Library, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    add = Collection.add

    def slow(self: Collection, *values: object) -> None:
        begun.set()
        assert go_on.wait(10)
        add(self, *values)  # type: ignore[arg-type]

    monkeypatch.setattr(Collection, "add", slow)
    with Index.open(settings, filled) as index:
        assert begun.wait(10)
        save_story(filled, STORIES)
        save_story(filled, 3, version=2)
        filled.remove(f"{4:016x}")
        assert index.catch_up() == 0
        go_on.set()
        assert index.wait(30)
        assert filled.pending(1) == []
        assert_finds_everything(index, filled)


def test_an_index_that_was_not_closed_is_never_taken_up_again(
    settings: CorpusSettings, filled: Library, large: None, tmp_path: Path
) -> None:
    """Whatever can be read of it, its graph may be torn where the next vector is added."""
    with Index.open(settings, filled) as index:
        assert index.wait(30)
        (before,) = (settings.directory / "index").iterdir()
        shutil.copytree(settings.directory, tmp_path / "as after a kill")
    left = CorpusSettings(tmp_path / "as after a kill")
    with Library.open(left.directory) as library, Index.open(left, library) as index:
        assert index.wait(30)
        (after,) = (left.directory / "index").iterdir()
        assert after.name != before.name
        assert_finds_everything(index, library)


def test_kill_9_amid_additions_costs_nothing_acknowledged(
    settings: CorpusSettings, library: Library, large: None
) -> None:
    first = 0
    # Killed before and after Chroma first rewrites its files, at 1,000 vectors.
    for stories in (12, 17):
        command = [sys.executable, "-m", "tests.corpus.stories", str(settings.directory), str(first)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
            assert child.stdout is not None
            indexed = [int(child.stdout.readline()) for _ in range(stories)]
            child.kill()
        # What it had saved when it died, read here or not, is there: the next child goes on behind it.
        first = 1 + max(int(stored.id, 16) for stored in library.articles(limit=10_000))
        with Index.open(settings, library) as index:
            assert index.wait(60)
            assert index.catch_up() == 0
            assert library.pending(1) == []
            assert_finds_everything(index, library)
        held = {stored.id for stored in library.articles(limit=10_000)}
        assert {f"{number:016x}" for number in indexed} <= held


# A server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    """A Chroma server of the test's own, to be started and killed."""
    server = ChromaServer(tmp_path / "server")
    yield server
    server.kill()


def on_server(settings: CorpusSettings, server: ChromaServer) -> CorpusSettings:
    return CorpusSettings(settings.directory, chroma_url=server.url)


def test_two_owners_share_a_server(settings: CorpusSettings, filled: Library, server: ChromaServer) -> None:
    server.start()
    shared = on_server(settings, server)
    with Index.open(shared, filled) as one, Index.open(shared, filled) as other:
        assert one.state is other.state is IndexState.READY
        added = save_story(filled, STORIES)
        assert one.catch_up() == 1
        assert nearest_ids(other, added[0].ranked_text)[0] == added[0].id
        other.rebuild()
        with pytest.raises(IndexUnavailableError):
            nearest_ids(one, "ferry")
        assert one.wait(30)
        assert_finds_everything(one, filled)


def test_a_server_may_go_and_come_back(
    settings: CorpusSettings,
    filled: Library,
    server: ChromaServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ServerPlace, "retry_seconds", 0.0)
    with Index.open(on_server(settings, server), filled) as index:
        assert index.state is IndexState.UNAVAILABLE
        server.start()
        assert index.catch_up() == 0
        assert index.wait(30)
        assert_finds_everything(index, filled)
        server.kill()
        added = save_story(filled, STORIES)
        assert index.catch_up() == 0
        index.wait(30)
        with pytest.raises(IndexUnavailableError, match="does not answer"):
            nearest_ids(index, "ferry")
        server.start()
        index.wait(30)
        index.catch_up()
        assert index.wait(30)
        assert nearest_ids(index, added[0].ranked_text)[0] == added[0].id


def test_a_change_between_folder_and_server_loses_nothing(
    settings: CorpusSettings, filled: Library, server: ChromaServer
) -> None:
    server.start()
    Index.open(settings, filled).close()
    with Index.open(on_server(settings, server), filled) as index:
        save_story(filled, STORIES)
        index.catch_up()
    with Index.open(settings, filled) as index:
        assert_finds_everything(index, filled)


def test_a_server_that_never_answers_does_not_hold_up_the_start(
    settings: CorpusSettings, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.index.connection._CONNECT_SECONDS", 0.1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with Index.open(CorpusSettings(settings.directory, chroma_url=url), filled) as index:
            assert index.state is IndexState.UNAVAILABLE
