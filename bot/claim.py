"""Which shards this process serves, written in the library, so that nobody else answers the same people."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.errors import ShardTakenError
from bot.settings import BotSettings, Shards
from corpus import Library, utc_now

log = logging.getLogger(__name__)

# One that was killed on another machine is missed after this; on this machine it is seen at once.
_LEASE = timedelta(minutes=2)
_REST = 30.0


@asynccontextmanager
async def claimed(
    library: Library,
    settings: BotSettings,
    end: Callable[[], Awaitable[None]],
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[None]:
    """The shards in the settings are this process's until the block ends.

    Args:
        library: where it is written.
        settings: whose shards, and which of them.
        end: ends the bot, should another process take over while this one is stopped for minutes.
        rest: waits; a test decides for how long.

    Raises:
        ShardTakenError: another process serves one of them, or took over.
    """
    claim = _Claim(library, settings.application_id, settings.shards or Shards())
    keeping: asyncio.Task[None] | None = None
    try:
        if (taken := await asyncio.to_thread(claim.take)) is not None:
            raise ShardTakenError(taken)
        keeping = asyncio.create_task(claim.keep(end, rest), name="claim of shards")
        yield
        if claim.lost is not None:
            raise ShardTakenError(claim.lost)
    finally:
        if keeping is not None:
            keeping.cancel()
        await asyncio.to_thread(claim.give_back)


class _Claim:
    """Leases of some shards."""

    def __init__(self, library: Library, application: int | None, shards: Shards) -> None:
        self._leases = library.leases
        self._names = {f"discord {application} shard {one}": one for one in shards.ids}
        self._holder = library.leases.holder()
        self.lost: int | None = None
        """The shard that another process took over."""

    def take(self) -> int | None:
        """Take them all, or keep them for longer; the first that another process has."""
        now = utc_now()
        for name, shard in self._names.items():
            if not self._leases.take(name, self._holder, now, now + _LEASE):
                return shard
        return None

    def give_back(self) -> None:
        """Let others have them."""
        for name in self._names:
            self._leases.give_back(name, self._holder)

    async def keep(
        self, end: Callable[[], Awaitable[None]], rest: Callable[[float], Awaitable[None]]
    ) -> None:
        """Keep them until one is lost: then end the bot."""
        while self.lost is None:
            await rest(_REST)
            try:
                self.lost = await asyncio.to_thread(self.take)
            except Exception:
                log.exception("It could not be written down which shards are served here.")
        await end()
