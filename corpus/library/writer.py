"""Whole articles in and out of the library: what each transaction holds."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.embed import Vectors
from corpus.errors import StaleDecisionError
from corpus.library.engine import Connection
from corpus.library.identity import check_vectors, read_identity
from corpus.library.near import drop_keys, put_keys
from corpus.library.outbox import IndexAction, note
from corpus.library.reader import find_article, list_copies, retired_version
from corpus.library.rows import article_values, passage_values, to_number
from corpus.library.scan import pack
from corpus.models import Passage, StoredArticle, utc_now

Heir = tuple[StoredArticle, Sequence[Passage], Vectors]
"""An article as it will be, with what is to be retrieved of it."""

_CHANGED = "The library changed while this was being added."


def save_article(
    connection: Connection, stored: StoredArticle, passages: Sequence[Passage], vectors: Vectors
) -> None:
    """Write an article and all that is derived from it; the version before is kept.

    Raises:
        StaleDecisionError: the library is no longer what the decision rested on.
        ValueError: passages or vectors that do not belong to the article.
    """
    _check_passages(stored, passages)
    check_vectors(vectors, len(passages), read_identity(connection))
    number = _put_article(connection, stored)
    if not stored.syndicated_from:
        put_keys(connection, number, stored.article.text)
    if stored.owner is None:
        _gather(connection, stored)
    _supersede(connection, number)
    connection.executemany(
        'INSERT INTO passages(article, id, ordinal, start, "end", sentences, header, text)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, *passage_values(one)) for one in passages],
    )
    connection.executemany(
        "INSERT INTO embeddings SELECT number, ? FROM passages WHERE id = ?",
        [(pack(vector), one.id) for one, vector in zip(passages, vectors, strict=True)],
    )
    connection.engine.put_words(connection, passages)
    note(connection, IndexAction.ADD, [one.id for one in passages])


def remove_article(connection: Connection, article_id: str, heirs: Sequence[Heir]) -> StoredArticle:
    """Take out an article, its earlier versions and its passages; each of its copies follows an heir.

    Raises:
        ArticleNotFoundError: there is no such article.
        StaleDecisionError: it has a copy whose text no heir has.
    """
    removed = find_article(connection, article_id)
    copies = list_copies(connection, removed.id)
    by_text = {heir.article.content_hash: heir.id for heir, _, _ in heirs}
    if any(copy.article.content_hash not in by_text for copy in copies):
        reason = f"{removed.article.title!r} has copies by other publishers; one must take its place."
        raise StaleDecisionError(removed.id, reason)
    # Until the end of the transaction copies may point at what is gone: the heirs' texts are free only then.
    connection.engine.defer_references(connection)
    (number,) = connection.execute("SELECT number FROM articles WHERE id = ?", (removed.id,)).fetchone()
    _supersede(connection, number)
    drop_keys(connection, number)
    connection.execute("DELETE FROM articles WHERE number = ?", (number,))
    retired = (
        "INSERT INTO retired VALUES (?, ?) ON CONFLICT (article) DO UPDATE SET version = excluded.version"
    )
    connection.execute(retired, (removed.id, removed.version))
    for stored, passages, vectors in heirs:
        save_article(connection, stored, passages, vectors)
    for copy in copies:
        heir = by_text[copy.article.content_hash]
        connection.execute(
            "UPDATE articles SET syndicated_from = ? WHERE id = ? AND id != ?", (heir, copy.id, heir)
        )
    _rename_story(connection, removed.id, heirs[0][0].id if heirs else None)
    return removed


def _rename_story(connection: Connection, gone: str, heir: str | None) -> None:
    """Let all who shared text with an article that is gone name the heir, or the oldest of them, instead."""
    sharing = (
        "SELECT id FROM articles WHERE shares_with = ? AND owner IS ? AND syndicated_from IS NULL"
        " ORDER BY number LIMIT 1"
    )
    owners = "SELECT DISTINCT owner FROM articles WHERE shares_with = ? ORDER BY owner NULLS FIRST"
    for (owner,) in connection.execute(owners, (gone,)).fetchall():
        row = connection.execute(sharing, (gone, owner)).fetchone()
        name = heir or (row[0] if row else None)
        # What takes the place of the operator's does so for everybody; no server names another's article.
        heir = name if owner is None else heir
        connection.execute(
            "UPDATE articles SET shares_with = nullif(?, id) WHERE shares_with = ? AND owner IS ?",
            (name, gone, owner),
        )
        # The copies of whoever gave the story its name have no other name for it.
        connection.execute(
            "UPDATE articles SET shares_with = NULL WHERE syndicated_from = ? AND shares_with = ?",
            (name, name),
        )


def _check_passages(stored: StoredArticle, passages: Sequence[Passage]) -> None:
    if stored.syndicated_from and passages:
        raise ValueError("a copy has no passages of its own")
    for one in passages:
        if one.text != stored.article.text[one.start : one.end]:
            raise ValueError(f"passage {one.id} is not the words of its article")


def _put_article(connection: Connection, stored: StoredArticle) -> int:
    """Insert or replace the article's row, keeping the one before as a version; the row's number."""
    row = connection.execute("SELECT number, version FROM articles WHERE id = ?", (stored.id,)).fetchone()
    number: int | None = row[0] if row else None
    version = row[1] if row else retired_version(connection, stored.id)
    if stored.version != version + 1:
        raise StaleDecisionError(stored.id, _CHANGED)
    values = article_values(stored)
    try:
        if number is None:
            return _insert(connection, values)
        _keep_version(connection, number)
        drop_keys(connection, number)
        _update(connection, number, values)
    except connection.engine.conflict as error:
        # Another article has this link or this text by now, or the original of this copy is gone.
        raise StaleDecisionError(stored.id, _CHANGED) from error
    _lead(connection, stored)
    return number


def _lead(connection: Connection, stored: StoredArticle) -> None:
    """Let the articles that follow this one go where it went."""
    copies = "WHERE syndicated_from = ?"
    connection.execute(f"UPDATE articles SET shares_with = ? {copies}", (stored.shares_with, stored.id))
    if stored.syndicated_from:
        # What was copied from this article is now a copy of a copy: it follows the same original.
        connection.execute(
            f"UPDATE articles SET syndicated_from = ? {copies}", (stored.syndicated_from, stored.id)
        )
    if stored.story != stored.id:
        connection.execute(
            "UPDATE articles SET shares_with = ? WHERE shares_with = ?", (stored.story, stored.id)
        )


def _gather(connection: Connection, stored: StoredArticle) -> None:
    """Let servers' articles of the very text count as one source with the operator's that comes to them."""
    rows = connection.execute(
        "SELECT id FROM articles WHERE content_hash = ? AND owner IS NOT NULL AND shares_with IS NULL"
        " AND syndicated_from IS NULL",
        (stored.article.content_hash,),
    ).fetchall()
    for (own,) in rows:
        connection.execute(
            "UPDATE articles SET shares_with = ? WHERE shares_with = ? OR (id = ? AND shares_with IS NULL)",
            (stored.story, own, own),
        )
        connection.execute(
            "UPDATE articles SET shares_with = ? WHERE syndicated_from = ?", (stored.story, own)
        )


def _insert(connection: Connection, values: dict[str, object]) -> int:
    columns = [*values, "added_at"]
    marks = ", ".join("?" * len(columns))
    ((number,),) = connection.execute(
        f"INSERT INTO articles({', '.join(columns)}) VALUES ({marks}) RETURNING number",
        (*values.values(), to_number(utc_now())),
    ).fetchall()
    return int(number)


def _update(connection: Connection, number: int, values: dict[str, object]) -> None:
    columns = ", ".join(f"{name} = ?" for name in values)
    connection.execute(f"UPDATE articles SET {columns} WHERE number = ?", (*values.values(), number))


def _keep_version(connection: Connection, number: int) -> None:
    columns = (
        "version, syndicated_from, shares_with, content_hash, title, text, publisher, author, url,"
        " published_at, updated_at, fetched_at"
    )
    connection.execute(
        f"INSERT INTO versions(article, {columns}, replaced_at) SELECT number, {columns}, ? FROM articles"
        " WHERE number = ?",
        (to_number(utc_now()), number),
    )


def _supersede(connection: Connection, number: int) -> None:
    live = "article = ? AND superseded_at IS NULL"
    rows = connection.execute(f"SELECT id FROM passages WHERE {live} ORDER BY ordinal", (number,)).fetchall()
    note(connection, IndexAction.SUPERSEDE, [row[0] for row in rows])
    connection.execute(f"UPDATE passages SET superseded_at = ? WHERE {live}", (to_number(utc_now()), number))
