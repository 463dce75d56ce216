"""What following feeds needs of the world: the network, the time, and how much is asked of either."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from corpus.feeds.schedule import FeedPolicy
from corpus.models import NotModified, Page, Validators, utc_now
from corpus.settings import CorpusSettings

if TYPE_CHECKING:
    from corpus.fetch import Network

MOST_BYTES = 50_000_000
"""What a sitemap may have, as its standard says."""
_SECONDS = 30.0
_ANYTHING = Validators()


@dataclass(frozen=True, slots=True)
class FeedWorld:
    """Programs give the policy; tests give a small network and a clock that they move."""

    policy: FeedPolicy = field(default_factory=FeedPolicy)
    network: Network | None = None
    """`None`: the usual one."""
    now: Callable[[], datetime] = utc_now

    @classmethod
    def of(cls, settings: CorpusSettings) -> FeedWorld:
        """The world as the settings want it."""
        from corpus.fetch import Network

        network = Network(ports=settings.fetch_ports, contact=settings.fetch_contact)
        return cls(FeedPolicy(every=timedelta(minutes=settings.feed_minutes)), network)

    def ask(self, address: str, validators: Validators = _ANYTHING) -> Page | NotModified:
        """What is at a feed's address, if it has changed.

        Raises:
            LinkError: as `corpus.fetch.fetch_if_changed`.
        """
        # Loads httpx, which listing feeds does not need.
        from corpus.fetch import FetchBounds, Kind, fetch_if_changed

        bounds = FetchBounds(seconds=_SECONDS, size=MOST_BYTES)
        return fetch_if_changed(address, validators, Kind.FEED, bounds, self.network)
