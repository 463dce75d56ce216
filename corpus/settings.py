"""Where the corpus is and what embeds it: the settings named `CORPUS_…`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from corpus.errors import SettingsError

# More often is rude to a site; a month is as good as never.
_SHORTEST_INTERVAL, _LONGEST_INTERVAL = 5, 43_200


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

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> CorpusSettings:
        """Read the settings; an empty value counts as unset.

        Raises:
            SettingsError: `CORPUS_CHROMA_URL` is not an http or https address, or `CORPUS_FETCH_PORTS` names
                what is no port, or `CORPUS_FETCH_CONTACT` is not one line of plain characters, or
                `CORPUS_FEED_MINUTES` is no sensible number, or `CORPUS_LANGUAGES` names what is no code,
                or `CORPUS_SHARED` is neither yes nor no.
        """
        directory = environment.get("CORPUS_DIR")
        chroma_url = environment.get("CORPUS_CHROMA_URL") or None
        if chroma_url and not chroma_url.startswith(("http://", "https://")):
            raise SettingsError("CORPUS_CHROMA_URL", "must start with http:// or https://")
        return cls(
            directory=_folder(directory) if directory else user_data_path("byline"),
            chroma_url=chroma_url,
            embedding_model=environment.get("CORPUS_EMBEDDING_MODEL") or None,
            fetch_ports=_ports(environment.get("CORPUS_FETCH_PORTS") or "80,443"),
            fetch_contact=_contact(environment.get("CORPUS_FETCH_CONTACT") or ""),
            feed_minutes=_minutes(environment.get("CORPUS_FEED_MINUTES") or "60"),
            languages=_languages(environment.get("CORPUS_LANGUAGES") or ""),
            shared=_yes("CORPUS_SHARED", environment.get("CORPUS_SHARED") or "yes"),
        )


def _folder(written: str) -> Path:
    if "\0" in written:
        raise SettingsError("CORPUS_DIR", "holds a character that no folder's name can have")
    try:
        return Path(written).expanduser()
    except RuntimeError as error:
        raise SettingsError("CORPUS_DIR", f"names the home of somebody unknown here: {written}") from error


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
