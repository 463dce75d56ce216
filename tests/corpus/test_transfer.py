"""A corpus as one file is the same whichever engine has its library: out of the one, into the other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from corpus import (
    Corpus,
    CorpusSettings,
    Filters,
    IndexBusyError,
    Library,
    LibraryError,
    backup,
    holds_anything,
    restore,
)
from corpus.servers import ServerSettings
from tests.corpus.articles import EMBEDDER, STORY, article, keep

if TYPE_CHECKING:
    from tests.postgres import Postgres


def fill(library: Library) -> None:
    """Two versions, a copy, a story of its own, and what a server has set."""
    library.adopt(EMBEDDER.identity)
    keep(library, article())
    keep(library, article(f"{STORY} It opened again on Friday."))
    keep(library, article(f"{STORY} It opened again on Friday.", publisher="Ostby Times", url=None))
    keep(library, article("Ministers in Vik promised 1,200 quotas.", url=None, title="A NUL \0"))
    library.servers.put("11", ServerSettings(channels=("1", "2")))


def everything(library: Library) -> object:
    """What a reader can see of it."""
    held = library.articles(limit=100)
    ids, vectors = zip(*library.embeddings(), strict=True)
    return (
        [(stored, library.versions(stored.id), library.copies(stored.id)) for stored in held],
        [library.passages_of(stored.id) for stored in held],
        ids,
        np.concatenate(vectors).tolist(),
        [(name, round(score, 9)) for name, score in library.lexical("1,200 dockers again", Filters(), 9)],
        library.servers.settings(),
        library.log.entries(),
        library.identity(),
        library.integrity(),
    )


@pytest.mark.parametrize(
    ("there", "back"), [("sqlite", "postgresql"), ("postgresql", "sqlite"), ("postgresql", "postgresql")]
)
def test_a_corpus_goes_through_one_file_from_either_engine_to_either(
    tmp_path: Path, postgres: Postgres, there: str, back: str
) -> None:
    library_url = postgres.library() if there == "postgresql" else None
    one = CorpusSettings(tmp_path / "one", library_url=library_url)
    other = CorpusSettings(
        tmp_path / "two", library_url=postgres.database() if back == "postgresql" else None
    )
    with Library.open(one.directory, url=library_url) as library:
        fill(library)
        before = everything(library)
    made = backup(one, tmp_path / "one.backup")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("one.")) == ["one.backup"]
    assert not holds_anything(other)
    restored = restore(other, made.file)
    assert (restored.articles, restored.passages, restored.indexed) == (3, 2, True)
    assert holds_anything(other)
    with pytest.raises(LibraryError, match="holds a corpus already"):
        restore(other, made.file)
    with Corpus.open(other, EMBEDDER) as corpus:
        after = everything(corpus.library)
        (noted,) = [entry for entry in corpus.library.log.entries() if entry.change.action.value == "restore"]
        assert [*after[:6], *after[7:]] == [*before[:6], *before[7:]]  # type: ignore[index]
        assert [entry for entry in after[6] if entry.number != noted.number] == before[6]  # type: ignore[index]
        # Numbers go on from where they were.
        keep(corpus.library, article("One more, of its own words.", url=None))
        corpus.index.catch_up()
        assert corpus.index.count() == 3
        assert corpus.library.integrity() == []


def test_a_database_whose_index_is_open_is_not_restored_over(tmp_path: Path, postgres: Postgres) -> None:
    settings = CorpusSettings(tmp_path / "one", library_url=postgres.library())
    with Library.open(tmp_path / "file") as library:
        fill(library)
    made = backup(CorpusSettings(tmp_path / "file"), tmp_path / "file.backup")
    elsewhere = CorpusSettings(tmp_path / "elsewhere", library_url=settings.library_url)
    with Corpus.open(elsewhere, EMBEDDER) as corpus:
        with pytest.raises(IndexBusyError):
            restore(settings, made.file)
        assert corpus.library.coverage().articles == 0
    assert restore(settings, made.file).articles == 3


def test_what_goes_wrong_on_the_way_changes_nothing(tmp_path: Path, postgres: Postgres) -> None:
    with (
        Library.open(tmp_path / "one", url=postgres.library()) as library,
        Library.open(tmp_path / "two") as file,
    ):
        fill(library)
        fill(file)
        before = everything(library)

        def fail(done: int, total: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            library.take_over(file, fail)
        assert everything(library) == before


def test_what_somebody_else_put_into_a_file_is_no_part_of_any_statement(
    tmp_path: Path, postgres: Postgres
) -> None:
    with Library.open(tmp_path / "file") as file:
        fill(file)
        with closing(sqlite3.connect(file.path)) as connection, connection:
            connection.execute('CREATE TABLE "meta; DROP SCHEMA byline CASCADE; --" (x)')
            connection.execute('ALTER TABLE meta ADD COLUMN "value, key"')
        with Library.open(tmp_path / "one", url=postgres.library()) as library:
            library.take_over(file, lambda _done, _total: None)
            assert everything(library) == everything(file)
