"""The loop that refreshes feeds when their turn has come, for as long as the bot runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.request import request

if TYPE_CHECKING:
    from bot.office import Office

log = logging.getLogger(__name__)

# How long it rests between two looks: a feed that was just followed, perhaps by another program, waits no
# longer than this.
LONGEST_REST = 60.0
SHORTEST_REST = 5.0


class RefreshLoop:
    """Refreshes what is due, rests, and begins again; what goes wrong is logged, and it goes on.

    Args:
        office: does it, on a thread of its own.
        rest: waits; a test decides for how long.
    """

    def __init__(self, office: Office, rest: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._office = office
        self._rest = rest
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name="refresh of feeds")

    def close(self) -> None:
        """Begin nothing more; an item that is under way ends on its thread."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        while True:
            seconds = LONGEST_REST
            try:
                with request():
                    await self._office.refresh_due()
                seconds = self._until(await self._office.next_due())
            except Exception:
                log.exception("The feeds could not be refreshed.")
            await self._rest(seconds)

    @staticmethod
    def _until(due: datetime | None) -> float:
        if due is None:
            return LONGEST_REST
        return min(max((due - datetime.now(UTC)).total_seconds(), SHORTEST_REST), LONGEST_REST)
