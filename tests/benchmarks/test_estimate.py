"""The arithmetic of what a large corpus needs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.estimate import Assumed, Measured, limits, main, needs, said

MEASURED, ASSUMED = Measured(), Assumed()


def amounts(passages: float, servers: float) -> dict[tuple[str, str], float]:
    found = needs(passages, servers, MEASURED, ASSUMED)
    assert len({(need.what, need.unit) for need in found}) == len(found)
    return {(need.what, need.unit): need.amount for need in found}


def test_what_is_per_passage_is_multiplied() -> None:
    found = amounts(1e6, 1)
    assert found["library", "GB of disk"] == pytest.approx(3.4)
    assert found["index and arrays", "GB of memory"] == pytest.approx(3.3)
    assert found["deciding and saving", "hours"] == pytest.approx(1e6 / 3.65 * 0.0085 / 3600)


def test_ten_thousand_servers_are_ten_shards_that_connect_one_after_another() -> None:
    found = amounts(1e5, 10_000)
    assert found["connections to the gateway", "shards"] == 10
    assert found["all of them connected", "seconds"] == 50
    assert amounts(1e5, 10_001)["connections to the gateway", "shards"] == 11


@given(st.floats(1, 1e10), st.floats(1, 1e6))
def test_more_never_needs_less(passages: float, servers: float) -> None:
    less, more = amounts(passages, servers), amounts(passages * 2, servers * 2)
    assert all(more[key] >= amount for key, amount in less.items())


def test_what_breaks_first_is_first() -> None:
    found = limits(MEASURED, ASSUMED)
    assert [limit.of for limit in found] == sorted(limit.of for limit in found)
    for kind in ("passages", "servers"):
        at = [limit.at for limit in found if limit.of == kind]
        assert at == sorted(at)
        assert len(at) >= 3


def test_a_limit_is_where_the_need_reaches_it() -> None:
    (memory,) = [limit for limit in limits(MEASURED, ASSUMED) if "memory of one machine" in limit.what]
    assert amounts(memory.at, 1)["index and arrays", "GB of memory"] == pytest.approx(64 * 0.8)


def test_a_faster_writer_breaks_later() -> None:
    (slow,) = [one for one in limits(MEASURED, ASSUMED) if "one process to save" in one.what]
    faster = replace(MEASURED, saving=MEASURED.saving / 2)
    (fast,) = [one for one in limits(faster, ASSUMED) if "one process to save" in one.what]
    assert fast.at == pytest.approx(2 * slow.at)


@pytest.mark.parametrize(
    ("amount", "words"),
    [(0.7339, "0.734"), (50, "50"), (27_397_260, "27,400,000"), (1_334.4, "1,330"), (999.6, "1,000")],
)
def test_numbers_have_three_digits(amount: float, words: str) -> None:
    assert said(amount) == words


def test_both_tables_are_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["estimate", "--passages", "1e6", "--servers", "100"])
    main()
    printed = capsys.readouterr().out
    assert "| what | how much | how |" in printed
    assert "| what breaks | at | because |" in printed
