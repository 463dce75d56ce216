"""A corpus as one file: consistent whoever writes, whole or not there, and the same when it is back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus import (
    Action,
    Corpus,
    CorpusSettings,
    Filters,
    Index,
    IndexBusyError,
    Library,
    LibraryError,
    backup,
    restore,
)
from corpus.index.record import read_record
from corpus.library import schema
from tests.corpus.stories import EMBEDDER, save_story

ROOT = Path(__file__).parents[2]
LIBRARY = "library.sqlite3"


@pytest.fixture
def settings(tmp_path: Path) -> CorpusSettings:
    return CorpusSettings(tmp_path / "corpus")


@pytest.fixture
def corpus(settings: CorpusSettings) -> Iterator[Corpus]:
    with Corpus.open(settings, EMBEDDER) as corpus:
        for number in range(8):
            save_story(corpus.library, number)
        corpus.index.catch_up()
        yield corpus


@pytest.fixture
def file(corpus: Corpus, settings: CorpusSettings, tmp_path: Path) -> Path:
    """A backup of the eight stories, written while the corpus is open."""
    return backup(settings, tmp_path / "stories.backup").file


def told(library: Library) -> list[object]:
    """All that is asked of a library."""
    vector = EMBEDDER.embed(["harbour3 ferry"])[0]
    return [
        library.articles(limit=1_000),
        library.scan(vector, Filters(), 5),
        library.lexical("harbour3", Filters(), 5),
        library.coverage(),
        library.identity(),
    ]


def test_a_restored_corpus_is_the_one_that_was_backed_up(corpus: Corpus, file: Path, tmp_path: Path) -> None:
    vector = EMBEDDER.embed(["harbour3 ferry"])[0]
    elsewhere = CorpusSettings(tmp_path / "new" / "corpus")
    restored = restore(elsewhere, file)
    assert (restored.articles, restored.passages, restored.indexed, restored.aside) == (8, 24, True, None)
    with Corpus.open(elsewhere, EMBEDDER) as back:
        assert told(back.library) == told(corpus.library)
        cosines = [[cosine for _, cosine in one.index.nearest(vector, 3)] for one in (back, corpus)]
        assert cosines[0] == pytest.approx(cosines[1])
        assert back.library.integrity() == []
        (entry,) = back.library.log.entries(limit=1)
        assert (entry.change.action, entry.change.target) == (Action.RESTORE, str(file))


def test_what_was_added_after_the_backup_is_gone_after_the_restore(
    settings: CorpusSettings, file: Path, corpus: Corpus
) -> None:
    before = told(corpus.library)
    late = save_story(corpus.library, 3, version=2) + save_story(corpus.library, 9)
    corpus.index.catch_up()
    corpus.close()
    assert restore(settings, file, replace=True).articles == 8
    with Corpus.open(settings, EMBEDDER) as back:
        assert told(back.library) == before
        vector = EMBEDDER.embed([late[-1].ranked_text])[0]
        assert late[-1].id not in dict(back.index.nearest(vector, 100))
        assert back.index.count() == 24


def test_a_backup_is_one_state_while_articles_come_in(settings: CorpusSettings, tmp_path: Path) -> None:
    """A story is replaced over and over: in every backup it is there once, whole, with its three passages."""
    done = threading.Event()
    with Library.open(settings.directory) as library:
        library.adopt(EMBEDDER.identity)
        for number in range(200):
            save_story(library, number)

        def write() -> None:
            version = 2
            while not done.is_set():
                save_story(library, 5, version=version)
                version += 1

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(4):
                backup(settings, tmp_path / f"{number}.backup")
        finally:
            done.set()
            writer.join()
    for number in range(4):
        restored = restore(CorpusSettings(tmp_path / f"back{number}"), tmp_path / f"{number}.backup")
        assert (restored.articles, restored.passages) == (200, 600)
        with Library.open(tmp_path / f"back{number}") as back:
            assert back.integrity() == []


def test_a_backup_is_one_private_file(file: Path) -> None:
    assert [path.name for path in file.parent.iterdir() if path.name.startswith("stories")] == [file.name]
    assert file.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_nothing_is_overwritten_unasked(settings: CorpusSettings, file: Path, corpus: Corpus) -> None:
    before = file.read_bytes()
    save_story(corpus.library, 20)
    with pytest.raises(LibraryError, match="--force"):
        backup(settings, file)
    assert file.read_bytes() == before
    assert backup(settings, file, replace=True).bytes == file.stat().st_size
    assert file.read_bytes() != before
    with pytest.raises(LibraryError, match="holds a corpus already"):
        restore(settings, file)
    assert corpus.library.coverage().articles == 9


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("corpus/copy.backup", "own folder"),
        ("corpus/library.sqlite3", "own folder"),
        ("missing/copy.backup", "no folder"),
        (".", "no file"),
    ],
)
def test_a_place_that_cannot_take_a_backup_is_said(
    settings: CorpusSettings, corpus: Corpus, tmp_path: Path, place: str, said: str
) -> None:
    with pytest.raises(LibraryError, match=said):
        backup(settings, tmp_path / place, replace=True)
    assert corpus.library.integrity() == []


def test_a_corpus_that_is_not_there_is_not_backed_up(settings: CorpusSettings, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no corpus"):
        backup(settings, tmp_path / "copy.backup")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_backup_that_was_there(settings: CorpusSettings, file: Path) -> None:
    before = file.read_bytes()
    # In a child, since the limit is the process's.
    lines = (
        "import resource, signal, sys",
        "from pathlib import Path",
        "from corpus import CorpusSettings, LibraryError, backup",
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)",
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))",
        "try: backup(CorpusSettings(Path(sys.argv[1])), Path(sys.argv[2]), replace=True)",
        "except LibraryError as error: print(error)",
    )
    ran = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), settings.directory, file],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Check the disk" in ran.stdout or "full" in ran.stdout
    assert file.read_bytes() == before
    assert not file.with_name(f"{file.name}.partial").exists()


def test_a_damaged_library_is_not_backed_up_over_a_sound_one(settings: CorpusSettings, file: Path) -> None:
    with Library.open(settings.directory) as library:
        for number in range(100, 160):
            save_story(library, number)
    before = file.read_bytes()
    damage(settings.directory / LIBRARY)
    with pytest.raises(LibraryError, match="damaged"):
        backup(settings, file, replace=True)
    assert file.read_bytes() == before


def damage(path: Path) -> None:
    """Write over pages in the middle of a file that nobody has open."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 8192] = os.urandom(8192)
    path.write_bytes(data)


