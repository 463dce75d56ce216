"""The library's tables in PostgreSQL: the same numbered steps as in SQLite, and what only this engine has."""

from __future__ import annotations

import re
from collections.abc import Callable

import corpus.library.schema as sqlite
from corpus.errors import LibraryError
from corpus.library.postgresql.connection import PostgreSQLConnection
from corpus.library.postgresql.translate import translate_schema
from corpus.library.tables import FIRST

NAME = "byline"
"""The schema of the database that holds all of a library."""

# Words are split and lowered before they come here; the dictionary stems them as SQLite's porter does. A row
# of `lexical` is read whole for every passage that is ranked, hence kept uncompressed beside its kin.
# `totals` has one row: counting would read them all at every question.
_LEXICAL = """
CREATE TEXT SEARCH DICTIONARY porter (TEMPLATE = pg_catalog.snowball, LANGUAGE = porter);
CREATE TEXT SEARCH CONFIGURATION words (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION words ADD MAPPING FOR asciiword, word, numword, asciihword, hword, numhword,
    hword_asciipart, hword_part, hword_numpart, int, uint, float, sfloat, version, email, url, host, file,
    url_path WITH porter;
CREATE TABLE lexical (
    number bigint PRIMARY KEY REFERENCES passages(number) ON DELETE CASCADE,
    length bigint NOT NULL,
    words tsvector NOT NULL
) WITH (toast_tuple_target = 8160);
ALTER TABLE lexical ALTER COLUMN words SET STORAGE MAIN;
CREATE INDEX lexical_by_word ON lexical USING gin (words) WITH (fastupdate = off);
CREATE TABLE totals (passages bigint NOT NULL, words bigint NOT NULL);
INSERT INTO totals VALUES (0, 0);

CREATE FUNCTION count_lexical() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    more bigint := CASE tg_op WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    UPDATE totals SET passages = passages + more * (SELECT count(*) FROM changed),
        words = words + more * (SELECT coalesce(sum(length), 0) FROM changed);
    RETURN NULL;
END $$;
CREATE TRIGGER count_added AFTER INSERT ON lexical REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION count_lexical();
CREATE TRIGGER count_removed AFTER DELETE ON lexical REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION count_lexical();

CREATE FUNCTION passage_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM embeddings WHERE number = old.number;
    DELETE FROM lexical WHERE number = old.number;
    RETURN NULL;
END $$;
CREATE TRIGGER passage_superseded AFTER UPDATE OF superseded_at ON passages FOR EACH ROW
WHEN (old.superseded_at IS NULL AND new.superseded_at IS NOT NULL) EXECUTE FUNCTION passage_superseded();
"""
# SQLite's full-text index and all that keeps it.
_FULL_TEXT = re.compile(r"CREATE (?:VIEW|VIRTUAL TABLE)\b.*?;\n|CREATE TRIGGER\b.*?\nEND;\n", re.DOTALL)
# When libraries in PostgreSQL began there were so many steps: none has rows that these carry along.
_BEGAN = 10
_CARRYING = re.compile(r"^(?:INSERT|UPDATE)\b.*?;\n", re.MULTILINE | re.DOTALL)


def steps() -> list[str]:
    """Scripts; the n-th makes schema n + 1 of schema n, as in SQLite."""
    return [_step(number, script) for number, script in enumerate(sqlite.MIGRATIONS)]


def newest() -> int:
    """Today's schema."""
    return len(sqlite.MIGRATIONS)


def _step(number: int, script: str) -> str:
    if script == FIRST:
        return translate_schema(_FULL_TEXT.sub("", script)) + _LEXICAL
    return translate_schema(_CARRYING.sub("", script) if number < _BEGAN else script)


def migrate(connection: PostgreSQLConnection, where: str, begin: Callable[[], None]) -> None:
    """Bring the database to today's schema, in one transaction that `begin` begins.

    Raises:
        LibraryError: the schema of our name is another program's, or a newer Byline's library.
    """
    if check(connection, where) == newest():
        return
    begin()
    try:
        # Another process may have done it while this one waited for its turn.
        version = check(connection, where)
        if not version:
            connection.script(f"CREATE SCHEMA {NAME}; CREATE TABLE schema_version (number bigint NOT NULL)")
        for script in steps()[version:]:
            connection.script(script)
        now = f"INSERT INTO schema_version VALUES ({newest()})"
        connection.script(f"DELETE FROM schema_version; {now}; COMMIT")
    except BaseException:
        connection.script("ROLLBACK")
        raise


def check(connection: PostgreSQLConnection, where: str) -> int:
    """The schema's number: 0 where there is none yet, as many as there are steps for today's."""
    schema, ours = connection.execute(
        "SELECT to_regnamespace(?) IS NOT NULL, to_regclass(?) IS NOT NULL", (NAME, f"{NAME}.schema_version")
    ).fetchone()
    if not schema:
        return 0
    if not ours:
        raise LibraryError(where, f"The schema {NAME} in {where} is another program's. Use another database.")
    (version,) = connection.execute("SELECT max(number) FROM schema_version").fetchone()
    if version > newest():
        raise LibraryError(
            where, f"{where} was written by a newer version of Byline. Install that version to open it."
        )
    return int(version)
