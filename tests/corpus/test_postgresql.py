"""The library in PostgreSQL: opened, made, refused in plain words that hold no password, and ranked alike."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus import (
    Corpus,
    CorpusSettings,
    Filters,
    IndexBusyError,
    Library,
    LibraryError,
    NoCorpusError,
    SettingsError,
    check_there,
)
from corpus.library import schema
from tests.corpus.articles import EMBEDDER, article, keep

psycopg = pytest.importorskip("psycopg")

from corpus.library.postgresql.translate import translate  # noqa: E402
from corpus.library.postgresql.words import is_passing, sentence, shown  # noqa: E402

if TYPE_CHECKING:
    from tests.postgres import Postgres

SECRET = "s3cr%2Ft"
URL = f"postgresql://ada:{SECRET}@db.example:5433/news?sslmode=require"


@pytest.fixture
def library(tmp_path: Path, postgres: Postgres) -> Iterator[Library]:
    with Library.open(tmp_path, url=postgres.library()) as library:
        library.adopt(EMBEDDER.identity)
        yield library
        assert library.integrity() == []


# Words


def test_an_address_is_shown_without_its_password() -> None:
    assert shown(URL) == "postgresql://ada@db.example:5433/news"
    assert shown("postgresql://db.example/news") == "postgresql://db.example/news"
    assert shown("postgresql:///news?host=/run/postgresql&password=hush") == "postgresql:///news"
    assert SECRET not in shown(f"postgresql://ada:{SECRET}@[db/news")
    for sign in "#?;&%23":
        assert "hush" not in shown(f"postgresql://ada:hush{sign}{SECRET}@db.example/news")
        assert SECRET not in shown(f"postgresql://ada:hush{sign}{SECRET}@db.example/news")
    assert shown("postgresql://ada:hush#@db.example/news") == "postgresql://ada@db.example/news"
    for several in ("one,two/news", "one,[::1]:5433/news", "one:1,two:2/news"):
        assert shown(f"postgresql://{several}?password=hush") == f"postgresql://{several}"


@pytest.mark.parametrize("password", ["hush/hush", "hush@hush", "hush:hush@hush"])
def test_a_password_that_cuts_its_address_short_is_in_no_sentence(tmp_path: Path, password: str) -> None:
    url = f"postgresql://ada:{password}@127.0.0.1:1/news"
    assert "hush" not in shown(url)
    with pytest.raises(LibraryError, match="cannot be understood") as raised:
        Library.open(tmp_path, url=url)
    assert "hush" not in "".join(traceback.format_exception(raised.value))


def test_the_address_with_its_password_is_no_part_of_what_settings_show() -> None:
    settings = CorpusSettings.from_environment({"CORPUS_LIBRARY_URL": URL})
    assert settings.library_url == URL
    assert SECRET not in repr(settings)
    with pytest.raises(SettingsError, match="CORPUS_LIBRARY_URL: must start with postgresql://"):
        CorpusSettings.from_environment({"CORPUS_LIBRARY_URL": "mysql://ada:hush@db.example"})


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (psycopg.errors.DiskFull("could not extend file: No space left on device"), "disk .* is full"),
        (psycopg.errors.TooManyConnections("sorry, too many clients already"), "too many connections"),
        (psycopg.errors.OutOfMemory("out of memory"), "lacks room or memory"),
        (psycopg.errors.LockNotAvailable("canceling statement due to lock timeout"), "writing .* too long"),
        (psycopg.errors.AdminShutdown("terminating connection"), "stopped or restarted"),
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT"), "only be read"),
        (psycopg.errors.InsufficientPrivilege("permission denied for schema byline"), "own the database"),
        (psycopg.errors.DataCorrupted("invalid page in block 7"), "is damaged"),
        (psycopg.errors.IoError("could not read block 7"), "Check its disk"),
        (psycopg.errors.ProgramLimitExceeded("index row size 2712 exceeds"), "too long"),
        (psycopg.OperationalError("connection is bad: Connection refused"), "cannot be reached"),
        (psycopg.OperationalError("FATAL:  the database system is starting up"), "stopped or restarted"),
        (psycopg.ProgrammingError(f"no such option in {URL}"), "cannot be understood"),
        (psycopg.errors.SyntaxError("s3cr/t at s3cr%2Ft"), r"\*\*\* at \*\*\*"),
    ],
)
def test_what_goes_wrong_is_said_plainly_and_without_the_password(error: Any, said: str) -> None:
    words = sentence(error, URL)
    assert re.search(said, words)
    assert SECRET not in words
    assert "s3cr/t" not in words


def test_only_a_server_that_may_be_back_in_a_moment_is_waited_for() -> None:
    assert is_passing(psycopg.OperationalError("Connection refused"))
    assert is_passing(psycopg.OperationalError("FATAL:  the database system is starting up"))
    assert not is_passing(psycopg.OperationalError('FATAL:  password authentication failed for user "ada"'))
    assert not is_passing(psycopg.OperationalError('FATAL:  database "news" does not exist'))


def test_a_statement_is_said_in_the_words_of_postgresql() -> None:
    assert translate("SELECT 1 FROM a WHERE b = ? AND c IS ? AND d IS NULL AND e IS NOT NULL") == (
        "SELECT 1 FROM a WHERE b = $1 AND c IS NOT DISTINCT FROM $2 AND d IS NULL AND e IS NOT NULL"
    )
    assert translate("a.version IS NOT c.version") == "a.version IS DISTINCT FROM c.version"
    assert "jsonb_array_elements_text($2::text::jsonb)" in translate(
        "SELECT ? WHERE x IN (SELECT j.value FROM json_each(?) j)"
    )


# Opening


def refused(folder: Path, url: str, **options: Any) -> str:
    """What is said, with everything that a traceback would show."""
    with pytest.raises(LibraryError) as caught:
        Library.open(folder, url=url, **options)
    assert "battery" not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


def test_an_address_that_leads_nowhere_is_said_with_what_to_check(tmp_path: Path, postgres: Postgres) -> None:
    assert "Check user and password" in refused(tmp_path, postgres.address("library", "wrong battery"))
    assert "createdb" in refused(tmp_path, postgres.address("nowhere"))
    assert "cannot be reached" in refused(tmp_path, postgres.address("library", port=1))
    for unreadable in (postgres.address("library") + "?no=such", "postgresql://a:%zzbattery@127.0.0.1/b"):
        assert "CORPUS_LIBRARY_URL cannot be understood" in refused(tmp_path, unreadable)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_becomes_a_library_only_where_it_may_be_written(
    tmp_path: Path, postgres: Postgres
) -> None:
    url = postgres.database()
    with pytest.raises(NoCorpusError, match="There is no corpus in postgresql://byline@"):
        Library.open(tmp_path, url=url, read_only=True)
    with pytest.raises(NoCorpusError):
        check_there(CorpusSettings(tmp_path, library_url=url))
    with Library.open(tmp_path, url=url) as library:
        stored = keep(library, article()).stored
    with Library.open(tmp_path, url=url, read_only=True) as watcher:
        assert watcher.article(stored.id) == stored
        assert watcher.where == f"postgresql://byline@127.0.0.1:{postgres.port}/{url.rpartition('/')[2]}"
        with pytest.raises(LibraryError, match="reading only"):
            keep(watcher, article("Other words."))
    check_there(CorpusSettings(tmp_path, library_url=url))
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_ours_or_newer_is_refused_and_left_alone(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.database()
    name = url.rpartition("/")[2]
    postgres.run("CREATE SCHEMA byline CREATE TABLE bookmarks (url text)", name)
    assert "another program's" in refused(tmp_path, url)
    assert postgres.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'byline'", name) == [(1,)]
    newer = postgres.library()
    postgres.run("UPDATE byline.schema_version SET number = number + 1", "library")
    try:
        assert "newer version of Byline" in refused(tmp_path, newer)
    finally:
        postgres.run("UPDATE byline.schema_version SET number = number - 1", "library")


def test_an_older_library_takes_the_steps_it_lacks_all_or_none(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, released = postgres.database(), schema.MIGRATIONS
    with Library.open(tmp_path, url=url) as library:
        stored = keep(library, article()).stored
    step = "CREATE TABLE shelves (name TEXT PRIMARY KEY) WITHOUT ROWID;\nINSERT INTO shelves VALUES ('a');\n"
    monkeypatch.setattr(schema, "MIGRATIONS", (*released, step, "DROP TABLE none;\n"))
    with pytest.raises(LibraryError, match="cannot be used"):
        Library.open(tmp_path, url=url)
    monkeypatch.setattr(schema, "MIGRATIONS", (*released, step))
    with pytest.raises(LibraryError, match="older version of Byline"):
        Library.open(tmp_path, url=url, read_only=True)
    with Library.open(tmp_path, url=url) as library:
        assert library.article(stored.id) == stored
        assert library.integrity() == []
    assert postgres.run("SELECT name FROM byline.shelves", url.rpartition("/")[2]) == [("a",)]


def test_without_the_driver_it_is_said_what_to_install(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from pathlib import Path; from corpus import Library, LibraryError\n"
        "try: Library.open(Path(sys.argv[1]), url='postgresql://db.example/x')\n"
        "except LibraryError as error: print(error)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    assert "pip install 'byline[postgresql]'" in done.stdout


# What differs from SQLite


def test_every_character_comes_back(library: Library) -> None:
    one = article("A NUL \0 in the middle, and \ufffe0 and \ufffe.", title="\0", author="\ufffe1\0", url=None)
    assert library.article(keep(library, one).stored.id).article == one
    assert library.lexical("\0", Filters(), 5) == []


def test_what_is_changed_behind_the_librarys_back_is_found(tmp_path: Path, postgres: Postgres) -> None:
    with Library.open(tmp_path, url=postgres.library()) as library:
        keep(library, article())
        keep(library, article("Ministers in Vik promised new quotas.", url=None, publisher="Vik News"))
        postgres.run("UPDATE byline.articles SET text = 'Forged.' WHERE publisher = 'Vik News'", "library")
        postgres.run("DELETE FROM byline.embeddings WHERE number = 1", "library")
        postgres.run("DELETE FROM byline.lexical WHERE number = 1", "library")
        postgres.run("UPDATE byline.totals SET words = 7", "library")
        problems = " ".join(library.integrity())
    for said in (
        "hash",
        "not the words of its article",
        "embeddings are theirs",
        "entries are theirs",
        "totals",
    ):
        assert said in problems


def test_words_are_ranked_as_sqlite_ranks_them(library: Library, tmp_path: Path) -> None:
    chance = random.Random(7)
    words = ["harbour", "harbours", "ferry", "the", "a", "of", "1,200", "U.S.", "COVID-19", "Vík", "strike"]
    words += ["striking", "docker", "crane", "über"]
    with Library.open(tmp_path / "file") as file:
        file.adopt(EMBEDDER.identity)
        for number in range(40):
            text = " ".join(chance.choices(words, k=chance.randint(5, 80)))
            published = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number)
            one = article(f"{text} {number}.", url=None, publisher=f"P{number % 4}", published_at=published)
            keep(file, one)
            keep(library, one)
        some = Filters(publishers=("P1", "P2"), since=datetime(2024, 1, 12, tzinfo=UTC))
        for _ in range(15):
            question = " ".join(chance.choices(words, k=chance.randint(1, 9)))
            for filters in (Filters(), some):
                for limit in (1, 5, 100):
                    theirs = file.lexical(question, filters, limit)
                    ours = library.lexical(question, filters, limit)
                    assert [name for name, _ in ours] == [name for name, _ in theirs]
                    assert [score for _, score in ours] == pytest.approx([score for _, score in theirs])


# The embedded index of one machine


def test_two_machines_do_not_both_follow_with_an_index_of_their_own(
    tmp_path: Path, postgres: Postgres
) -> None:
    url = postgres.library()
    one, other = (CorpusSettings(tmp_path / name, library_url=url) for name in ("one", "other"))
    with Corpus.open(one, EMBEDDER) as corpus:
        keep(corpus.library, article())
        corpus.index.catch_up()
        with pytest.raises(IndexBusyError, match=r"postgresql://byline@.*CORPUS_CHROMA_URL"):
            Corpus.open(other, EMBEDDER)
    # What the other machine takes from the outbox meanwhile, this one's index would never see.
    with Corpus.open(other, EMBEDDER) as corpus:
        keep(corpus.library, article("Ministers in Vik promised new quotas.", url=None))
        corpus.index.catch_up()
        assert corpus.index.count() == 2
    with Corpus.open(one, EMBEDDER) as corpus:
        assert corpus.index.wait(60)
        assert corpus.index.count() == 2


def test_who_lost_its_claim_with_its_connection_takes_nothing_from_who_has_it_now(
    tmp_path: Path, postgres: Postgres
) -> None:
    url = postgres.library()
    one, other = (CorpusSettings(tmp_path / name, library_url=url) for name in ("one", "other"))
    with Corpus.open(one, EMBEDDER) as before:
        assert before.index.wait(60)
        postgres.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'library'")
        with Corpus.open(other, EMBEDDER) as now:
            assert now.index.wait(60)
            keep(before.library, article())
            assert before.index.catch_up() == 0
            assert now.index.catch_up() == 1
            assert now.index.count() == 1
