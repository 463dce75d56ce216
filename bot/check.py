"""What `byline-bot --check` says: is the bot set up, and with which link is it invited.  [pure]"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.settings import BotSettings
from corpus import SettingsError

# What the bot has to be allowed to, as Discord's own pages call it, and for what.
NEEDED = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Send Messages in Threads": 1 << 38,
    "Create Public Threads": 1 << 35,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
}
PERMISSIONS = sum(NEEDED.values())
_ADMINISTRATOR = 1 << 3
# What Discord has to be asked for: only the last is of any use to the bot, and none is needed.
_CONTENT = "Message Content"
_PRIVILEGED = {
    "Presence": 1 << 12 | 1 << 13,
    "Server Members": 1 << 14 | 1 << 15,
    _CONTENT: 1 << 18 | 1 << 19,
}
# So many servers are named in a line; the others are counted.
NAMED = 5

State = Literal["ok", "note", "to do"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check."""

    state: State
    """`ok`; `note` where nothing has to be done; `to do` for what somebody has to mend."""
    what: str
    says: str

    def __str__(self) -> str:
        return f"{self.state:<6} {self.what}: {self.says}"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that the bot is in."""

    id: int
    name: str
    permissions: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What Discord says of the bot."""

    name: str
    application_id: int
    flags: int
    """Of the application: which privileged intents are switched on."""
    endpoint: str | None
    """Where Discord sends commands in place of the gateway."""
    servers: tuple[Server, ...]
    commands: frozenset[str] | None
    """Those that Discord knows; `None` where the bot may have none."""
    starts: int
    """How often the bot may still connect today."""


def application_of(settings: BotSettings) -> int:
    """The application that the token is for, which the token itself says.

    Raises:
        SettingsError: the token does not look like one of Discord's.
    """
    if settings.application_id is None:
        raise SettingsError(
            "DISCORD_TOKEN",
            "this does not look like a bot's token: three parts joined by dots (not the client secret, not"
            " the public key). The Bot page of the developer portal makes one: Reset Token.",
        )
    return settings.application_id


def findings(facts: Facts, settings: BotSettings, expected: Iterable[str]) -> list[Finding]:
    """Every line of the check, in the order in which things are set up; `expected` are our commands."""
    return [
        Finding("ok", "Token", f"Discord takes it; the bot is called {facts.name}."),
        Finding("ok", "Application", str(facts.application_id)),
        *_connection(facts),
        _intents(facts.flags, settings.message_content),
        *_servers(facts.servers, settings.guild_id),
        _commands(facts.commands, set(expected), settings.guild_id),
    ]


def exit_code(found: Sequence[Finding]) -> int:
    """0 where all is well, 3 where somebody has something to do."""
    return 3 if any(finding.state == "to do" for finding in found) else 0


def invite_link(application_id: int) -> str:
    """The link that adds the bot to a server, with the permissions it needs."""
    return (
        f"https://discord.com/oauth2/authorize?client_id={application_id}"
        f"&scope=bot+applications.commands&permissions={PERMISSIONS}"
    )


def names_of(payload: Iterable[Any], path: str = "") -> Iterator[str]:
    """Every command that Discord knows, by its full name: `/corpus add link`, or that of a menu."""
    for command in payload:
        if not path and command.get("type", 1) != 1:
            yield command["name"]
            continue
        name = f"{path or '/'}{command['name']}"
        below = [option for option in command.get("options") or () if option["type"] in (1, 2)]
        if below:
            yield from names_of(below, f"{name} ")
        else:
            yield name


def _connection(facts: Facts) -> Iterator[Finding]:
    if facts.endpoint:
        says = "an Interactions Endpoint URL is set: Discord sends the commands there, and the bot gets none."
        yield Finding("to do", "Connection", f"{says} Clear it on the page General Information.")
    if not facts.starts:
        says = "the bot has connected too often today; Discord takes it again within 24 hours."
        yield Finding("to do", "Connection", says)


def _intents(flags: int, content: bool) -> Finding:
    if content and not flags & _PRIVILEGED[_CONTENT]:
        says = f"DISCORD_MESSAGE_CONTENT needs {_CONTENT}: switch it on (page Bot), or take the setting out."
        return Finding("to do", "Intents", says)
    if content:
        return Finding("ok", "Intents", f"{_CONTENT} is switched on, as DISCORD_MESSAGE_CONTENT needs it.")
    needless = [name for name, bits in _PRIVILEGED.items() if flags & bits]
    if not needless:
        return Finding("ok", "Intents", "none of the privileged ones is switched on, and none is needed.")
    return Finding("note", "Intents", f"{_listed(needless)} may be switched off: the bot does not need it.")


def _servers(servers: Sequence[Server], only: int | None) -> Iterator[Finding]:
    if only is not None and only not in {server.id for server in servers}:
        says = f"the bot is not in server {only}, which DISCORD_GUILD_ID names. Open the link below."
        yield Finding("to do", "Servers", says)
    elif not servers:
        yield Finding("to do", "Servers", "the bot is in none yet. Open the link below and choose yours.")
    else:
        yield Finding("ok", "Servers", _listed([server.name for server in servers]))
    lacking = [(server, names) for server in servers if (names := _lacking(server.permissions))]
    for server, names in lacking[:NAMED]:
        says = f"missing are {_listed(names)}. Open the link below again, or give them to the bot's role."
        yield Finding("to do", f"Permissions in {server.name}", says)
    if len(lacking) > NAMED:
        yield Finding("to do", "Permissions", f"missing in {len(lacking) - NAMED} more servers.")
    if servers and not lacking:
        yield Finding("ok", "Permissions", "all there; a channel may still take one away.")


def _lacking(permissions: int) -> list[str]:
    if permissions & _ADMINISTRATOR:
        return []
    return [name for name, bit in NEEDED.items() if not permissions & bit]


def _commands(known: frozenset[str] | None, expected: set[str], only: int | None) -> Finding:
    where = f"in server {only}" if only else "everywhere"
    if known is None:
        says = f"the bot may have none {where}. Open the link below: it gives the bot its commands."
        return Finding("to do", "Commands", says)
    missing = expected - known
    if not missing:
        return Finding("ok", "Commands", f"all {len(expected)} are known to Discord, {where}.")
    says = f"{len(missing)} of {len(expected)} are not known {where} yet; the bot sends them as it starts."
    return Finding("note", "Commands", says)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED + 2 else ""
    return ", ".join(names[:NAMED] if more else names) + more
