"""What the bot needs of Discord: the settings named `DISCORD_…`."""

from __future__ import annotations

import base64
import ipaddress
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus import SettingsError

_TOKEN = re.compile(r"([\w-]{20,40})\.[\w-]{5,10}\.[\w-]{20,80}", re.ASCII)

# A person reads an answer for longer; a script does not.
COOLDOWN = 5.0
MOST_COOLDOWN = 86_400
CORRECTION_DAYS = 30
MOST_CORRECTION_DAYS = 3_650
# Of an answer with three citations 0.6 KB are kept: 150 MB in all, for five years at most.
ANSWER_DAYS = 1_825
MOST_ANSWER_DAYS = 36_500
ANSWERS = 250_000
MOST_ANSWERS = 100_000_000
MOST_PORT = 65_535
# Discord recommends one for some 1,000 servers.
MOST_SHARDS = 100_000

_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class LogSettings:
    """How the log is written."""

    json: bool = False
    """`DISCORD_LOG_FORMAT`: `json` for one object a line; lines for people otherwise."""
    level: int = logging.INFO
    """`DISCORD_LOG_LEVEL`: the least that is written."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> LogSettings:
        """Read the settings; an empty value counts as unset. Raises `SettingsError`."""
        kind = _one_of(environment, "DISCORD_LOG_FORMAT", ("text", "json"))
        level = _one_of(environment, "DISCORD_LOG_LEVEL", _LEVELS) or "info"
        return cls(kind == "json", logging.getLevelNamesMapping()[level.upper()])


@dataclass(frozen=True, slots=True)
class Address:
    """Where something listens."""

    host: str
    port: int
    """0: any that is free."""

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine reaches it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Shards:
    """Discord shares servers out over so many connections; private messages come over the first."""

    count: int = 1
    """`DISCORD_SHARDS`: of all processes together."""
    ids: tuple[int, ...] = (0,)
    """`DISCORD_SHARD_IDS`: those of this process."""

    def serves(self, server: str | int | None) -> bool:
        """Whether what happens in a server comes to this process; for no server: in private."""
        return (0 if server is None else (int(server) >> 22) % self.count) in self.ids

    @property
    def is_first(self) -> bool:
        """Whether what is done once for all servers is done here."""
        return 0 in self.ids

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Shards | None:
        """Read the settings; `None` for what Discord recommends. Raises `SettingsError`."""
        count = _whole(environment, "DISCORD_SHARDS", (1, MOST_SHARDS), "shards")
        written = environment.get("DISCORD_SHARD_IDS", "").strip()
        if count is None:
            if written:
                raise SettingsError("DISCORD_SHARD_IDS", "needs DISCORD_SHARDS: how many there are in all.")
            return None
        return cls(count, _shard_ids(written, count) if written else tuple(range(count)))


@dataclass(frozen=True, slots=True)
class BotSettings:
    """How the bot signs in. The program's root reads it; nothing below reads the environment."""

    token: str = field(repr=False)
    """`DISCORD_TOKEN`: the bot's secret; never shown, never logged."""
    guild_id: int | None = None
    """`DISCORD_GUILD_ID`: the only server that gets the commands; `None` for every server."""
    cooldown: float = COOLDOWN
    """`DISCORD_COOLDOWN_SECONDS`: between two questions of one person in one server; 0 for none."""
    message_content: bool = False
    """`DISCORD_MESSAGE_CONTENT`: whether Discord is asked to show the bot every message, a privileged intent.
    It reads those in its own threads alone, where nobody need mention it then."""
    correction_days: int = CORRECTION_DAYS
    """`DISCORD_CORRECTION_DAYS`: how old an answer may be to be marked when a source changes; 0: never."""
    answer_days: int = ANSWER_DAYS
    """`DISCORD_ANSWER_DAYS`: for how many days the buttons below an answer work."""
    answers: int = ANSWERS
    """`DISCORD_ANSWERS`: below how many answers they work at once, the newest."""
    metrics: Address | None = None
    """`DISCORD_METRICS_ADDRESS`: where figures and health are served; `None`: nowhere."""
    shards: Shards | None = None
    """Which part of the servers this process serves; `None`: all, over as many shards as Discord says."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> BotSettings:
        """Read the settings; an empty value counts as unset.

        Raises:
            SettingsError: there is no token, or what has to be a number is none.
        """
        token = environment.get("DISCORD_TOKEN", "").strip()
        if not token:
            raise SettingsError(
                "DISCORD_TOKEN",
                "there is no token. Write DISCORD_TOKEN=… into .env; docs/discord.md says where from.",
            )
        guild_id = environment.get("DISCORD_GUILD_ID", "").strip()
        if guild_id and not (guild_id.isascii() and guild_id.isdigit()):
            raise SettingsError(
                "DISCORD_GUILD_ID", "must be a server's id, a number of some 18 digits (docs/discord.md)."
            )
        server = int(guild_id) if guild_id else None
        cooldown = _whole(environment, "DISCORD_COOLDOWN_SECONDS", (0, MOST_COOLDOWN), "seconds")
        correction_days = _whole(environment, "DISCORD_CORRECTION_DAYS", (0, MOST_CORRECTION_DAYS), "days")
        return cls(
            *(token, server, COOLDOWN if cooldown is None else float(cooldown)),
            message_content=_flag(environment, "DISCORD_MESSAGE_CONTENT"),
            correction_days=CORRECTION_DAYS if correction_days is None else correction_days,
            answer_days=_whole(environment, "DISCORD_ANSWER_DAYS", (1, MOST_ANSWER_DAYS), "days")
            or ANSWER_DAYS,
            answers=_whole(environment, "DISCORD_ANSWERS", (1, MOST_ANSWERS), "answers") or ANSWERS,
            metrics=metrics_address(environment),
            shards=Shards.from_environment(environment),
        )

    @property
    def application_id(self) -> int | None:
        """The application that the token belongs to; `None` for what is no token of Discord's."""
        shape = _TOKEN.fullmatch(self.token)
        if shape is None:
            return None
        try:
            number = base64.urlsafe_b64decode(shape[1] + "=" * (-len(shape[1]) % 4)).decode("ascii")
        except ValueError:
            return None
        return int(number) if number.isdigit() else None


