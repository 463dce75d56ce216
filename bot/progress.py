"""Says in place what goes on while somebody waits: the place in the queue, the search, the first words."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Self

from bot.escape import escape
from bot.tempo import Tempo
from retrieval import Sentence

log = logging.getLogger(__name__)

# Discord takes five edits in five seconds of one message; a person reads no faster than this.
EVERY_SECONDS = 1.0
# Of what a language model has written so far, so many units are shown: escaped, they fit a message.
MOST = 900

WRITING = "\n\n*Still writing…*"
NEXT = "Your question is the next one."
WAITING = "Your question is number {place:,} in the queue."


class Progress:
    """A watcher whose words are shown at most once a second, from when the wait has become one.

    As a context it ends with the last edit done, so that nothing comes after what is shown next.

    Args:
        note: shows a text where the answer will stand; raises nothing.
        count: how many articles are searched.
        tempo: when.
    """

    def __init__(
        self, note: Callable[[str], Awaitable[None]], count: Callable[[], Awaitable[int]], tempo: Tempo
    ) -> None:
        self._note = note
        self._count = count
        self._tempo = tempo
        self._place = 0
        self._heard: tuple[str, ...] = ()
        self._over = asyncio.Event()
        self._news = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def waits(self, place: int) -> None:
        """The place in the queue; 0 when it is one's turn. Called on the event loop."""
        self._place = place
        self._news.set()

    def hear(self, sentence: Sentence) -> None:
        """A sentence of a language model's answer; called from any thread."""
        self._loop.call_soon_threadsafe(self._heard_one, sentence.text)

    async def __aenter__(self) -> Self:
        self._news.set()
        self._task = asyncio.create_task(self._run(), name="progress")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._over.set()
        await self._task

    def _heard_one(self, text: str) -> None:
        self._heard += (text,)
        self._news.set()

    async def _run(self) -> None:
        shown = ""
        await self._wait(asyncio.sleep(self._tempo.patience))
        while not self._over.is_set():
            self._news.clear()
            text = await self._text()
            if text != shown and not self._over.is_set():
                await self._note(text)
                shown = text
                await self._wait(self._tempo.pause(EVERY_SECONDS))
            await self._wait(self._news.wait())

    async def _text(self) -> str:
        if self._heard:
            return escape(" ".join(self._heard), MOST) + WRITING
        if self._place:
            return NEXT if self._place == 1 else WAITING.format(place=self._place)
        try:
            count = await self._count()
        except Exception:  # whatever it is, the answer will meet it, too, and say so
            log.exception("What is searched could not be counted.")
            return "Searching the articles…"
        return f"Searching {count:,} article{'' if count == 1 else 's'}…"

    async def _wait(self, until: Awaitable[object]) -> None:
        """Until then, or until all is over."""
        tasks = [asyncio.ensure_future(until), asyncio.ensure_future(self._over.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
