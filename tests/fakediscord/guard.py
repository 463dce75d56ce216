"""Before and after every request to the API: record it, script trouble, ask for the token, check it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import BodyPartReader, web

from . import limits
from .conformance import Conformance
from .faults import Bucket, Fault, Hold, refusal
from .record import Recorded, Upload, path_matches
from .rest import Handler

# Every answer tells how much of its bucket is left; here there is always room, unless a test scripts a 429.
_ROOM = {"X-RateLimit-Limit": "50", "X-RateLimit-Remaining": "49", "X-RateLimit-Reset-After": "1.0"}
_WITHOUT_TOKEN = ("/webhooks/*/**", "/interactions/**")


class Guard:
    """What every request passes; `requests` and `violations` grow as it does."""

    def __init__(
        self, token: str, changed: Callable[[], None], conformance: Conformance | None, prefix: str
    ) -> None:
        self.requests: list[Recorded] = []
        self.violations: list[str] = []
        self.own_violations: list[str] = []
        self.faults: list[Fault] = []
        self.holds: list[Hold] = []
        self.buckets: list[Bucket] = []
        self.answering = 0
        """Requests being answered now, without those held or delayed."""
        self._token = token
        self._changed = changed
        self._conformance = conformance
        self._prefix = prefix

    def release(self) -> None:
        """Open every gate."""
        for hold in self.holds:
            hold.release()

    def around(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The handler as it is routed to."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            recorded = await self._record(request)
            try:
                response = await self._answer(request, recorded, handler)
            except Exception as error:
                self.violations.append(
                    f"{recorded.method} {recorded.path}: the fake itself failed: {error!r}"
                )
                raise
            recorded.status = response.status
            if response.status < 300:
                response.headers.update(self._room(recorded))
            recorded.answered_at = asyncio.get_running_loop().time()
            self._check_answer(recorded, response)
            self._changed()
            return response

        return guarded

    async def _record(self, request: web.Request) -> Recorded:
        recorded = Recorded(
            request.method,
            request.path.removeprefix(self._prefix),
            dict(request.query),
            dict(request.headers),
            asyncio.get_running_loop().time(),
            content_type=request.headers.get("Content-Type"),
        )
        if request.content_type.startswith("multipart/"):
            await _read_parts(request, recorded)
        elif request.can_read_body:
            recorded.body = json.loads(await request.read())
        self.requests.append(recorded)
        self._changed()
        return recorded

    async def _answer(self, request: web.Request, recorded: Recorded, handler: Handler) -> web.Response:
        for hold in [hold for hold in self.holds if hold.claims(recorded.method, recorded.path)]:
            hold.waiting += 1
            self._changed()
            await hold.wait()
        fault = next((fault for fault in self.faults if fault.claims(recorded.method, recorded.path)), None)
        if fault is not None:
            fault.hits += 1
            await asyncio.sleep(fault.delay)
            if fault.disconnect and request.transport is not None:
                request.transport.abort()
            if fault.status:
                return fault.response()
        if not self._authorized(recorded):
            return refusal(401, 0)
        problems = self._problems(recorded)
        if problems:
            self.violations += [f"{recorded.method} {recorded.path}: {problem}" for problem in problems]
            return refusal(
                400, 50035, {"_errors": [{"code": "INVALID", "message": problem} for problem in problems]}
            )
        self.answering += 1
        try:
            return await handler(request, recorded)
        finally:
            self.answering -= 1

    def _room(self, recorded: Recorded) -> dict[str, str]:
        for bucket in self.buckets:
            if bucket.claims(recorded.method, recorded.path):
                return bucket.take()
        return _ROOM

    def _authorized(self, recorded: Recorded) -> bool:
        given = recorded.headers.get("Authorization")
        if any(path_matches(recorded.path, pattern) for pattern in _WITHOUT_TOKEN):
            if given is not None:
                self.violations.append(
                    f"{recorded.method} {recorded.path}: an interaction carries no bot token"
                )
            return True
        return given == f"Bot {self._token}"

    def _problems(self, recorded: Recorded) -> list[str]:
        found = self._conformance.problems(recorded) if self._conformance else []
        if found:
            return list(dict.fromkeys(found))
        try:
            return limits.problems(recorded)
        except (AttributeError, KeyError, TypeError) as error:
            return [f"the body has the wrong shape: {error}"]

    def _check_answer(self, recorded: Recorded, response: web.Response) -> None:
        if self._conformance is None or recorded.status >= 300:
            return
        body = json.loads(response.text) if response.text else None
        found = self._conformance.answer_problems(recorded, body)
        self.own_violations += [f"{recorded}: {problem}" for problem in found]

    async def unknown(self, request: web.Request, recorded: Recorded) -> web.Response:
        """Refuse a route that the fake does not have, and say so."""
        self.violations.append(f"{recorded.method} {recorded.path}: the fake Discord has no such route")
        return refusal(404, 0)


async def _read_parts(request: web.Request, recorded: Recorded) -> None:
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            recorded.body = json.loads(await part.text())
        elif part.name is not None:
            recorded.files[part.name] = Upload(part.filename or "", bytes(await part.read()))
        else:
            recorded.body = await _form_field(part, recorded.body)


async def _form_field(part: BodyPartReader, body: Any) -> Any:
    text = await part.text()
    return text if body is None else body
