"""A large library ranks with a snapshot as it does without one, whatever happens to either."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from corpus import Actor, Audience, CorpusSettings, Filters, Library, LibraryError, backup, restore
from corpus.library.backup import copy_out
from corpus.library.quick import keeper, make
from corpus.snapshot import SnapshotBuilder, mark_snapshot
from corpus.snapshot.files import FOLDER
from tests.corpus.articles import EMBEDDER, article, keep
from tests.fakes import WordEmbedder

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
WORDS = (
    *("dam", "ferry", "harbour", "minister", "strike", "COVID-19", "U.S."),
    *("flood", "1,200", "bridges", "bridge", "Vík", "mayor's", "vote"),
)
QUESTIONS = ("strikes at harbours", "the U.S. minister on COVID-19", "bridging 1,200 dams", "vik", "?!", "")
FILTERS = (
    Filters(),
    Filters(publishers=("courier 1",)),
    Filters(since=FIRST + timedelta(days=5), until=FIRST + timedelta(days=12)),
    Filters(publishers=("Courier 0", "Courier 2"), since=FIRST + timedelta(days=9), audience=Audience("7")),
    Filters(audience=Audience("7")),
    Filters(audience=Audience("7", shared=False)),
    Filters(publishers=("Nobody",)),
)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """Thirty stories of three outlets, one in five a server's, with copies of some; snapshots from 20 on."""
    monkeypatch.setattr(keeper, "FROM", 20)
    with Library.open(tmp_path / "corpus") as library:
        library.adopt(EMBEDDER.identity)
        for number in range(30):
            put(library, number)
        yield library


def put(library: Library, number: int, version: int = 1) -> str:
    """A story of chance words, or a newer text of it; its id."""
    chance = random.Random(f"{number}/{version}")
    text = " ".join(chance.choices(WORDS, k=60)) + f" said by word{number}."
    one = article(
        f"{text.capitalize()}",
        title=" ".join(chance.choices(WORDS, k=4)),
        publisher=f"Courier {number % 3}",
        url=f"https://courier.example/{number}",
        published_at=FIRST + timedelta(days=number % 17),
    )
    if number % 5 == 4:
        library = library.by(Actor("Ada", "discord", server=str(number % 2 + 7)))
    stored = keep(library, one).stored
    if number % 6 == 0:
        printed = article(
            one.text, title=one.title, publisher="Courier 1", url=f"https://other.example/{number}"
        )
        keep(library, printed)
    return stored.id


def told(library: Library) -> list[object]:
    """All rankings, scores to the fifth digit."""
    found: list[object] = []
    for filters in FILTERS:
        for question in QUESTIONS:
            vector = EMBEDDER.embed([question])[0]
            for ranked in (library.lexical(question, filters, 8), library.scan(vector, filters, 8)):
                found.append([(name, pytest.approx(score, rel=1e-4, abs=1e-5)) for name, score in ranked])
    return found


def plainly(library: Library, place: Path) -> list[object]:
    """The same by a copy that has no snapshot."""
    copy_out(library.path, place / "library.sqlite3", lambda _done, _total: None)
    with Library.open(place) as copy:
        assert copy.snapshots.state().passages is None
        return told(copy)


def test_a_snapshot_ranks_as_the_library_itself(library: Library, tmp_path: Path) -> None:
    expected = plainly(library, tmp_path)
    assert library.snapshots.make()
    state = library.snapshots.state()
    assert (state.passages, state.newer) == (library.coverage().passages, 0)
    assert told(library) == expected


def test_what_is_new_changed_or_gone_since_counts_at_once(library: Library, tmp_path: Path) -> None:
    library.snapshots.make()
    for number in (1, 6, 14):
        put(library, number, version=2)
    library.remove(library.articles()[3].id)
    for number in range(40, 44):
        put(library, number)
    assert library.snapshots.state().newer
    vector = EMBEDDER.embed(["harbour strike"])[0]
    for filters in FILTERS:
        live = {passage.id for some in library.all_passages() for passage in some}
        for ranked in (library.lexical("harbour strike", filters, 99), library.scan(vector, filters, 99)):
            names = [name for name, _ in ranked]
            assert set(names) <= live
            assert library.allowed(names, filters) == set(names)
    found = {name for name, _ in library.scan(vector, Filters(), 999)}
    assert found == {passage.id for some in library.all_passages() for passage in some}
    assert library.lexical("word41", Filters(), 3)[0][0].startswith(put(library, 41))
    assert library.lexical("word14", Filters(), 3)[0][0].split("-")[1] == "2"