def shortened(data: bytes) -> bytes:
    return data[: len(data) // 2]


def scratched(data: bytes) -> bytes:
    middle = len(data) // 2 // 4096 * 4096
    return data[:middle] + b"\xaa" * 4096 + data[middle + 4096 :]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (shortened, "damaged|malformed"),
        (scratched, "damaged|malformed"),
        (lambda _: b"", "no backup"),
        (lambda _: b"Dear diary, " * 1000, "no backup"),
    ],
)
def test_what_is_no_sound_backup_is_refused_and_nothing_touched(
    settings: CorpusSettings, file: Path, corpus: Corpus, made: object, said: str
) -> None:
    before = told(corpus.library)
    file.write_bytes(made(file.read_bytes()))  # type: ignore[operator]
    corpus.close()
    with pytest.raises(LibraryError, match=said):
        restore(settings, file, replace=True)
    with Corpus.open(settings, EMBEDDER) as still:
        assert told(still.library) == before
    assert not (settings.directory.parent / "new").exists()


def test_another_programs_database_and_a_newer_bylines_backup_are_refused(
    settings: CorpusSettings, file: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "bookmarks")) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(LibraryError, match="no backup"):
        restore(settings, tmp_path / "bookmarks", replace=True)
    with closing(sqlite3.connect(file)) as newer:
        newer.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    with pytest.raises(LibraryError, match="newer version"):
        restore(settings, file, replace=True)
    with pytest.raises(LibraryError, match="There is no file"):
        restore(settings, tmp_path / "none")
    with pytest.raises(LibraryError, match="the corpus itself"):
        restore(settings, settings.directory / LIBRARY, replace=True)


def test_an_older_bylines_backup_is_brought_up_to_date(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = "CREATE TABLE shelves (name TEXT);\n"
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    restore(CorpusSettings(tmp_path / "back"), file)
    with closing(sqlite3.connect(tmp_path / "back" / LIBRARY)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
        assert connection.execute("SELECT count(*) FROM shelves").fetchone() == (0,)


def test_a_corpus_that_somebody_has_open_is_not_replaced(
    settings: CorpusSettings, file: Path, corpus: Corpus
) -> None:
    with pytest.raises(IndexBusyError):
        restore(settings, file, replace=True)
    save_story(corpus.library, 30)
    assert corpus.index.catch_up() == 1


def test_a_library_that_cannot_be_opened_is_kept_aside(
    settings: CorpusSettings, corpus: Corpus, file: Path
) -> None:
    corpus.close()
    broken = b"\x00broken" * 5000
    (settings.directory / LIBRARY).write_bytes(broken)
    with pytest.raises(LibraryError, match="holds a corpus already"):
        restore(settings, file)
    restored = restore(settings, file, replace=True)
    assert restored.articles == 8
    assert restored.aside is not None
    assert restored.aside.read_bytes() == broken


def test_a_damaged_library_is_whole_after_a_restore(
    settings: CorpusSettings, corpus: Corpus, file: Path
) -> None:
    before = told(corpus.library)
    for number in range(100, 160):
        save_story(corpus.library, number)
    corpus.close()
    damage(settings.directory / LIBRARY)
    restore(settings, file, replace=True)
    with Library.open(settings.directory) as library:
        assert told(library) == before
        assert library.integrity() == []


def test_an_index_of_another_library_is_never_taken_up(
    settings: CorpusSettings, corpus: Corpus, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the process ends between the library and its index."""
    corpus.library.remove(f"{0:016x}")
    save_story(corpus.library, 0, version=2)
    corpus.index.catch_up()
    corpus.close()

    def killed(*_: object) -> Index:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Index, "open", killed)
        with pytest.raises(KeyboardInterrupt):
            restore(settings, file, replace=True)
    record = read_record(settings.directory)
    assert record is not None
    with Corpus.open(settings, EMBEDDER) as back:
        assert back.index.wait(30)
        assert back.index.count() == 24
    after = read_record(settings.directory)
    assert after is not None
    assert after.generation != record.generation
    assert len(list((settings.directory / "index").iterdir())) == 1


def test_a_backup_whose_damage_sqlite_cannot_even_spell_is_refused(file: Path, tmp_path: Path) -> None:
    """What fuzzing found: SQLite's own message holds bytes of the broken page that are no text."""
    name = file.read_bytes().index(b"one_original_per_text")
    data = bytearray(file.read_bytes())
    data[name - 60 : name + 60] = b"\xe9" * 120
    file.write_bytes(data)
    with pytest.raises(LibraryError, match="cannot be restored"):
        restore(CorpusSettings(tmp_path / "back"), file)
    (tmp_path / "broken").mkdir()
    file.rename(tmp_path / "broken" / LIBRARY)
    with pytest.raises(LibraryError, match="damaged"):
        Library.open(tmp_path / "broken")
