"""How fast the bot shows that it works."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tempo:
    """When a message is edited; a test need not wait."""

    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits for some seconds between two edits of a message."""
    patience: float = 0.7
    """Seconds after which somebody who waits is told what is going on; an answer is mostly faster."""
