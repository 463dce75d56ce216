from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.line import Line


def line(most: int, *entries: str) -> Line[str]:
    """A line of so many places, entered in this order; an entry is a server's letter and a number."""
    made: Line[str] = Line(most)
    for entry in entries:
        made.enter(entry[0], entry)
    return made


def test_a_server_s_own_questions_keep_their_order() -> None:
    assert line(9, "a1", "a2", "a3").order() == ["a1", "a2", "a3"]


def test_servers_take_turns() -> None:
    assert line(9, "a1", "a2", "a3", "b1", "b2", "c1").order() == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_who_comes_late_waits_one_round_at_most() -> None:
    made = line(9, "a1", "a2", "b1", "b2")
    assert made.call() == "a1"
    made.enter("c", "c1")
    assert made.order() == ["b1", "a2", "c1", "b2"]


def test_a_full_line_takes_nobody_from_the_server_that_fills_it() -> None:
    made = line(3, "a1", "a2", "a3")
    assert made.enter("a", "a4") == "a4"
    assert made.order() == ["a1", "a2", "a3"]


def test_in_a_full_line_a_server_with_fewer_takes_the_newest_place_of_the_one_with_most() -> None:
    made = line(4, "a1", "a2", "a3", "b1")
    assert made.enter("c", "c1") == "a3"
    assert made.enter("b", "b2") == "b2", "two each: nobody has fewer"
    assert made.order() == ["a1", "b1", "c1", "a2"]


def test_a_line_of_no_places_takes_nobody() -> None:
    assert line(0).enter("a", "a1") == "a1"


def test_who_leaves_waits_no_longer_and_who_is_not_there_can_leave() -> None:
    made = line(9, "a1", "b1", "a2")
    made.leave("a1")
    made.leave("b1")
    made.leave("z9")
    assert made.order() == ["a2"]


@given(st.lists(st.sampled_from("abcd"), max_size=40), st.integers(0, 12))
def test_everybody_is_called_in_the_order_that_was_told_and_no_server_twice_before_another(
    servers: list[str], most: int
) -> None:
    made: Line[str] = Line(most)
    refused = [made.enter(server, f"{server}{number}") for number, server in enumerate(servers)]
    told = made.order()
    assert len(told) == min(most, len(servers)) == len(made)
    assert len(told) + sum(one is not None for one in refused) == len(servers)
    assert [made.call() for _ in told] == told
    assert made.call() is None
    for place, one in enumerate(told):
        later = {other[0] for other in told[place + 1 :]}
        before = [other[0] for other in told[:place]]
        assert all(before.count(one[0]) <= before.count(other) for other in later)
