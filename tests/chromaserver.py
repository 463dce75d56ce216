"""A Chroma server of the tests' own, on the loopback: started, killed and started again at one address."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest


class ChromaServer:
    """`chroma run` on a folder. It has what was written before it was killed, unless it was wiped."""

    def __init__(self, folder: Path) -> None:
        self._program = Path(sys.executable).with_name("chroma")
        if not self._program.exists():
            pytest.skip("the chroma executable is not installed beside Python")
        self._folder = folder
        self.port = free_port()
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """For `CORPUS_CHROMA_URL`."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        command = [str(self._program), "run", "--host", "127.0.0.1", "--port", str(self.port)]
        child = subprocess.Popen(
            [*command, "--path", str(self._folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._running = child
        while child.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        pytest.fail("the Chroma server ended")

    def kill(self) -> None:
        """End it as a crash does."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()
            self._running = None

    def end(self) -> None:
        """End it as a service manager does."""
        if self._running is not None:
            self._running.terminate()
            self._running.wait()
            self._running = None


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
