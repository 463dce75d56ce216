"""What `byline-bot --check` says: is the bot set up, and with which link is it invited.  [pure]"""

from __future__ import annotations

from bot.settings import BotSettings
from corpus import SettingsError

# View channels, send messages, send in threads, embed links, attach files, read history.
PERMISSIONS = 1 << 10 | 1 << 11 | 1 << 38 | 1 << 14 | 1 << 15 | 1 << 16


def check(settings: BotSettings) -> str:
    """The settings in words, without the secret.

    Raises:
        SettingsError: the token does not look like one of Discord's.
    """
    application_id = settings.application_id
    if application_id is None:
        raise SettingsError(
            "DISCORD_TOKEN",
            "this does not look like a bot's token: three parts joined by dots (not the client secret, not"
            " the public key). The Bot page of the developer portal makes one: Reset Token.",
        )
    where = f"server {settings.guild_id} only" if settings.guild_id else "every server the bot is in"
    return "\n".join(
        [
            f"DISCORD_TOKEN: present, for application {application_id}",
            f"Commands: {where}",
            f"Invite the bot: {invite_link(application_id)}",
        ]
    )


def invite_link(application_id: int) -> str:
    """The link that adds the bot to a server, with the permissions it needs."""
    return (
        f"https://discord.com/oauth2/authorize?client_id={application_id}"
        f"&scope=bot+applications.commands&permissions={PERMISSIONS}"
    )
