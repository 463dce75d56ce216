"""An OpenAI-compatible server on the loopback that answers, or misbehaves, as a test tells it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Misdeed = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One request; what it does is on the server."""

    server: ModelServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.path, headers, body))
        deeds = self.server.deeds
        deeds[min(len(self.server.asked), len(deeds)) - 1](self)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def begin(self, status: int = 200, **headers: str) -> None:
        """Send a head; the connection ends with the body."""
        self.send_response(status)
        for name, value in {"Content-Type": "text/event-stream", "Connection": "close", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.close_connection = True

    def say(self, text: str) -> None:
        """Send one piece of an answer; `{1}` becomes the key of the first passage that was asked about."""
        asked = self.server.asked[-1][2]["messages"][-1]["content"]
        keys = [part[:4] for part in asked.split(' key="')[1:]]
        for number, key in enumerate(keys, start=1):
            text = text.replace(f"{{{number}}}", key)
        self.event(json.dumps({
            "id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}],
        }))  # fmt: skip

    def event(self, data: str) -> None:
        """Send one server-sent event."""
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()


class ModelServer(ThreadingHTTPServer):
    """Does its deeds one request after another, the last for ever."""

    daemon_threads = True

    def __init__(self, *deeds: Misdeed) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.deeds = deeds
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        """Path, headers and body of every request so far."""
        self.release = Event()
        """Set when the test ends: whoever hangs may go."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, *_: Any) -> None:
        """A client that hung up is no error of ours."""


@contextmanager
def serving(*deeds: Misdeed) -> Iterator[ModelServer]:
    """The server while the block runs."""
    with ModelServer(*deeds) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.release.set()
            server.shutdown()
            thread.join()


def answers(*pieces: str) -> Misdeed:
    """Streams an answer as it should."""

    def deed(request: Handler) -> None:
        request.begin()
        for piece in pieces:
            request.say(piece)
        request.event("[DONE]")

    return deed


def refuses(status: int, **headers: str) -> Misdeed:
    """Answers with an error."""

    def deed(request: Handler) -> None:
        request.begin(status, **{"Content-Type": "application/json", **headers})
        request.wfile.write(json.dumps({"error": {"message": "key sk-secret is bad", "type": "x"}}).encode())

    return deed


def hangs(*pieces: str) -> Misdeed:
    """Says something, then nothing more."""

    def deed(request: Handler) -> None:
        request.begin()
        for piece in pieces:
            request.say(piece)
        request.server.release.wait(20)

    return deed


def hangs_up(*pieces: str) -> Misdeed:
    """Promises more than it sends."""

    def deed(request: Handler) -> None:
        request.begin(Content_Length="100000")
        for piece in pieces:
            request.say(piece)

    return deed


def sends(body: bytes, content_type: str = "text/event-stream") -> Misdeed:
    """Sends whatever it is told to."""

    def deed(request: Handler) -> None:
        request.begin(**{"Content-Type": content_type})
        request.wfile.write(body)

    return deed


def babbles(request: Handler) -> None:
    """Never ends."""
    request.begin()
    while not request.server.release.is_set():
        request.say("and so on and so forth. " * 50)
