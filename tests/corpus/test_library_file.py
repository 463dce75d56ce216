"""The library's file: opened, migrated, refused in plain words, and whole after a kill at any point."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from corpus import Filters, Library, LibraryError
from corpus.library import schema
from tests.corpus.articles import article, keep

FILE = "library.sqlite3"
AS_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")


def run_sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_library_is_made_with_its_folder_and_opens_again(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet ü?#%"
    with Library.open(folder) as library:
        stored = keep(library, article()).stored
    with Library.open(folder) as library, Library.open(folder, read_only=True) as watcher:
        assert library.article(stored.id) == watcher.article(stored.id) == stored


def test_a_save_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library, library._connections.writing() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"Dear diary, " * 500, "not a Byline library"), (b"SQLite format 3\0" + b"\xff" * 5000, "library")],
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(LibraryError, match=said):
        Library.open(tmp_path)
    assert (tmp_path / FILE).read_bytes() == content


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    run_sql(tmp_path / FILE, "CREATE TABLE bookmarks (url TEXT)")
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(LibraryError, match="another program's database"):
        Library.open(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


def test_a_newer_programs_library_is_refused(tmp_path: Path) -> None:
    Library.open(tmp_path).close()
    run_sql(tmp_path / FILE, f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    with pytest.raises(LibraryError, match="newer version of Byline"):
        Library.open(tmp_path)


def test_an_older_library_is_migrated_without_losing_an_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(tmp_path) as library:
        stored = keep(library, article()).stored
    step = "CREATE TABLE shelves (name TEXT);\nALTER TABLE articles ADD COLUMN shelf TEXT;\n"
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    with Library.open(tmp_path) as library:
        assert library.article(stored.id) == stored
        assert library.integrity() == []
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Library.open(tmp_path).close()
    released = schema.MIGRATIONS
    monkeypatch.setattr(
        schema, "MIGRATIONS", (*released, "CREATE TABLE shelves (name TEXT);\nDROP TABLE none;\n")
    )
    with pytest.raises(LibraryError, match="no such table"):
        Library.open(tmp_path)
    monkeypatch.setattr(schema, "MIGRATIONS", released)
    with Library.open(tmp_path) as library:
        assert library.integrity() == []


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        for number in range(30):
            keep(library, article(f"Story {number} has its own words. " * 20, url=None))
    data = bytearray((tmp_path / FILE).read_bytes())
    data[8192:60000] = b"\xaa" * (60000 - 8192)
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(LibraryError, match="damaged"), Library.open(tmp_path) as library:  # noqa: PT012
        library.articles()
        library.lexical("story", Filters(), 5)


def test_reading_only_writes_nothing_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no library"):
        Library.open(tmp_path / "none", read_only=True)
    assert not (tmp_path / "none").exists()
    Library.open(tmp_path).close()
    with Library.open(tmp_path, read_only=True) as library, pytest.raises(LibraryError, match="reading only"):
        keep(library, article())


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "corpus").write_text("a file")
    with pytest.raises(LibraryError, match="cannot be used as a folder"):
        Library.open(tmp_path / "corpus")


def test_a_folder_in_the_files_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(LibraryError, match="cannot be opened"):
        Library.open(tmp_path)


@AS_ROOT
def test_a_folder_that_cannot_be_written_is_refused_but_can_be_read(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        stored = keep(library, article()).stored
    (tmp_path / FILE).chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(LibraryError, match="who"), Library.open(tmp_path) as library:
            keep(library, article("Other words under the same link."))
        with Library.open(tmp_path, read_only=True) as library:
            assert library.article(stored.id) == stored
    finally:
        tmp_path.chmod(0o755)


def test_a_full_disk_costs_the_save_and_nothing_else(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        stored = keep(library, article()).stored
        with library._connections.writing() as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LibraryError, match="full"):
            keep(library, article("A very long story indeed. " * 5000, url=None))
    with Library.open(tmp_path) as library:
        assert library.articles() == [stored]
        assert library.integrity() == []


def test_a_closed_library_says_so(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    library.close()
    with pytest.raises(LibraryError, match="closed"):
        library.coverage()


def test_closing_waits_for_nobody_and_leaves_no_file_open(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    keep(library, article())
    batches = library.embeddings()
    next(batches)
    library.close()
    assert list(batches) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE]


# One process is loaded once and forks a child for each point: the child dies inside SQLite, at its n-th step.
_CHILDREN = """
import os, signal, sys
from pathlib import Path
from corpus import Library
from tests.corpus.articles import article, keep

def live(folder, fatal, acknowledged):
    steps = 0
    def step():
        nonlocal steps
        steps += 1
        if steps == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
    library = Library.open(folder)
    (connection,) = library._connections._idle
    connection.set_progress_handler(step, 40)
    for number in range(3):
        for text in ("The first text has some words. " * 40, "Another text of other words."):
            stored = keep(library, article(f"{text} It is number {number}.", url=f"https://a.example/{number}")).stored
            os.write(acknowledged, f"{stored.id} {stored.version}\\n".encode())
    library.remove(stored.id)
    os.write(acknowledged, f"{stored.id} 0\\n".encode())
    return steps

def run(folder, fatal):
    folder.mkdir()
    acknowledged = os.open(folder / "acknowledged", os.O_CREAT | os.O_WRONLY)
    return live(folder, fatal, acknowledged)

root, points = Path(sys.argv[1]), int(sys.argv[2])
total = run(root / "whole", 0)
for point in range(points):
    child = os.fork()
    if not child:
        run(root / str(point), 1 + point * total // points)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL, point
print(total)
"""


def test_a_kill_at_any_point_loses_no_acknowledged_article_and_leaves_none_in_half(tmp_path: Path) -> None:
    points = 60
    command = [sys.executable, "-c", _CHILDREN, str(tmp_path), str(points)]
    child = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False, timeout=120
    )
    assert child.returncode == 0, child.stderr
    assert int(child.stdout) > points
    counts = set()
    for folder in tmp_path.iterdir():
        acknowledged = [line.split() for line in (folder / "acknowledged").read_text().splitlines()]
        counts.add(len(acknowledged))
        with Library.open(folder) as library:
            assert library.integrity() == []
            held = {stored.id: stored.version for stored in library.articles()}
            for identity, version in dict(acknowledged).items():
                # The last removal may have been done and not yet acknowledged.
                removed = identity not in held and len(acknowledged) >= 6
                assert removed or held[identity] >= int(version) > 0
    assert counts == set(range(8))
