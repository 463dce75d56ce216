"""What servers have set is kept in the library, and a newer Byline's settings do no harm."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from corpus import Library, ServerSettings

_SET = ServerSettings(channels=("21", "22"), admin_role="31", private=True, model=False, cooldown=2.5)


def test_what_a_server_has_set_outlives_the_process(tmp_path: Path, library_url: str | None) -> None:
    with Library.open(tmp_path, url=library_url) as library:
        assert library.servers.settings() == {}
        library.servers.put("11", ServerSettings(private=True))
        library.servers.put("11", _SET)
        library.servers.put("12", ServerSettings())
    with Library.open(tmp_path, url=library_url) as library:
        assert library.servers.settings() == {"11": _SET, "12": ServerSettings()}


def test_settings_that_this_byline_does_not_know_are_passed_over(
    tmp_path: Path,
) -> None:
    with Library.open(tmp_path) as library:
        path = library.path
    with sqlite3.connect(path) as connection:
        connection.execute('INSERT INTO servers VALUES (\'11\', \'{"private": true, "colour": "red"}\')')
    connection.close()
    with Library.open(tmp_path) as library:
        assert library.servers.settings() == {"11": ServerSettings(private=True)}