def test_few_are_compared_and_many_are_left_to_the_index(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    vector = EMBEDDER.embed(["harbour strike"])[0]
    assert library.scan_few(vector, FILTERS[1], 5) is None
    library.snapshots.make()
    assert library.scan_few(vector, FILTERS[1], 5) == library.scan(vector, FILTERS[1], 5)
    assert library.scan_few(vector, Filters(), 5) is None
    monkeypatch.setattr("corpus.library.quick.rank.FEW", 3)
    assert library.scan_few(vector, FILTERS[1], 5) is None


def test_a_number_that_was_given_to_another_passage_is_not_taken_for_the_first(library: Library) -> None:
    last = put(library, 50)
    library.snapshots.make()
    library.remove(last)
    assert library.snapshots.state().passages is None
    other = put(library, 51)
    assert library.lexical("word50", Filters(), 3) == []
    assert library.lexical("word51", Filters(), 3)[0][0].startswith(other)
    assert library.snapshots.make()
    assert library.lexical("word51", Filters(), 3)[0][0].startswith(other)


def test_a_snapshot_of_other_embeddings_is_not_used(library: Library) -> None:
    library.snapshots.make()
    other = WordEmbedder("other", 64)
    batches = [(ids, other.embed(ids)) for ids, _ in library.embeddings()]
    library.replace_embeddings(batches, other.identity)
    assert library.snapshots.state().passages is None
    assert len(library.scan(other.embed(["harbour"])[0], Filters(), 5)) == 5
    assert library.snapshots.make()
    assert len(library.scan(other.embed(["harbour"])[0], Filters(), 5)) == 5


@pytest.mark.parametrize("damaged", ["numbers.i8", "rows.i4", "vectors.i1", "words.utf8"])
def test_a_damaged_snapshot_is_left_alone_until_another_is_made(
    library: Library, tmp_path: Path, damaged: str
) -> None:
    library.snapshots.make()
    (path,) = (tmp_path / "corpus" / FOLDER).glob(f"*/{damaged}")
    path.write_bytes(b"\xff" * 7)
    with Library.open(tmp_path / "corpus") as again:
        assert again.snapshots.state().passages is None
        assert again.lexical("harbour", Filters(), 3)
        assert again.snapshots.make()
        assert again.snapshots.state().passages


def test_one_is_made_in_the_background_where_it_is_due(library: Library) -> None:
    library.snapshots.keep()
    assert library.snapshots.wait(60)
    assert library.snapshots.state().passages == library.coverage().passages


def test_whoever_makes_one_imports_nothing_from_the_folder_it_is_started_in(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("numpy", "filelock", "corpus"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(tmp_path)
    library.snapshots.keep()
    assert library.snapshots.wait(60)
    assert library.snapshots.state().passages


def test_one_that_is_not_trusted_is_not_made_again_and_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.snapshot.newest_snapshot", lambda _: None)
    library.snapshots.keep()
    assert library.snapshots.wait(60)
    made = mark_snapshot(tmp_path / "corpus")
    assert made
    assert library.lexical("harbour", Filters(), 3)
    assert library.snapshots.wait(60)
    assert mark_snapshot(tmp_path / "corpus") == made


def test_another_process_that_makes_one_is_not_disturbed(library: Library, tmp_path: Path) -> None:
    with FileLock(tmp_path / "corpus" / "snapshot.lock"):
        assert not library.snapshots.make()
    assert library.snapshots.make()


def test_what_was_left_half_made_goes_before_another_one_is_made(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that ends kills who makes it: hundreds of them would fill a disk."""
    folder = tmp_path / "corpus" / FOLDER
    assert library.snapshots.make()
    (kept,) = folder.iterdir()
    SnapshotBuilder(tmp_path / "corpus").__enter__()
    assert len(list(folder.iterdir())) == 2

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(make, "_add_passages", fails)
    with pytest.raises(LibraryError, match="No space left"):
        library.snapshots.make()
    assert list(folder.iterdir()) == [kept]
    assert library.snapshots.state().passages


def test_a_small_library_has_none(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "FROM", 1_000)
    library.snapshots.keep()
    assert library.snapshots.wait(60)
    assert not library.snapshots.make()
    assert not library.snapshots.state().wanted


def test_where_none_can_be_written_the_library_ranks_alone(library: Library, tmp_path: Path) -> None:
    (tmp_path / "corpus" / FOLDER).write_text("in the way")
    with pytest.raises(LibraryError, match="questions take longer"):
        library.snapshots.make()
    library.snapshots.keep()
    assert library.snapshots.wait(60)
    assert library.lexical("harbour", Filters(), 3)


def test_a_restored_library_is_not_ranked_by_the_snapshot_of_what_was_there(
    library: Library, tmp_path: Path
) -> None:
    settings = CorpusSettings(tmp_path / "corpus")
    file = backup(settings, tmp_path / "before.backup").file
    later = put(library, 60)
    library.snapshots.make()
    library.close()
    restore(settings, file, replace=True)
    with Library.open(tmp_path / "corpus") as restored:
        assert restored.snapshots.state().passages is None
        assert restored.lexical("word60", Filters(), 3) == []
        assert put(restored, 61) != later
        assert restored.snapshots.make()
        assert told(restored) == plainly(restored, tmp_path)


def test_threads_rank_side_by_side(library: Library) -> None:
    library.snapshots.make()
    expected = told(library)
    with ThreadPoolExecutor(4) as threads:
        assert all(found == expected for found in threads.map(lambda _: told(library), range(8)))