def metrics_address(environment: Mapping[str, str]) -> Address | None:
    """Where figures and health are served; `None`: nowhere. Raises `SettingsError`."""
    said = environment.get("DISCORD_METRICS_ADDRESS", "").strip()
    if not said:
        return None
    host, _, port = said.rpartition(":")
    host = host.strip("[]")
    if not host or not (port.isascii() and port.isdigit() and int(port) <= MOST_PORT):
        raise SettingsError(
            "DISCORD_METRICS_ADDRESS", "must be an address and a port, such as 127.0.0.1:9464."
        )
    return Address(host, int(port))


def _one_of(environment: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    said = environment.get(name, "").strip().lower()
    if said and said not in choices:
        raise SettingsError(name, f"must be one of {', '.join(choices)}.")
    return said


def _whole(environment: Mapping[str, str], name: str, bounds: tuple[int, int], what: str) -> int | None:
    """A whole number within bounds; `None` where none is given."""
    said, (least, most) = environment.get(name, "").strip(), bounds
    if said and not (said.isascii() and said.isdigit() and least <= int(said) <= most):
        raise SettingsError(name, f"must be a whole number of {what}, from {least} to {most}.")
    return int(said) if said else None


def _flag(environment: Mapping[str, str], name: str) -> bool:
    said = environment.get(name, "").strip().lower()
    if said not in ("", "yes", "no"):
        raise SettingsError(name, "must be yes or no.")
    return said == "yes"


def _shard_ids(written: str, count: int) -> tuple[int, ...]:
    """The ids in `0,2-4`."""
    found: set[int] = set()
    for part in written.split(","):
        first, dash, last = (one.strip() for one in part.partition("-"))
        ends = (first, last if dash else first)
        if not all(end.isascii() and end.isdecimal() and int(end) < count for end in ends):
            raise SettingsError(
                "DISCORD_SHARD_IDS", f"must be numbers from 0 to {count - 1}, such as 0,2 or 0-{count - 1}."
            )
        found |= set(range(int(ends[0]), int(ends[1]) + 1))
    if not found:
        raise SettingsError("DISCORD_SHARD_IDS", "holds no number: a range goes from less to more.")
    return tuple(sorted(found))
