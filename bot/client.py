"""The client: what the bot may see, what it tells Discord at the start, and how it stays connected."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.access import require_channel
from bot.board import JobBoard
from bot.bulletin import Bulletin
from bot.buttons import AnswerButton, PassageButton
from bot.cogs.again import AgainButton
from bot.cogs.ask import AskCog
from bot.cogs.check import CheckCog
from bot.cogs.corpus import CorpusCog
from bot.cogs.feeds import UnfollowButton
from bot.cogs.forms import FormsCog
from bot.cogs.jobs import CancelJobButton, DropCog, job_buttons
from bot.cogs.pages import FeedbackPageButton, ListPageButton, LogPageButton, QuestionPageButton
from bot.cogs.privacy import ForgetButton, PrivacyCog
from bot.cogs.remove import CancelButton, RemoveButton
from bot.cogs.timeline import TimelineCog
from bot.cooldown import Cooldown
from bot.corrections import CorrectionLoop
from bot.desk import Desk
from bot.errors import BusyError, CooldownError, ElsewhereError, GatewayError, cause_of
from bot.follow import AskButton
from bot.refresh import RefreshLoop
from bot.replies import fail
from bot.request import begin_event, end_event
from bot.settings import BotSettings, Shards
from bot.sync import sync_commands
from bot.tempo import Tempo
from bot.upkeep import UpkeepLoop
from bot.watch import counting

log = logging.getLogger(__name__)

# A connection that lasted this long has succeeded: the next failure is the first again.
STEADY_SECONDS = 300
# Waits of 1, 2, 4, 8, 16, 32 and 64 seconds: two minutes of trying, then whoever runs the bot has to know.
MOST_FAILURES = 8

GRACE_SECONDS = 8.0


# The commands that are questions: between two of them somebody waits a moment.
ASKING = frozenset({"ask", "timeline", "Check against sources"})


class Tree(app_commands.CommandTree["BylineBot"]):
    """The commands. An error in any of them is told to whoever gave the command."""

    async def interaction_check(self, interaction: discord.Interaction[BylineBot], /) -> bool:
        """Whether a command may go on; whoever asked a moment ago is told, before anything is promised."""
        data: Any = interaction.data
        if interaction.type is discord.InteractionType.application_command and data["name"] in ASKING:
            try:
                self.client.admit_asker(interaction)
            except (CooldownError, ElsewhereError) as error:
                await fail(interaction, error)
                return False
        return True

    async def on_error(
        self, interaction: discord.Interaction[BylineBot], error: app_commands.AppCommandError
    ) -> None:
        """Say what went wrong."""
        if isinstance(cause_of(error), BusyError):
            self.client.readmit(interaction.guild_id, interaction.user.id)
        await fail(interaction, error)


class BylineBot(commands.Bot):
    """The bot of one process, which owns the corpus behind the desk.

    Args:
        desk: answers and articles; closed by its owner.
        settings: the token and the server for development.
        memory: the file that remembers which commands Discord was told.
        pause: waits between attempts to connect, and between two edits of a message; a test need not.
        sharding: what discord.py's clients of several shards take.
    """

    def __init__(
        self,
        desk: Desk,
        settings: BotSettings,
        memory: Path,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        **sharding: Any,
    ) -> None:
        # The bot does not speak: that libraries for it are missing is no warning.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        intents = discord.Intents.default()
        intents.message_content = settings.message_content
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,  # nobody's messages are kept
            http_trace=counting.request_trace(),
            **sharding,
        )
        self.desk = desk
        self._settings = settings
        self._memory = memory
        self._pause = pause
        self.tempo = Tempo(pause)
        """How fast those who wait are shown that it works."""
        self._under_way: set[asyncio.Task[Any]] = set()
        self._shards = settings.shards or Shards()
        serves = self._shards.serves
        self.board = JobBoard(desk.office, Bulletin(self), job_buttons, pause, serves)
        self.refreshing = RefreshLoop(desk.office)
        self.correcting = CorrectionLoop(desk.archive, self, settings.correction_days, pause, serves)
        self.upkeep = UpkeepLoop(desk, settings)
        self._cooldown = Cooldown()

    async def setup_hook(self) -> None:
        """Register the commands. Raises `SyncError`."""
        await self.add_cog(AskCog(self))
        await self.add_cog(CorpusCog(self))
        await self.add_cog(TimelineCog(self))
        await self.add_cog(CheckCog(self))
        await self.add_cog(DropCog(self))
        await self.add_cog(FormsCog(self))
        await self.add_cog(PrivacyCog())
        self.add_dynamic_items(RemoveButton, CancelButton, CancelJobButton, UnfollowButton)
        self.add_dynamic_items(ListPageButton, LogPageButton, FeedbackPageButton, QuestionPageButton)
        self.add_dynamic_items(AnswerButton, PassageButton, AskButton, AgainButton, ForgetButton)
        if self._shards.is_first:
            await sync_commands(self.tree, self._settings.guild_id, self._memory)
        self.board.start(str(self.application_id))
        self.refreshing.start()
        self.correcting.start()
        self.upkeep.start()

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Hand an event to its handlers, who work for one request."""
        begin_event(event_name, *args[:1])
        counting.gateway(event_name)
        super().dispatch(event_name, *args, **kwargs)
        end_event(event_name)

    async def on_connect(self) -> None:
        """Say in the log that it works; `on_ready` comes seconds later, even to a bot that has closed."""
        log.info("Connected as %s. Servers: %d.", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message, /) -> None:
        """There are no commands in messages; questions in them are the cog's."""

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log what an event's handler raised."""
        log.exception("Event %s could not be handled.", event_method)

    def admit_asker(self, interaction: discord.Interaction[Any]) -> None:
        """As `admit`, whoever an interaction is of."""
        channel, where = interaction.channel, interaction.channel_id
        self.admit(interaction.guild_id, interaction.user.id, where, getattr(channel, "parent_id", None))

    def admit(self, server: int | None, user: int, *channels: int | None) -> None:
        """Take a question of somebody in a channel, or in a thread with its channel.

        Raises:
            ElsewhereError: the server wants its questions in other channels.
            CooldownError: they asked there a moment ago.
        """
        try:
            require_channel(self.desk.rules, server, *channels)
            own = self.desk.rules.of(server).cooldown
            self._cooldown.take((server, user), self._settings.cooldown if own is None else own)
        except (ElsewhereError, CooldownError) as error:
            counting.turned_away(error)
            raise

    def readmit(self, server: int | None, user: int) -> None:
        """Let somebody ask at once whose question was not taken."""
        self._cooldown.give_back((server, user))

    def see_through(self) -> None:
        """Let what the current task does for somebody end before the bot closes."""
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Close, after giving those who wait for an answer `GRACE_SECONDS` to get it."""
        waiting = {task for task in self._under_way if task is not asyncio.current_task()}
        self.refreshing.close()
        self.correcting.close()
        self.upkeep.close()
        if not self.is_closed():
            ending = [asyncio.wait(waiting, timeout=GRACE_SECONDS)] if waiting else []
            await asyncio.gather(self.board.close(GRACE_SECONDS), *ending)
        await super().close()

    async def connect(self, *, reconnect: bool = True) -> None:
        """Stay connected, over what discord.py ends at: a first attempt that fails, an event it cannot read.

        Raises:
            GatewayError: it failed `MOST_FAILURES` times in a row.
            ConnectionClosed: Discord closed the connection for good.
        """
        failures = 0
        while not self.is_closed():
            began = monotonic()
            try:
                await super().connect(reconnect=reconnect)
                break
            except (discord.ConnectionClosed, discord.PrivilegedIntentsRequired):
                raise
            except Exception as error:
                failures = 1 if monotonic() - began > STEADY_SECONDS else failures + 1
                if failures >= MOST_FAILURES:
                    raise GatewayError(f"The connection to Discord failed {failures} times.") from error
                log.warning("The connection to Discord broke; connecting again.", exc_info=error)
                await self._drop_connection()
                await self._pause(2.0 ** (failures - 1))

    async def _drop_connection(self) -> None:
        if self.ws is not None and self.ws.open:
            try:
                await self.ws.close(code=4000)
            except (aiohttp.ClientError, OSError) as error:
                log.debug("The broken connection could not be closed: %s", error)


def command_names() -> list[str]:
    """Every slash command in full, such as `/corpus add link`."""
    nobody: Any = None  # naming the commands needs no bot
    cogs = (AskCog(nobody), CorpusCog(nobody), TimelineCog(nobody), PrivacyCog())
    found = [cog.walk_app_commands() for cog in cogs]
    return [
        f"/{command.qualified_name}"
        for command in chain.from_iterable(found)
        if not isinstance(command, app_commands.Group)
    ]
