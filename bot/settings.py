"""What the bot needs of Discord: the settings named `DISCORD_…`."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus import SettingsError

_TOKEN = re.compile(r"([\w-]{20,40})\.[\w-]{5,10}\.[\w-]{20,80}", re.ASCII)


@dataclass(frozen=True, slots=True)
class BotSettings:
    """How the bot signs in. The program's root reads it; nothing below reads the environment."""

    token: str = field(repr=False)
    """`DISCORD_TOKEN`: the bot's secret; never shown, never logged."""
    guild_id: int | None = None
    """`DISCORD_GUILD_ID`: the only server that gets the commands; `None` for every server."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> BotSettings:
        """Read the settings; an empty value counts as unset.

        Raises:
            SettingsError: there is no token, or the server's id is not a number.
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
        return cls(token, int(guild_id) if guild_id else None)

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
