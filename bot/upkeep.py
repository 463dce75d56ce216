"""The loop that takes over what another process has set, and lets go of what is kept for long enough."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.desk import Desk
from bot.request import request
from bot.settings import BotSettings
from corpus import utc_now

log = logging.getLogger(__name__)

REST = 20.0
"""Seconds between two looks at what servers have set."""
PRUNING = timedelta(hours=1)
"""Between two times that something is deleted."""


class UpkeepLoop:
    """Looks, rests, and begins again; what goes wrong is logged, and it goes on.

    Args:
        desk: whose servers' settings are looked at, and whose archive is kept small.
        settings: how much is kept of answers.
        rest: waits; a test decides for how long.
    """

    def __init__(
        self, desk: Desk, settings: BotSettings, rest: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._desk = desk
        self._age = timedelta(days=settings.answer_days)
        self._most = settings.answers
        self._rest = rest
        self._pruned_at: datetime | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name="upkeep")

    def close(self) -> None:
        """Begin nothing more."""
        if self._task is not None:
            self._task.cancel()

    async def look(self) -> None:
        """Take over what other processes have set, and delete what is due, if that was not done lately."""
        await self._desk.rules.refresh()
        await self._desk.follow()
        now = utc_now()
        if self._pruned_at is None or now - self._pruned_at >= PRUNING:
            await self.prune()
            self._pruned_at = now

    async def prune(self) -> None:
        """Delete questions and answers that are kept for long enough."""
        await self.prune_questions()
        answers = await self._desk.archive.prune_answers(utc_now() - self._age, self._most)
        if answers:
            log.info("The buttons of %d old answers were let go of.", answers)

    async def prune_questions(self) -> None:
        """Delete the questions that their servers want no longer."""
        questions = await self._desk.archive.prune_questions(utc_now())
        if questions:
            log.info("%d old questions were deleted.", questions)

    async def _run(self) -> None:
        while True:
            try:
                with request():
                    await self.look()
            except Exception:
                log.exception("What other processes have set could not be read, or what is old not deleted.")
            await self._rest(REST)
