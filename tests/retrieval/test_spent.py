from __future__ import annotations

import asyncio

import pytest

from retrieval import measured
from retrieval.spent import STEPS, spending


def test_nobody_who_does_not_ask_is_told_where_time_goes() -> None:
    with spending("reading"):
        pass
    with measured() as spent:
        pass
    assert spent == dict.fromkeys(STEPS, 0.0)


def test_a_step_counts_each_time_and_even_if_it_fails() -> None:
    with measured() as spent:
        with spending("retrieval"):
            pass
        once = spent["retrieval"]
        with pytest.raises(KeyError), spending("retrieval"):
            raise KeyError
    assert 0 < once < spent["retrieval"]
    assert spent["reading"] == 0


async def test_each_of_many_threads_is_told_its_own() -> None:
    def answer(times: int) -> bool:
        with measured() as spent:
            for _ in range(times):
                with spending("reading"):
                    pass
            return (spent["reading"] > 0) == (times > 0)

    assert all(await asyncio.gather(*(asyncio.to_thread(answer, times) for times in (0, 3, 0, 9))))
