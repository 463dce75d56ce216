from __future__ import annotations

import asyncio
from threading import Event

import pytest

from bot.errors import BusyError
from bot.work import Pool


async def test_a_job_runs_on_another_thread_and_its_result_or_error_comes_back() -> None:
    pool = Pool("test", threads=1, waiting=1)
    assert await pool.run(lambda: 6 * 7) == 42
    with pytest.raises(ZeroDivisionError):
        await pool.run(lambda: 1 // 0)
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
    with pytest.raises(BusyError):
        await pool.run(lambda: None)
