"""When a feed's next turn is."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from corpus.feeds.schedule import FeedPolicy, after_failure, back_off, interval

POLICY = FeedPolicy()
HOUR = timedelta(hours=1)
INTERVALS = st.timedeltas(timedelta(minutes=1), timedelta(days=400))


def test_an_admins_choice_wins_over_what_the_feed_asks_for_and_that_over_the_default() -> None:
    assert interval(POLICY, timedelta(minutes=20), timedelta(hours=5)) == timedelta(minutes=20)
    assert interval(POLICY, None, timedelta(hours=5)) == timedelta(hours=5)
    assert interval(POLICY, None, None) == HOUR


def test_neither_an_admin_nor_a_feed_makes_us_rude_or_deaf() -> None:
    assert interval(POLICY, timedelta(seconds=1), None) == POLICY.shortest
    assert interval(POLICY, None, timedelta(minutes=1)) == POLICY.every
    assert interval(POLICY, None, timedelta(days=365)) == POLICY.longest


@given(st.text(max_size=8), st.integers(1, 10_000), INTERVALS)
def test_a_back_off_is_bounded_and_always_the_same(feed_id: str, failures: int, usual: timedelta) -> None:
    pause = back_off(POLICY, feed_id, failures, usual)
    assert pause == back_off(POLICY, feed_id, failures, usual)
    assert usual * 0.8 <= pause <= max(POLICY.ceiling, usual)


@given(st.text(max_size=8), st.integers(1, 10_000))
def test_a_back_off_grows_with_each_failure_up_to_its_ceiling(feed_id: str, failures: int) -> None:
    usual = timedelta(minutes=15)
    now, then = back_off(POLICY, feed_id, failures, usual), back_off(POLICY, feed_id, failures + 1, usual)
    assert then > now or then >= POLICY.ceiling * 0.8


def test_feeds_that_fail_together_do_not_come_back_together() -> None:
    assert len({back_off(POLICY, f"feed {number}", 3, HOUR) for number in range(20)}) == 20


def test_a_site_that_asks_for_a_longer_pause_gets_it_within_reason() -> None:
    assert after_failure(POLICY, "a", 1, HOUR, 6 * 3_600.0) == timedelta(hours=6)
    assert after_failure(POLICY, "a", 1, HOUR, 1e12) == POLICY.patience
    assert after_failure(POLICY, "a", 1, HOUR, -5.0) == after_failure(POLICY, "a", 1, HOUR, None)
