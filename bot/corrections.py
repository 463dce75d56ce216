"""The loop that marks answers whose sources were corrected or removed, whatever changed them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import groupby

import discord

from bot.archive import Archive
from bot.corrected import REMOVED, Change, note_of, without
from bot.replies import UNSENT
from bot.request import request
from corpus import Correction, KeptAnswer, LogFilters, utc_now

log = logging.getLogger(__name__)

REST = 30.0
BETWEEN_EDITS = 1.2
# An answer may be kept a moment after its source changed: for so long a change is looked at again.
LATE = timedelta(minutes=10)
# Discord's codes: the channel, the message or the thread is gone, or it is another bot's message.
_NEVER = {10003, 10008, 50005}


class CorrectionLoop:
    """Marks, rests, and begins again; what goes wrong is logged, tried again later, and it goes on.

    Args:
        archive: knows what was quoted, and its library what changed, by any door.
        client: edits.
        days: how old an answer may be; 0 marks none.
        pause: waits; a test need not.
        serves: whether a server's answers are this process's to mark.
    """

    def __init__(
        self,
        archive: Archive,
        client: discord.Client,
        days: int,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        serves: Callable[[str | None], bool] = lambda _: True,
    ) -> None:
        self._archive = archive
        self._library = archive.library
        self._ledger = archive.library.corrections
        self._client = client
        self._age = timedelta(days=days)
        self._pause = pause
        self._serves = serves
        self._seen = -1
        self._changed_at = utc_now()
        self._marking = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        if self._age:
            self._task = asyncio.create_task(self._run(), name="corrections")

    def close(self) -> None:
        """Begin nothing more; what was begun is taken up by the next start."""
        if self._task is not None:
            self._task.cancel()

    async def mark_all(self) -> int:
        """Mark what is to be marked now, after whoever marks already; how many answers were edited."""
        async with self._marking:
            now = utc_now()
            corrections = await asyncio.to_thread(self._ledger.open, now - self._age, now)
            edited = 0
            for key, some in groupby(corrections, key=lambda one: one.answer):
                edited += await self._mark(key, list(some))
            return edited

    async def _run(self) -> None:
        while True:
            try:
                if await asyncio.to_thread(self._is_due):
                    with request():
                        await self.mark_all()
            except Exception:
                log.exception("Corrected answers could not be marked.")
            await asyncio.sleep(REST)

    def _is_due(self) -> bool:
        now, state = utc_now(), self._ledger.state()
        if state != self._seen:
            self._seen, self._changed_at = state, now
        return now - self._changed_at < LATE or self._ledger.due(now)

    async def _mark(self, key: str, corrections: list[Correction]) -> bool:
        """Mark one answer for all of its sources; whether its message was edited."""
        answer = await self._archive.find(key)
        if not self._serves(answer.server):
            return False
        before, changes = await asyncio.to_thread(self._begin, answer, corrections)
        try:
            edited = (before or bool(changes)) and await self._edit(answer, changes)
        except UNSENT as error:
            if getattr(error, "code", 0) not in _NEVER:
                log.warning("A corrected answer could not be marked, it is tried again: %s", error)
                return False
            log.info("A corrected answer is gone from Discord: %s", error)
            edited = False
        for one in corrections:
            await asyncio.to_thread(self._ledger.finish, one, edited)
        return edited

    def _begin(self, answer: KeptAnswer, corrections: list[Correction]) -> tuple[bool, list[Change]]:
        """Write down that it is tried; whether it was marked before, and what changed."""
        marked = self._ledger.is_marked(answer.key)
        for one in corrections:
            tried = self._ledger.attempts(one)
            self._ledger.attempt(one, utc_now() + timedelta(minutes=2.0 ** min(tried, 12)))
        cited = self._archive.look(answer, answer.citations)
        changes = [Change(one, self._when(one.kept.article_id)) for one in cited if not one.is_still_said]
        return marked, changes

    def _when(self, article_id: str) -> datetime | None:
        entries = self._library.log.entries(LogFilters(article_id=article_id), limit=1)
        return entries[0].at if entries else None

    async def _edit(self, answer: KeptAnswer, changes: list[Change]) -> bool:
        await self._pause(BETWEEN_EDITS)
        channel = self._client.get_partial_messageable(int(answer.channel))
        message = channel.get_partial_message(int(answer.message or 0))
        removed = [change.cited.kept.number for change in changes if change.is_removal]
        content = note_of(changes) or None
        nobody = discord.AllowedMentions.none()
        if removed:
            embed = await self._cleared(message, removed)
            await message.edit(content=content, embed=embed, allowed_mentions=nobody)
        else:
            await message.edit(content=content, allowed_mentions=nobody)
        return True

    async def _cleared(self, message: discord.PartialMessage, removed: list[int]) -> discord.Embed:
        try:
            embeds = (await message.fetch()).embeds
        except discord.Forbidden:  # it may edit what it may not read: then all of the answer goes
            embeds = []
        if not embeds:
            return discord.Embed(description=REMOVED)
        return discord.Embed.from_dict(without(embeds[0].to_dict(), removed))
