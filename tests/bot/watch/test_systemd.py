from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from bot.watch.systemd import told

pytestmark = pytest.mark.skipif(not hasattr(socket, "SOCK_CLOEXEC"), reason="systemd is Linux's")


async def heard(listening: socket.socket, words: str) -> None:
    """Wait until systemd hears these words."""
    async with asyncio.timeout(10):
        while (await asyncio.get_running_loop().sock_recv(listening, 100)).decode() != words:
            pass


@pytest.mark.parametrize("abstract", [False, True])
async def test_systemd_hears_that_it_is_ready_lives_and_stops(tmp_path: Path, abstract: bool) -> None:
    name = f"@byline-{tmp_path.name}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(name.replace("@", "\0"))
        listening.setblocking(False)
        async with told({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "2000"}):
            await heard(listening, "READY=1")
            for _ in range(3):
                await heard(listening, "WATCHDOG=1")
        await heard(listening, "STOPPING=1")


async def test_without_systemd_nothing_is_said_and_one_that_is_gone_hurts_nobody(tmp_path: Path) -> None:
    async with told({}):
        pass
    async with told({"NOTIFY_SOCKET": str(tmp_path / "gone"), "WATCHDOG_USEC": "2000"}):
        await asyncio.sleep(0)
