"""Asks Discord what `byline-bot --check` reports. It only reads, and nobody sees the bot appear."""

from __future__ import annotations

from typing import Any

import discord
from discord.http import Route

from bot.check import Facts, Server, names_of
from bot.errors import GatewayError
from bot.settings import BotSettings

_PAGE = 200


async def survey(settings: BotSettings) -> Facts:
    """What Discord says of the bot.

    Raises:
        LoginFailure: Discord refuses the token.
        HTTPException, ClientError, OSError: it cannot be asked.
    """
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    async with discord.Client(intents=discord.Intents.default()) as client:
        await client.login(settings.token)
        application = client.application
        if client.user is None or application is None:
            raise GatewayError("Discord does not say who the bot is.")
        gateway = await client.http.request(Route("GET", "/gateway/bot"))
        return Facts(
            name=str(client.user),
            application_id=application.id,
            flags=application.flags.value,
            endpoint=application.interactions_endpoint_url,
            servers=await _servers(client),
            commands=await _commands(client, application.id, settings.guild_id),
            starts=gateway["session_start_limit"]["remaining"],
        )


async def _servers(client: discord.Client) -> tuple[Server, ...]:
    found: list[Server] = []
    while True:
        after = found[-1].id if found else None
        page: list[Any] = await client.http.get_guilds(_PAGE, after=after, with_counts=False)
        found += [Server(int(one["id"]), one["name"], int(one["permissions"])) for one in page]
        if len(page) < _PAGE:
            return tuple(found)


async def _commands(client: discord.Client, application: int, server: int | None) -> frozenset[str] | None:
    try:
        if server is None:
            return frozenset(names_of(await client.http.get_global_commands(application)))
        return frozenset(names_of(await client.http.get_guild_commands(application, server)))
    except (discord.Forbidden, discord.NotFound):
        return None
