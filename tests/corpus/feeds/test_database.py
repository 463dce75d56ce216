"""Feeds of a library in PostgreSQL: the same tests as over a file, with another library underneath."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus import Library
from tests.corpus.feeds.press import Newsroom
from tests.corpus.feeds.test_refresh import (
    site,
    test_a_failing_feed_is_left_alone_for_longer_each_time_and_recovers,
    test_an_index_of_sitemaps_is_read_newest_first_and_each_sitemap_only_when_it_changed,
    test_one_feed_is_refreshed_by_one_at_a_time,
    test_only_feeds_whose_turn_it_is_are_refreshed_longest_overdue_first,
    test_two_feeds_that_became_one_are_asked_once,
    test_what_is_new_goes_before_what_was_left_over_and_before_what_only_changed,
)
from tests.corpus.site import Site

if TYPE_CHECKING:
    from tests.postgres import Postgres

__all__ = [
    "site",
    "test_a_failing_feed_is_left_alone_for_longer_each_time_and_recovers",
    "test_an_index_of_sitemaps_is_read_newest_first_and_each_sitemap_only_when_it_changed",
    "test_one_feed_is_refreshed_by_one_at_a_time",
    "test_only_feeds_whose_turn_it_is_are_refreshed_longest_overdue_first",
    "test_two_feeds_that_became_one_are_asked_once",
    "test_what_is_new_goes_before_what_was_left_over_and_before_what_only_changed",
]


@pytest.fixture
def newsroom(site: Site, tmp_path: Path, postgres: Postgres) -> Iterator[Newsroom]:
    """In place of the one over a file."""
    with Library.open(tmp_path / "corpus", url=postgres.library()) as library:
        yield Newsroom(site, library)
        assert library.integrity() == []
