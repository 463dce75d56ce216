"""A bot of several connections to Discord: how many there are, which are this process's, and the client."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord.ext import commands

from bot.client import BylineBot
from bot.desk import Desk
from bot.errors import GatewayError
from bot.settings import BotSettings, Shards

log = logging.getLogger(__name__)


async def recommended(token: str) -> Shards:
    """As many shards as Discord recommends, all of them this process's.

    One where it cannot be asked: what keeps it from answering is told by the bot that then connects.
    """
    try:
        async with discord.Client(intents=discord.Intents.none()) as client:
            await client.login(token)
            count, _, _ = await client.http.get_bot_gateway()
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.info("Discord does not say how many shards it recommends: %s", error)
        return Shards()
    return Shards(count, tuple(range(count)))


def make_bot(desk: Desk, settings: BotSettings, memory: Path, **options: Any) -> BylineBot:
    """The bot for the shards in the settings; `options` are the bot's."""
    kind = BylineBot if settings.shards is None or settings.shards.count == 1 else ShardedBylineBot
    return kind(desk, settings, memory, **options)


class ShardedBylineBot(BylineBot, commands.AutoShardedBot):
    """The same bot with a connection for each of its shards, which come and go on their own.

    discord.py mends each connection for itself; what it cannot mend ends the bot, which is then started
    again. An event that it cannot read would be such a thing, and is passed over here.
    """

    def __init__(self, desk: Desk, settings: BotSettings, memory: Path, **options: Any) -> None:
        shards = settings.shards or Shards()
        super().__init__(
            desk, settings, memory, shard_count=shards.count, shard_ids=list(shards.ids), **options
        )
        parsers = self._connection.parsers
        self._connection.parsers = {name: _passed_over(name, parse) for name, parse in parsers.items()}

    async def on_shard_connect(self, shard: int) -> None:
        """Say in the log which one works."""
        log.info("Shard %d of %d is connected.", shard, self.shard_count)

    async def connect(self, *, reconnect: bool = True) -> None:
        """Stay connected with all shards.

        Raises:
            GatewayError: a connection failed in a way that it could not be made anew.
            ConnectionClosed: Discord closed one for good.
        """
        try:
            await commands.AutoShardedBot.connect(self, reconnect=reconnect)
        except (discord.ConnectionClosed, discord.PrivilegedIntentsRequired):
            raise
        except Exception as error:
            raise GatewayError(f"The connection to Discord failed: {error}") from error


def _passed_over(name: str, parse: Callable[[Any], None]) -> Callable[[Any], None]:
    @wraps(parse)
    def parsed(data: Any) -> None:
        try:
            parse(data)
        except Exception:
            log.warning("Discord sent an event %s that cannot be read.", name, exc_info=True)

    return parsed
