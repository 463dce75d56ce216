"""What PostgreSQL and its driver say, as plain sentences; never with a password in them."""

from __future__ import annotations

import re
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

_BUSY = "Others have been writing to {where} for too long. Try again in a moment."
_DENIED = (
    "The user of CORPUS_LIBRARY_URL may not do this in {where} ({error}). Let it own the database, or grant"
    " it CREATE on the database and all rights on the schema byline."
)
_STOPPED = "{where} was stopped or restarted. Try again when it runs; what was acknowledged is kept."
# By SQLSTATE, the finer first.
_SENTENCES = (
    ("28", "{where} does not let the user in ({error}). Check user and password in CORPUS_LIBRARY_URL."),
    ("3D000", "There is no such database: {where} ({error}). Make it with createdb, or check the address."),
    ("42501", _DENIED),
    ("25006", "{where} may only be read ({error}): it is a replica, or was opened so. Nothing was written."),
    ("53100", "The disk of {where} is full. Free some space and try again; nothing is lost."),
    ("53300", "{where} has too many connections ({error}). Raise max_connections, or run fewer processes."),
    ("53", "{where} lacks room or memory ({error}). Try again when it has some; nothing is lost."),
    ("55P03", _BUSY),
    ("40P01", _BUSY),
    ("25P03", "This process stood still in the middle of a change, which {where} has undone. Try again."),
    ("57P", _STOPPED),
    ("08", _STOPPED),
    ("XX00", "{where} is damaged ({error}). Bring a backup back (pg_restore), or ask who runs it."),
    ("58", "{where} could not read or write its files ({error}). Check its disk and try again."),
    ("54000", "An article, or a link, is too long for {where}; it was not added."),
)
# While there is no connection the driver gives no code, only words.
_REFUSALS = (
    (re.compile("authentication|password|pg_hba.conf|role .* does not exist|not permitted to log"), "28"),
    (re.compile("database .* does not exist"), "3D000"),
    (re.compile("too many (clients|connections)|remaining connection slots"), "53300"),
    (
        re.compile("starting up|shutting down|terminat|closed the connection|connection is (lost|closed)"),
        "57P",
    ),
)
_AWAY = "{where} cannot be reached ({error}). Check that it runs, and CORPUS_LIBRARY_URL."
UNREADABLE = (
    "CORPUS_LIBRARY_URL cannot be understood. It is postgresql://USER:PASSWORD@HOST:PORT/DATABASE, where"
    " signs in the password that mean something in an address are written as %2F and the like."
)
_OTHER = "{where} cannot be used ({error})."
_LONGEST = 300


def shown(url: str) -> str:
    """An address as people may see it: without its password, and without what stands behind a `?`."""
    # As libpq reads it: to others a `#` in a password ends the address, and what is before it the host.
    parts = read_address(url)
    if parts is None:
        return "the database of CORPUS_LIBRARY_URL"
    user = f"{quote(parts['user'])}@" if parts.get("user") else ""
    name = f"/{quote(parts['dbname'])}" if parts.get("dbname") else ""
    return f"postgresql://{user}{_place(parts)}{name}"


def read_address(url: str) -> dict[str, str] | None:
    """What an address says, by libpq's names; `None` where a sign in the password may have cut it short."""
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value}
    except psycopg.Error:
        return None
    torn = "@" in parts.get("host", "") or "@" in parts.get("dbname", "")
    ports = parts.get("port", "").split(",")
    return None if torn or not all(port.isdecimal() for port in ports if port) else parts


def _place(parts: dict[str, str]) -> str:
    """Hosts with their ports; none for a socket."""
    hosts = [f"[{host}]" if ":" in host else host for host in parts.get("host", "").split(",")]
    ports = parts.get("port", "").split(",")
    ports = ports * len(hosts) if len(ports) == 1 else ports
    named = [(host, port) for host, port in zip(hosts, ports, strict=False) if not host.startswith("/")]
    return ",".join(f"{host}:{port}" if port else host for host, port in named)


def sentence(error: psycopg.Error, url: str) -> str:
    """What went wrong and what to do about it."""
    if repeats_address(error):
        return UNREADABLE
    code = error.sqlstate or _guess(error)
    found = next((said for prefix, said in _SENTENCES if code.startswith(prefix)), None)
    found = found or (_AWAY if isinstance(error, psycopg.OperationalError) and not code else _OTHER)
    return found.format(where=shown(url), error=_brief(error, url))


def repeats_address(error: psycopg.Error) -> bool:
    """Whether the driver cannot read the address, and says which words of it: the password may be one."""
    return isinstance(error, psycopg.ProgrammingError) and error.sqlstate is None


def is_passing(error: psycopg.OperationalError) -> bool:
    """Whether a server that refuses a connection may take one in a moment: it starts, or starts again."""
    return (error.sqlstate or _guess(error))[:2] in ("", "57", "08")


def _guess(error: psycopg.Error) -> str:
    said = str(error)
    return next((code for pattern, code in _REFUSALS if pattern.search(said)), "")


def _brief(error: psycopg.Error, url: str) -> str:
    """The first line of what was said."""
    said = " ".join(str(error).strip().partition("\n")[0].split())[:_LONGEST].rstrip(".")
    return _without_password(said, url)


def _without_password(said: str, url: str) -> str:
    """The driver says no password; should it ever, nobody reads it."""
    parts = read_address(url)
    if parts is None:
        return "the address cannot be read"
    secret = parts.get("password")
    for word in {secret, quote(secret), quote(secret, safe="")} if secret else ():
        said = said.replace(word, "***")
    return said
