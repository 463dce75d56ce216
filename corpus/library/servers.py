"""What each server's admins have set."""

from __future__ import annotations

import json
from dataclasses import asdict, fields

from corpus.library.connections import Connections
from corpus.library.engine import Connection
from corpus.servers import ServerSettings

_KNOWN = frozenset(field.name for field in fields(ServerSettings))


class Servers:
    """`library.servers`. Raises `LibraryError` as the library does."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def settings(self) -> dict[str, ServerSettings]:
        """What was set, by the server's id; a server that is not in it set nothing."""
        with self._connections.reading() as connection:
            return settings_in(connection)

    def put(self, server: str, settings: ServerSettings) -> None:
        """Keep a server's settings in place of those before."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO servers(server, settings) VALUES (?, ?)"
                " ON CONFLICT (server) DO UPDATE SET settings = excluded.settings",
                (server, json.dumps(asdict(settings))),
            )


def settings_in(connection: Connection) -> dict[str, ServerSettings]:
    """As `Servers.settings`, inside a transaction."""
    rows = connection.execute("SELECT server, settings FROM servers").fetchall()
    return {server: _unpacked(settings) for server, settings in rows}


def _unpacked(packed: str) -> ServerSettings:
    # What a newer Byline has set beside is left alone.
    known = {name: value for name, value in json.loads(packed).items() if name in _KNOWN}
    return ServerSettings(**{**known, "channels": tuple(known.get("channels", ()))})
