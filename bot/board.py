"""The jobs of this bot: done one after another in the order they came, shown, cancelled, taken up again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from bot.bulletin import Bulletin
from bot.errors import explain
from bot.jobcards import SHOWN, News, needs_report
from bot.request import request
from bot.ticket import Ticket
from bot.watch import meters
from corpus import Actor, Job, JobItem, JobState

if TYPE_CHECKING:
    from discord.ui import View

    from bot.office import Office

log = logging.getLogger(__name__)

# How long a message stands before it is edited again: Discord takes five edits in five seconds.
BETWEEN_EDITS = 1.2
# After the library or the program failed in a way that no job can help.
AFTER_FAILURE = 60.0


class JobBoard:
    """Does jobs in the background, one at a time, and keeps each one's message up to date.

    Args:
        office: does the work, and keeps the jobs.
        bulletin: shows them.
        buttons: the view below a job that is not over.
        pause: waits between two edits; a test need not.
        serves: whether a server's jobs are this process's.
    """

    def __init__(
        self,
        office: Office,
        bulletin: Bulletin,
        buttons: Callable[[int], View],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        serves: Callable[[str | None], bool] = lambda _: True,
    ) -> None:
        self._office = office
        self._ledger = office.ledger
        self._bulletin = bulletin
        self._buttons = buttons
        self._pause = pause
        self._serves = serves
        self._owner = ""
        self._wake = asyncio.Event()
        self._showing = asyncio.Lock()
        self._watched: dict[int, asyncio.Event] = {}
        self._halted: set[int] = set()
        self._given_up: set[int] = set()
        self.is_closing = False
        """Whether it stops after the article that is under way."""
        self._running: asyncio.Task[None] | None = None
        self._watching: set[asyncio.Task[None]] = set()

    def start(self, owner: str) -> None:
        """Take up what is left from before, and do what comes; `owner` names this bot among several."""
        self._owner = owner
        self._running = asyncio.create_task(self._run(), name="jobs")

    async def close(self, patience: float) -> None:
        """Stop after the article that is under way, or leave it after so many seconds."""
        self.is_closing = True
        self._wake.set()
        tasks = {task for task in (self._running, *self._watching) if task is not None}
        if tasks:
            _, slow = await asyncio.wait(tasks, timeout=patience)
            for task in slow:
                task.cancel()

    async def submit(self, actor: Actor, ticket: Ticket, items: Sequence[JobItem]) -> int:
        """Keep a job and do it when its turn comes; its number. Raises `TooManyJobsError`."""
        number = await self._office.submit(actor, self._owner, ticket.packed(), items)
        ahead = [job for job in await self._open() if job.number < number]
        if ahead:
            await self._show(number, len(ahead))
        self._wake.set()
        return number

    async def cancel(self, number: int, actor: Actor) -> bool:
        """Stop a job; `False` if it is over, or stopping already."""
        if not await self._office.cancel(number, actor):
            return False
        self._halted.add(number)
        if number in self._watched:
            self._watched[number].set()
        else:
            await self._end(number, JobState.CANCELLED)
            await self._show(number)
        return True

    async def belongs(self, number: int, server: str) -> bool:
        """Whether a job was asked for in this server."""
        job = await asyncio.to_thread(self._ledger.job, number)
        return job is not None and job.by.server == server

    # The loop

    async def _run(self) -> None:
        while not self.is_closing:
            try:
                self._wake.clear()
                job = next((job for job in await self._open() if job.number not in self._given_up), None)
                if job is None:
                    await self._wake.wait()
                else:
                    with request():
                        await self._do(job)
            except Exception:
                log.exception("Jobs cannot be done at the moment.")
                await self._pause(AFTER_FAILURE)

    async def _do(self, job: Job) -> None:
        changed = self._watched[job.number] = asyncio.Event()
        loop, over = asyncio.get_running_loop(), asyncio.Event()

        def tell() -> None:
            loop.call_soon_threadsafe(changed.set)

        watching = asyncio.create_task(self._watch(job.number, changed, over), name=f"job {job.number}")
        self._watching.add(watching)
        watching.add_done_callback(self._watching.discard)
        log.info("Job %d begins.", job.number)
        try:
            done = job.state is JobState.OPEN and await self._office.work(
                job, lambda: self._is_halted(job.number), tell
            )
            if done or not self.is_closing:
                await self._end(job.number, JobState.DONE if done else JobState.CANCELLED)
        except Exception as error:  # noqa: BLE001 (it is told in the job's message)
            self._given_up.add(job.number)
            await self._end(job.number, JobState.FAILED, explain(error).text)
        finally:
            self._watched.pop(job.number, None)
            over.set()
            changed.set()

    def _is_halted(self, number: int) -> bool:
        return self.is_closing or number in self._halted

    async def _end(self, number: int, state: JobState, reason: str | None = None) -> None:
        await asyncio.to_thread(self._ledger.end, number, state, reason)
        meters.JOBS.labels(state.value).inc()

    async def _open(self) -> list[Job]:
        jobs = await asyncio.to_thread(self._ledger.open, self._owner)
        return [job for job in jobs if self._serves(job.by.server)]

    # Its message

    async def _watch(self, number: int, changed: asyncio.Event, over: asyncio.Event) -> None:
        """Edit the message whenever something changed, but not more often than Discord takes it."""
        await self._pause(BETWEEN_EDITS)
        if not changed.is_set():
            await self._show(number)
        while not over.is_set():
            await changed.wait()
            changed.clear()
            if not over.is_set():
                await self._show(number)
                await self._pause(BETWEEN_EDITS)
        await self._show(number)

    async def _show(self, number: int, ahead: int = 0) -> None:
        async with self._showing:
            news = await asyncio.to_thread(self._news, number, ahead)
            if news is None:
                return
            everything = await asyncio.to_thread(self._ledger.results, number) if needs_report(news) else ()
            before = Ticket.unpacked(news.job.ticket)
            view = None if news.is_over else self._buttons(number)
            ticket = await self._bulletin.show(news, before, view, everything)
            if news.is_over:
                ticket = ticket.spent()
            if ticket != before:
                await asyncio.to_thread(self._ledger.move, number, ticket.packed())

    def _news(self, number: int, ahead: int) -> News | None:
        job = self._ledger.job(number)
        if job is None:
            return None
        results = tuple(self._ledger.results(number, SHOWN))
        return News(
            job=job,
            counts=self._ledger.counts(number),
            results=results,
            ahead=ahead,
            about=Ticket.unpacked(job.ticket).about,
            is_halted=self.is_closing and not job.ended_at,
        )
