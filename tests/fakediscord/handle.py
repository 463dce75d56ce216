"""What a test holds after acting: how the bot answered one interaction."""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from . import objects
from .objects import Json
from .world import FakeUser

# Interaction types and callback types.
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9

Where = Callable[[Json], bool]


class Until(Protocol):
    """Waits until something is true of the fake, or fails the test saying what never came."""

    def __call__(self, true: Callable[[], object], what: str) -> Awaitable[None]: ...


@dataclass(frozen=True)
class Acknowledged:
    """The first response: when (event loop's clock), after how many seconds, and its callback type."""

    at: float
    after: float
    type: int


@dataclass
class InteractionHandle:
    """One interaction from the side of the person who caused it."""

    id: str
    token: str
    type: int
    user: FakeUser
    channel_id: str
    guild_id: str | None
    sent_at: float
    until: Until = field(repr=False)
    acknowledged: Acknowledged | None = None
    ephemeral: bool = False
    """Whether the response, or the promise of one, is for this person alone."""
    original_id: str | None = None
    shown: list[Json] = field(default_factory=list)
    """What the original response looked like, each time it changed; never the "thinking…" state."""
    followups: list[Json] = field(default_factory=list)
    modal_data: Json | None = None
    choices_data: list[Json] | None = None
    expiry: tuple[int, int] | None = None
    """Status and code that everything with this token is refused with, once it is expired."""
    deleted: bool = False
    opened_by: InteractionHandle | None = None
    """For a sent form: the interaction that opened it."""

    def metadata(self) -> Json:
        """What a message says of the interaction it answers."""
        found: Json = {
            "id": self.id,
            "type": self.type,
            "user": self.user.payload(),
            "authorizing_integration_owners": {"0": self.guild_id or "0"},
        }
        if self.type == COMPONENT and self.original_id:
            found["interacted_message_id"] = self.original_id
        if self.opened_by is not None:
            found["triggering_interaction_metadata"] = self.opened_by.metadata()
        return found

    async def acknowledgement(self) -> Acknowledged:
        """The first response of any kind, deferrals included."""
        await self.until(lambda: self.acknowledged, "the interaction to be acknowledged")
        assert self.acknowledged is not None
        return self.acknowledged

    async def response(self) -> Json:
        """The first message the person sees."""
        await self.until(lambda: self.shown, "a visible response")
        return self.shown[0]

    async def final(self, where: Where = lambda message: True) -> Json:
        """The original message once it is what `where` asks for; without it, after the first edit or send.

        A deferral shows nothing, so for *defer, then edit* the default is the edited message. Where the bot
        shows progress first, say what the last edit has: `final(lambda message: message["embeds"])`.
        """
        await self.until(lambda: self.shown and where(self.shown[-1]), "the final response")
        return self.shown[-1]

    async def edited(self, times: int = 1) -> Json:
        """The original message after it was changed so many times after it was first visible."""
        await self.until(lambda: len(self.shown) > times, f"{times} edits of a visible response")
        return self.shown[times]

    async def followup(self, index: int = 0) -> Json:
        """The follow-up message of this number."""
        await self.until(lambda: len(self.followups) > index, f"follow-up {index}")
        return self.followups[index]

    async def modal(self) -> Json:
        """The form the bot opened."""
        await self.until(lambda: self.modal_data, "a modal")
        assert self.modal_data is not None
        return self.modal_data

    async def choices(self) -> list[Json]:
        """The choices offered while typing."""
        await self.until(lambda: self.choices_data is not None, "autocomplete choices")
        assert self.choices_data is not None
        return self.choices_data

    def expire(self, status: int = 401, code: int = 50027) -> None:
        """Let the token run out, as 15 minutes do; `(404, 10015)` is Discord's other way to say so."""
        self.expiry = (status, code)

    def show(self, message: Json) -> None:
        """Keep what the person now sees."""
        if not message["flags"] & objects.LOADING:
            self.shown.append(copy.deepcopy(message))
