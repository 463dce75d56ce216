"""Where a job's message is: kept with the job, so that it goes on being edited after a restart.  [pure]"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, replace

# An interaction's token is taken for 15 minutes; a request may wait for its turn.
TOKEN_SECONDS = 15 * 60 - 45


@dataclass(frozen=True, slots=True)
class Ticket:
    """The message of one job, in Discord's ids."""

    server: int
    channel: int
    message: int | None
    """`None` while there is none that could be edited."""
    user: int
    """Who asked: told in private where the channel takes no message."""
    token: str | None = None
    """The interaction's: while it lasts it alone edits a message that only the admin sees."""
    until: float = 0.0
    """When the token ends, in seconds since 1970."""
    about: str = ""
    """What the job is about, where its items do not say it: a feed's name. Plain text."""

    @property
    def private(self) -> bool:
        """Whether the message is one that only the interaction's token can edit."""
        return self.token is not None

    def lasts(self) -> bool:
        """Whether the token still does."""
        return self.token is not None and time.time() < self.until

    def moved(self, channel: int, message: int) -> Ticket:
        """The same job's message in a channel, which the bot edits in its own name."""
        return replace(self, channel=channel, message=message, token=None, until=0.0)

    def spent(self) -> Ticket:
        """Without the token, which nobody needs once the job is over."""
        return replace(self, token=None, until=0.0)

    def packed(self) -> str:
        """As the library keeps it."""
        return json.dumps(asdict(self))

    @classmethod
    def unpacked(cls, text: str) -> Ticket:
        """As the library kept it."""
        return cls(**json.loads(text))
