"""The feeds that are followed: where they are, what they list, when they are due, and who is at them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from corpus.changes import Action, Actor, Change
from corpus.feed import Feed, FeedDocument, FeedItem, FeedPart, FeedStatus
from corpus.library.connections import Connections
from corpus.library.engine import Connection
from corpus.library.feed_rows import STATUS, address_of, seconds, status
from corpus.library.log import write_change
from corpus.library.rows import owned, to_moment, to_number
from corpus.models import Outcome, Validators

MOST_CHANGES = 24
"""How often an item is fetched again because the feed says that it changed: some always say so."""
MOST_ATTEMPTS = 3
"""How often an item that fails is tried."""
# Two machines' clocks differ by less; what is further ahead was written before the clock was set back.
_SKEW = timedelta(minutes=10)

_NUMBER = "(SELECT number FROM feeds WHERE id = ?)"
_ADD_ITEM = (
    "INSERT INTO feed_items AS i"
    " (feed, key, fingerprint, place, link, title, publisher, published_at, updated_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(feed, key) DO UPDATE SET"
    " fingerprint = excluded.fingerprint, place = excluded.place, title = excluded.title,"
    " publisher = excluded.publisher, published_at = excluded.published_at, updated_at = excluded.updated_at,"
    # Only what was fetched before counts as changed, and has its attempts given back.
    " changes = i.changes + CASE WHEN i.link IS NULL THEN 1 ELSE 0 END, link = excluded.link,"
    " attempts = CASE WHEN i.link IS NULL THEN 0 ELSE i.attempts END"
    f" WHERE i.fingerprint != excluded.fingerprint AND i.changes < {MOST_CHANGES}"
)
_ADD_PART = (
    "INSERT INTO feed_parts(feed, address, depth, changed_at) VALUES (?, ?, ?, ?)"
    " ON CONFLICT(feed, address) DO UPDATE SET changed_at = excluded.changed_at"
)


class Feeds:
    """`library.feeds`. Raises `LibraryError` as the library does; an id that is gone changes nothing.

    A server's are all that one sees who acts for it; who acts for none sees everybody's.
    """

    def __init__(self, connections: Connections, actor: Actor) -> None:
        self._connections = connections
        self._actor = actor

    def add(self, feed: Feed, asked_every: timedelta | None) -> bool:
        """Follow a feed, due at once; `False` if its address, or one it came from, is followed already."""
        with self._connections.writing() as connection:
            cursor = connection.execute(
                "INSERT INTO feeds(id, address, kind, title, site, every, asked_every, added_at,"
                " next_refresh, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (
                    *(feed.id, owned(feed.owner, feed.address), feed.kind.value, feed.title, feed.site),
                    *(seconds(feed.every), seconds(asked_every)),
                    *(to_number(feed.added_at), to_number(feed.added_at), feed.owner),
                ),
            )
            if new := cursor.rowcount > 0:
                self._note(connection, feed.id, Change(Action.FEED_ADD, "added"))
            return new

    def remove(self, feed_id: str) -> None:
        """Follow it no more; the articles stay."""
        with self._connections.writing() as connection:
            self._note(connection, feed_id, Change(Action.FEED_REMOVE, "removed"))
            connection.execute("DELETE FROM feeds WHERE id = ?", (feed_id,))

    def statuses(self) -> list[FeedStatus]:
        """All feeds in the order they were added."""
        return self._read("TRUE ORDER BY f.number")

    def status(self, feed_id: str) -> FeedStatus | None:
        """One feed; `None` if it is not followed."""
        return next(iter(self._read("f.id = ?", feed_id)), None)

    def due(self, now: datetime) -> list[FeedStatus]:
        """The feeds whose turn it is and nobody is at, longest overdue first.

        A feed that was last asked in the future was asked before the clock was set back: it is due.
        """
        moment = to_number(now)
        free = (
            "(f.next_refresh <= ? AND coalesce(f.lease_until, 0) <= ?"
            " OR coalesce(f.last_attempt, f.added_at) > ?)"
        )
        moments = (moment, moment, to_number(now + _SKEW))
        return self._read(f"{free} ORDER BY f.next_refresh NULLS FIRST, f.number", *moments)

    def next_due(self) -> datetime | None:
        """When the next feed is due; `None` if none is."""
        with self._connections.reading() as connection:
            (moment,) = connection.execute("SELECT min(next_refresh) FROM feeds").fetchone()
        return to_moment(moment)

    # Turns

    def take(self, feed_id: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take a feed's lease, so that nobody else refreshes it; `False` if another holds it.

        One that ends later than one that is taken now was taken before the clock was set back.
        """
        return self._write(
            "UPDATE feeds SET lease = ?, lease_until = ? WHERE id = ?"
            " AND (lease = ? OR lease IS NULL OR lease_until <= ? OR lease_until > ?)",
            *(holder, to_number(until), feed_id, holder, to_number(now), to_number(until + _SKEW)),
        )

    def renew(self, feed_id: str, holder: str, until: datetime) -> bool:
        """Keep the lease until a later time; `False` if it is lost, or the feed gone."""
        sql = "UPDATE feeds SET lease_until = ? WHERE id = ? AND lease = ?"
        return self._write(sql, to_number(until), feed_id, holder)

    def give_back(self, feed_id: str, holder: str) -> None:
        """Let others refresh the feed."""
        sql = "UPDATE feeds SET lease = NULL, lease_until = NULL WHERE id = ? AND lease = ?"
        self._write(sql, feed_id, holder)

    # What a feed lists

    def keep(self, feed_id: str, document: FeedDocument, validators: Validators) -> None:
        """Keep what a feed lists, in one transaction: what is new or changed waits to be fetched."""
        with self._connections.writing() as connection:
            _keep_listed(connection, feed_id, document)
            connection.execute(
                "UPDATE feeds SET kind = ?, title = coalesce(?, title), site = coalesce(?, site),"
                " asked_every = ?, etag = ?, last_modified = ? WHERE id = ?",
                (
                    *(document.kind.value, document.title, document.site, seconds(document.every)),
                    *(validators.etag, validators.last_modified, feed_id),
                ),
            )

    def unread_parts(self, feed_id: str, before: datetime, limit: int) -> list[FeedPart]:
        """Sitemaps of an index to read now: never read, changed, or undated and not read since `before`.

        Never read ones come first, the newest of them at the front.
        """
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT address, changed_at, depth, etag, last_modified FROM feed_parts"
                f" WHERE feed = {_NUMBER} AND (read_at IS NULL OR changed_at IS NOT read_change"
                " OR (changed_at IS NULL AND read_at <= ?))"
                " ORDER BY read_at IS NOT NULL, changed_at DESC NULLS LAST, read_at, address LIMIT ?",
                (feed_id, to_number(before), limit),
            ).fetchall()
        return [FeedPart(a, to_moment(at), depth, Validators(*given)) for a, at, depth, *given in rows]

    def keep_part(
        self, feed_id: str, part: FeedPart, document: FeedDocument | None, read_at: datetime
    ) -> None:
        """Keep what a sitemap of an index lists; `None` where it could not be read, or has not changed."""
        with self._connections.writing() as connection:
            if document is not None:
                _keep_listed(connection, feed_id, document)
            connection.execute(
                "UPDATE feed_parts SET read_change = ?, read_at = ?, etag = ?, last_modified = ?"
                f" WHERE feed = {_NUMBER} AND address = ?",
                (
                    *(to_number(part.changed_at), to_number(read_at)),
                    *(part.validators.etag, part.validators.last_modified, feed_id, part.address),
                ),
            )

    def waiting(self, feed_id: str, limit: int) -> list[FeedItem]:
        """Items to fetch: untried before tried, new before changed, then the newest first."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT key, link, fingerprint, title, publisher, published_at, updated_at FROM feed_items"
                f" WHERE feed = {_NUMBER} AND link IS NOT NULL ORDER BY attempts, changes > 0,"
                " coalesce(updated_at, published_at) DESC NULLS LAST, place LIMIT ?",
                (feed_id, limit),
            ).fetchall()
        return [
            FeedItem(key, link, fingerprint, title, publisher, to_moment(published), to_moment(updated))
            for key, link, fingerprint, title, publisher, published, updated in rows
        ]

    def settle(self, feed_id: str, item: FeedItem, outcome: Outcome) -> None:
        """Note how an item ended; one that failed waits for another try, unless it had its last."""
        done = outcome != Outcome.FAILED
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE feed_items SET attempts = attempts + 1,"
                " link = CASE WHEN ? OR attempts >= ? THEN NULL ELSE link END"
                f" WHERE feed = {_NUMBER} AND key = ? AND fingerprint = ?",
                (done, MOST_ATTEMPTS - 1, feed_id, item.key, item.fingerprint),
            )
            added = outcome in (Outcome.ADDED, Outcome.SYNDICATED)
            connection.execute(
                "UPDATE feeds SET items_added = items_added + ? WHERE id = ?", (int(added), feed_id)
            )

    # How a refresh ended

    def succeed(self, feed_id: str, now: datetime, next_refresh: datetime, note: str | None = None) -> None:
        """The feed was read; `note` says what of it could not be."""
        self._write(
            "UPDATE feeds SET last_attempt = ?, last_success = ?, last_error = ?, failures = 0,"
            " next_refresh = ?, ended = NULL WHERE id = ?",
            *(to_number(now), to_number(now), note, to_number(next_refresh), feed_id),
        )

    def fail(self, feed_id: str, now: datetime, reason: str, next_refresh: datetime) -> None:
        """The feed could not be read; it is tried again."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE feeds SET last_attempt = ?, last_error = ?, failures = failures + 1, next_refresh = ?"
                " WHERE id = ?",
                (to_number(now), reason, to_number(next_refresh), feed_id),
            )
            # A site that is down for a week is told once.
            failed = Change(Action.FEED_REFRESH, "failed", reason=reason)
            self._note(connection, feed_id, failed, "failures = 1")

    def end(self, feed_id: str, now: datetime, reason: str) -> None:
        """The feed is refreshed no more, unless somebody asks for it by name."""
        with self._connections.writing() as connection:
            ended = Change(Action.FEED_REFRESH, "ended", reason=reason)
            self._note(connection, feed_id, ended, "ended IS NULL")
            connection.execute(
                "UPDATE feeds SET last_attempt = ?, last_error = ?, ended = ?, failures = failures + 1,"
                " next_refresh = NULL WHERE id = ?",
                (to_number(now), reason, reason, feed_id),
            )

    def move(self, feed_id: str, address: str) -> bool:
        """Ask it at another address from now on; `False` if that one is followed already."""
        key = "CASE WHEN owner IS NULL THEN '' ELSE owner || ' ' END || ?"
        return self._write(
            f"UPDATE feeds SET address = {key} WHERE id = ? AND NOT EXISTS"
            f" (SELECT 1 FROM feeds o WHERE o.address = {key.replace('owner', 'feeds.owner')})",
            *(address, feed_id, address),
        )

    def _note(self, connection: Connection, feed_id: str, change: Change, where: str = "TRUE") -> None:
        """Write into the log what happens to a feed, if it is followed and `where` is true of it."""
        sql = f"SELECT address, title, owner FROM feeds WHERE id = ? AND {where}"
        for address, title, owner in connection.execute(sql, (feed_id,)).fetchall():
            by = replace(self._actor, server=owner or self._actor.server)
            noted = replace(change, target=address_of(address, owner), title=title)
            write_change(connection, by, noted)

    def _read(self, where: str, *values: object) -> list[FeedStatus]:
        """The feeds of which that is true, and that are seen by whom this acts for."""
        server = self._actor.server
        own, by = ("TRUE", ()) if server is None else ("f.owner = ?", (server,))
        with self._connections.reading() as connection:
            rows = connection.execute(f"{STATUS} WHERE {own} AND {where}", (*by, *values)).fetchall()
        return [status(row) for row in rows]

    def _write(self, sql: str, *values: object) -> bool:
        """Run one statement; whether it changed anything."""
        with self._connections.writing() as connection:
            return connection.execute(sql, values).rowcount > 0


def _keep_listed(connection: Connection, feed_id: str, document: FeedDocument) -> None:
    found = connection.execute("SELECT number FROM feeds WHERE id = ?", (feed_id,)).fetchone()
    if found is None:
        return
    (number,) = found
    connection.executemany(
        _ADD_ITEM,
        (
            (
                *(number, item.key, item.fingerprint, place, item.link, item.title, item.publisher),
                *(to_number(item.published_at), to_number(item.updated_at)),
            )
            for place, item in enumerate(document.items)
        ),
    )
    connection.executemany(
        _ADD_PART,
        [(number, part.address, part.depth, to_number(part.changed_at)) for part in document.parts],
    )
