from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from threading import Event

import pytest
import pytest_asyncio

from bot.errors import BusyError
from bot.work import Pool, QueueTurn


class Slow:
    """A pool of one thread which is taken until `go`."""

    def __init__(self, waiting: int) -> None:
        self.pool = Pool("test", threads=1, waiting=waiting)
        self.go = Event()
        self.done: list[str] = []
        self.first = asyncio.create_task(self.pool.run(self.go.wait))

    async def ask(self, name: str, places: list[int] | None = None) -> asyncio.Task[None]:
        """A question of the server of the name's first letter; its places in the queue are kept."""
        turn = QueueTurn(name[0], places.append if places is not None else None)
        task = asyncio.create_task(self.pool.run(partial(self.done.append, name), turn))
        await asyncio.sleep(0)
        return task


@pytest_asyncio.fixture
async def slow() -> AsyncIterator[Slow]:
    slow = Slow(waiting=4)
    await asyncio.sleep(0)
    yield slow
    slow.go.set()
    slow.pool.close()
    await slow.first


async def test_a_job_runs_on_another_thread_and_its_result_or_error_comes_back() -> None:
    pool = Pool("test", threads=1, waiting=1)
    assert await pool.run(lambda: 6 * 7) == 42
    with pytest.raises(ZeroDivisionError):
        await pool.run(lambda: 1 // 0)
    assert await pool.run(lambda: "free again") == "free again"
    pool.close()


async def test_a_full_queue_refuses_and_takes_again_when_there_is_room() -> None:
    pool, go = Pool("test", threads=1, waiting=1), Event()
    jobs = [asyncio.create_task(pool.run(go.wait)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await pool.run(go.wait)
    go.set()
    assert await asyncio.gather(*jobs) == [True, True]
    assert await pool.run(lambda: "room") == "room"
    pool.close()


async def test_a_closed_pool_refuses_politely() -> None:
    pool = Pool("test", threads=1, waiting=1)
    pool.close()
    for _ in range(3):
        with pytest.raises(BusyError):
            await pool.run(lambda: None)


async def test_who_waits_when_the_pool_closes_is_told_so(slow: Slow) -> None:
    waiting = [await slow.ask("a1"), await slow.ask("b1")]
    closing = asyncio.create_task(asyncio.to_thread(slow.pool.close))
    await asyncio.sleep(0)
    while not slow.pool._executor._shutdown:
        await asyncio.sleep(0)
    slow.go.set()
    assert [type(end) for end in await asyncio.gather(*waiting, return_exceptions=True)] == [BusyError] * 2
    await closing
    assert slow.done == []


async def test_a_server_with_one_question_does_not_wait_for_all_of_another_s(slow: Slow) -> None:
    jobs = [await slow.ask(name) for name in ("a1", "a2", "a3", "b1")]
    slow.go.set()
    await asyncio.gather(*jobs)
    assert slow.done == ["a1", "b1", "a2", "a3"]


async def test_each_is_told_its_place_whenever_it_changes_and_0_as_it_begins(slow: Slow) -> None:
    places: dict[str, list[int]] = {"a1": [], "a2": [], "b1": []}
    jobs = [await slow.ask(name, told) for name, told in places.items()]
    slow.go.set()
    await asyncio.gather(*jobs)
    assert places == {"a1": [1, 0], "a2": [2, 3, 2, 1, 0], "b1": [2, 1, 0]}


async def test_who_need_not_wait_is_told_only_that_it_begins() -> None:
    pool, places = Pool("test", threads=1, waiting=1), list[int]()
    await pool.run(lambda: None, QueueTurn("a", places.append))
    assert places == [0]
    pool.close()


async def test_a_server_that_fills_the_queue_gives_its_newest_place_to_another(slow: Slow) -> None:
    greedy = [await slow.ask(f"a{number}") for number in range(4)]
    other = await slow.ask("b1")
    with pytest.raises(BusyError):
        await greedy[-1]
    slow.go.set()
    await asyncio.gather(other, *greedy[:-1])
    assert slow.done == ["a0", "b1", "a1", "a2"]


async def test_who_gives_up_leaves_the_queue_and_no_thread_is_lost(slow: Slow) -> None:
    left, stays = await slow.ask("a1"), await slow.ask("a2")
    left.cancel()
    with pytest.raises(asyncio.CancelledError):
        await left
    slow.go.set()
    await stays
    assert slow.done == ["a2"]
    assert await slow.pool.run(lambda: "free") == "free"


async def test_who_gives_up_in_the_moment_it_is_called_passes_the_turn_on(slow: Slow) -> None:
    left, stays = await slow.ask("a1"), await slow.ask("a2")
    slow.pool._give_on()  # as if a second thread had become free
    left.cancel()
    with pytest.raises(asyncio.CancelledError):
        await left
    slow.go.set()
    await stays
    assert slow.done == ["a2"]
