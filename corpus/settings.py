"""Where the corpus is and what embeds it: the settings named `CORPUS_…`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

from corpus.errors import SettingsError

# More often is rude to a site; a month is as good as never.
_SHORTEST_INTERVAL, _LONGEST_INTERVAL = 5, 43_200


@dataclass(frozen=True, slots=True)
class ChromaAccess:
    """What a Chroma server wants to be asked with, beside its address."""

    token: str | None = field(default=None, repr=False)
    """`CORPUS_CHROMA_TOKEN`: never shown, never logged."""
    token_header: str = "x-chroma-token"  # noqa: S105
    """`CORPUS_CHROMA_TOKEN_HEADER`: where the token goes; in `Authorization` it stands as `Bearer …`."""
    certificate: Path | None = None
    """`CORPUS_CHROMA_CERTIFICATE`: a file of the authorities that the server's certificate may be of."""
    tenant: str = "default_tenant"
    """`CORPUS_CHROMA_TENANT`."""
    database: str = "default_database"
    """`CORPUS_CHROMA_DATABASE`."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> ChromaAccess:
        """Read the settings. Raises `SettingsError`."""
        usual, certificate = cls(), environment.get("CORPUS_CHROMA_CERTIFICATE")
        if certificate and not Path(certificate).is_file():
            raise SettingsError("CORPUS_CHROMA_CERTIFICATE", f"there is no file {certificate}")
        return cls(
            token=_token(environment.get("CORPUS_CHROMA_TOKEN") or ""),
            token_header=_header(environment.get("CORPUS_CHROMA_TOKEN_HEADER") or usual.token_header),
            certificate=Path(certificate) if certificate else None,
            tenant=environment.get("CORPUS_CHROMA_TENANT") or usual.tenant,
            database=environment.get("CORPUS_CHROMA_DATABASE") or usual.database,
        )


_USUAL_ACCESS = ChromaAccess()


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """The corpus a program works on. Programs' roots read it; nothing below them reads the environment."""

    directory: Path
    """`CORPUS_DIR`: holds the library (`library.sqlite3`) and the embedded index (`index/`)."""
    chroma_url: str | None = None
    """`CORPUS_CHROMA_URL`: a Chroma server in place of the embedded index."""
    embedding_model: str | None = None
    """`CORPUS_EMBEDDING_MODEL`: a local folder or hub name; `None` means the packaged model."""

    fetch_ports: frozenset[int] = frozenset([80, 443])
    """`CORPUS_FETCH_PORTS`: the ports that links may lead to."""
    fetch_contact: str | None = None
    """`CORPUS_FETCH_CONTACT`: a page or an e-mail address, told to the sites that are fetched from."""
    feed_minutes: float = 60.0
    """`CORPUS_FEED_MINUTES`: how often a feed is asked that says nothing about it itself."""
    languages: frozenset[str] = frozenset()
    """`CORPUS_LANGUAGES`: codes of the languages that articles may be in; empty means any."""
    shared: bool = True
    """`CORPUS_SHARED`: whether every Discord server sees the operator's articles beside its own."""
    chroma_access: ChromaAccess = _USUAL_ACCESS
    """What the Chroma server wants to be asked with."""
    library_url: str | None = field(default=None, repr=False)
    """`CORPUS_LIBRARY_URL`: a PostgreSQL that has the library, in place of a file; it may hold a password."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> CorpusSettings:
        """Read the settings; an empty value counts as unset.

        Raises:
            SettingsError: `CORPUS_LIBRARY_URL` is no address of a PostgreSQL, or `CORPUS_CHROMA_URL` is not
                an http or https address, or what goes with it cannot be used, or `CORPUS_FETCH_PORTS` names
                what is no port, or `CORPUS_FETCH_CONTACT` is not one line of plain characters, or
                `CORPUS_FEED_MINUTES` is no sensible number, or `CORPUS_LANGUAGES` names what is no code,
                or `CORPUS_SHARED` is neither yes nor no.
        """
        directory = environment.get("CORPUS_DIR")
        library_url = environment.get("CORPUS_LIBRARY_URL") or None
        if library_url and not library_url.startswith(("postgresql://", "postgres://")):
            raise SettingsError("CORPUS_LIBRARY_URL", "must start with postgresql://")
        return cls(
            directory=_folder(directory) if directory else user_data_path("byline"),
            library_url=library_url,
            chroma_url=_chroma_url((environment.get("CORPUS_CHROMA_URL") or "").strip()),
            embedding_model=environment.get("CORPUS_EMBEDDING_MODEL") or None,
            fetch_ports=_ports(environment.get("CORPUS_FETCH_PORTS") or "80,443"),
            fetch_contact=_contact(environment.get("CORPUS_FETCH_CONTACT") or ""),
            feed_minutes=_minutes(environment.get("CORPUS_FEED_MINUTES") or "60"),
            languages=_languages(environment.get("CORPUS_LANGUAGES") or ""),
            shared=_yes("CORPUS_SHARED", environment.get("CORPUS_SHARED") or "yes"),
            chroma_access=ChromaAccess.from_environment(environment),
        )


def _folder(written: str) -> Path:
    if "\0" in written:
        raise SettingsError("CORPUS_DIR", "holds a character that no folder's name can have")
    try:
        return Path(written).expanduser()
    except RuntimeError as error:
        raise SettingsError("CORPUS_DIR", f"names the home of somebody unknown here: {written}") from error


def _chroma_url(written: str) -> str | None:
    if not written:
        return None
    if not written.startswith(("http://", "https://")):
        raise SettingsError("CORPUS_CHROMA_URL", "must start with http:// or https://")
    try:
        parts = urlsplit(written)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        named = False
    if not named or parts.path.strip("/") or parts.query or parts.fragment:
        raise SettingsError("CORPUS_CHROMA_URL", "must be http://HOST:PORT or https://HOST:PORT, and no more")
    if parts.username is not None:
        # It would stand in the log, and in the note of which collection is ours.
        raise SettingsError("CORPUS_CHROMA_URL", "must hold no password: CORPUS_CHROMA_TOKEN is for that")
    return written.rstrip("/")


def _token(written: str) -> str | None:
    token = written.strip()
    if not (token.isascii() and token.isprintable()):
        raise SettingsError("CORPUS_CHROMA_TOKEN", "must be one line of plain characters")
    return token or None


def _header(written: str) -> str:
    name = written.strip()
    if not (name.isascii() and name.replace("-", "").replace("_", "").isalnum()):
        raise SettingsError("CORPUS_CHROMA_TOKEN_HEADER", "must be the name of an HTTP header")
    return name


def _languages(written: str) -> frozenset[str]:
    codes = [code.strip().lower() for code in written.split(",") if code.strip()]
    if not all(code.isascii() and code.isalpha() and 2 <= len(code) <= 3 for code in codes):
        raise SettingsError("CORPUS_LANGUAGES", "must be codes such as en or de, with commas between")
    return frozenset(codes)


def _yes(name: str, written: str) -> bool:
    answers = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    try:
        return answers[written.strip().lower()]
    except KeyError:
        raise SettingsError(name, "must be yes or no") from None


def _ports(written: str) -> frozenset[int]:
    ports = [port.strip() for port in written.split(",")]
    if not all(port.isascii() and port.isdecimal() and 0 < int(port) < 65_536 for port in ports):
        raise SettingsError("CORPUS_FETCH_PORTS", "must be numbers from 1 to 65535, with commas between")
    return frozenset(int(port) for port in ports)


def _contact(written: str) -> str | None:
    contact = written.strip()
    if not (contact.isascii() and contact.isprintable()) or set(contact) & set("()"):
        raise SettingsError("CORPUS_FETCH_CONTACT", "must be a page or an e-mail address")
    return contact or None


def _minutes(written: str) -> float:
    try:
        minutes = float(written)
    except ValueError:
        minutes = math.nan
    if not _SHORTEST_INTERVAL <= minutes <= _LONGEST_INTERVAL:
        raise SettingsError(
            "CORPUS_FEED_MINUTES",
            f"must be a number of minutes from {_SHORTEST_INTERVAL} to {_LONGEST_INTERVAL}",
        )
    return minutes
