"""Whether the bot does what it is there for, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.watch.shared import Shared
from corpus import Corpus, CorpusError, IndexState

if TYPE_CHECKING:
    from bot.client import BylineBot

PATIENCE = 3.0
"""Seconds; a library that takes longer to read one row cannot answer anybody."""
FRESH = 1.0
_INDEX = {
    IndexState.READY: "ready",
    IndexState.REBUILDING: "being built; questions are answered by the library meanwhile",
}


@dataclass(frozen=True, slots=True)
class Health:
    """How it is."""

    ok: bool
    reasons: Mapping[str, str]
    """Of each part, in words."""


class Readiness:
    """Looks whether questions can be answered.

    Args:
        bot: connected or not.
        corpus: what answers come from.
    """

    def __init__(self, bot: BylineBot, corpus: Corpus) -> None:
        self._bot = bot
        self._corpus = corpus
        # A file that is gone can still be read by whoever has it open.
        self._is_file = corpus.library.path.is_file()
        self._library = Shared(self._read, FRESH, PATIENCE)

    async def look(self) -> Health:
        """Look now; costs next to nothing, however often."""
        gateway = "connected" if is_connected(self._bot) else "not connected to Discord"
        library = await self._look_at_library()
        state = self._corpus.index.state
        index = _INDEX.get(state, "it cannot be used; questions are answered by the library, slower")
        ok = gateway == "connected" and library == "readable" and state in _INDEX
        return Health(ok, {"gateway": gateway, "library": library, "index": index})

    async def _look_at_library(self) -> str:
        try:
            return await self._library.get()
        except TimeoutError:
            return f"it cannot be read within {PATIENCE:.0f} seconds"
        except CorpusError as error:
            return str(error)

    def _read(self) -> str:
        library = self._corpus.library
        library.corrections.state()
        if self._is_file and not library.path.is_file():
            return f"{library.path} is gone"
        return "readable"


def is_connected(bot: discord.Client) -> bool:
    """Whether all connections to Discord are there, as far as can be told."""
    if isinstance(bot, discord.AutoShardedClient):
        return bool(bot.shards) and not any(shard.is_closed() for shard in bot.shards.values())
    socket = bot.ws
    return socket is not None and bool(socket.open) and not bot.is_closed()
