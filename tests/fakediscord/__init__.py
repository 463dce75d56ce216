"""A Discord on the loopback: REST v10 and Gateway v10 for the unmodified discord.py client.

async def test_ask(fakediscord: FakeDiscord) -> None:
    async with run_client(bot, fakediscord):
        asked = await fakediscord.slash("ask", {"question": "Who won?"}, user=fakediscord.user("Ada"))
        answer = await asked.final()
"""

from __future__ import annotations

from .faults import Fault, Hold
from .handle import InteractionHandle
from .objects import Json
from .record import Recorded
from .server import FakeDiscord
from .world import FakeAttachment, FakeChannel, FakeGuild, FakeUser

__all__ = [
    "FakeAttachment",
    "FakeChannel",
    "FakeDiscord",
    "FakeGuild",
    "FakeUser",
    "Fault",
    "Hold",
    "InteractionHandle",
    "Json",
    "Recorded",
]
