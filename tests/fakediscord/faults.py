"""Scripted trouble: answers Discord gives on a bad day, addressed to a method and a path."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from . import objects
from .record import path_matches

# What Discord says, by the number it says it with.
MESSAGES = {
    10003: "Unknown Channel",
    10008: "Unknown Message",
    10015: "Unknown Webhook",
    10062: "Unknown interaction",
    40060: "Interaction has already been acknowledged.",
    50001: "Missing Access",
    50006: "Cannot send an empty message",
    50013: "Missing Permissions",
    50027: "Invalid Webhook Token",
    50035: "Invalid Form Body",
    50083: "Thread is archived",
}
_DEFAULT_CODES = {403: 50013, 404: 10008}


@dataclass
class Fault:
    """An answer to give instead of the real one to the next `times` matching requests (`None`: to all)."""

    method: str
    pattern: str
    status: int = 500
    times: int | None = 1
    code: int | None = None
    retry_after: float = 0.01
    """Seconds a 429 asks the client to wait."""
    is_global: bool = False
    cloudflare: bool = False
    """A 429 by Cloudflare: no `Via` header and no JSON, so that discord.py takes it for a ban."""
    disconnect: bool = False
    """Close the connection without any answer."""
    delay: float = 0.0
    """Seconds to wait before answering; with status 0 the real answer follows."""
    hits: int = 0

    def claims(self, method: str, path: str) -> bool:
        """Whether this fault is for the request and not yet used up."""
        if self.times is not None and self.hits >= self.times:
            return False
        return self.method in ("*", method) and path_matches(path, self.pattern)

    def response(self) -> web.Response:
        """The scripted answer."""
        if self.status == 429:
            return self._rate_limited()
        if self.status >= 500 or self.cloudflare:
            return web.Response(
                status=self.status, text="<html>upstream error</html>", content_type="text/html"
            )
        code = self.code if self.code is not None else _DEFAULT_CODES.get(self.status, 0)
        return refusal(self.status, code)

    def _rate_limited(self) -> web.Response:
        if self.cloudflare:
            return web.Response(status=429, text="error code: 1015", content_type="text/html")
        body = {
            "message": "You are being rate limited.",
            "retry_after": self.retry_after,
            "global": self.is_global,
        }
        headers = {"Via": "1.1 google", "Retry-After": str(self.retry_after)}
        if self.is_global:
            headers["X-RateLimit-Global"] = "true"
        return reply(body, 429, headers)


@dataclass
class Bucket:
    """Tells with each answer how many matching requests are left: `limit` of them, then none for `seconds`.

    discord.py's waits are shortened, so that nothing is refused here: what it would have waited is looked at.
    """

    method: str
    pattern: str
    limit: int
    seconds: float
    taken: int = 0

    def claims(self, method: str, path: str) -> bool:
        """Whether the request counts."""
        return self.method in ("*", method) and path_matches(path, self.pattern)

    def take(self) -> dict[str, str]:
        """Count a request, and say what is left, as Discord does."""
        self.taken = self.taken % self.limit + 1
        return {
            "X-RateLimit-Bucket": f"{self.method} {self.pattern}".encode().hex(),
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.limit - self.taken),
            "X-RateLimit-Reset-After": str(self.seconds),
        }


@dataclass
class Hold:
    """A gate before matching requests: each waits, counted in `waiting`, until `release()`."""

    method: str
    pattern: str
    waiting: int = 0
    _open: asyncio.Event = field(default_factory=asyncio.Event)

    def claims(self, method: str, path: str) -> bool:
        """Whether the request has to wait here."""
        return not self._open.is_set() and self.method in ("*", method) and path_matches(path, self.pattern)

    async def wait(self) -> None:
        """Wait until the gate opens."""
        await self._open.wait()

    def release(self) -> None:
        """Open the gate for good."""
        self._open.set()


def reply(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON with the content type exactly as Discord sends it; discord.py compares the whole header."""
    response = web.json_response(body, status=status, headers=headers)
    response.headers["Content-Type"] = "application/json"
    return response


def refusal(status: int, code: int, errors: objects.Json | None = None) -> web.Response:
    """A refusal in Discord's words."""
    return reply(objects.error(code, MESSAGES.get(code, f"{status}: refused"), errors), status)
