"""What stands before a Chroma server in earnest: a proxy that wants a token, with or without TLS."""

from __future__ import annotations

import http.client
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class GuardedProxy:
    """Passes on what comes with the right header, and answers 401 to the rest. Ends with its `with` block."""

    def __init__(self, port: int, wanted: tuple[str, str], certificate: Path | None = None) -> None:
        self.refused = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(port, wanted))
        self._server.daemon_threads = True
        self._scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self._scheme = "https"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> GuardedProxy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self, port: int, wanted: tuple[str, str]) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle(self) -> None:
                try:
                    super().handle()
                except (ssl.SSLError, ConnectionError):
                    self.close_connection = True

            def _pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                name, value = wanted
                if self.headers.get(name) != value:
                    proxy.refused += 1
                    self._answer(401, b'{"error":"Unauthorized"}')
                    return
                behind = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                kept = ("content-type", "content-length", "accept")
                headers = {key: value for key, value in self.headers.items() if key.lower() in kept}
                behind.request(self.command, self.path, body, headers)
                answer = behind.getresponse()
                self._answer(answer.status, answer.read())
                behind.close()

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = _pass_on  # noqa: N815 (named by http.server)

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        return Handler
