"""Asks a running bot whether it is ready: what a container's health check runs."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException

from bot.settings import Address

PATIENCE = 5.0


def is_ready(address: Address) -> tuple[bool, str]:
    """Whether the bot that serves its health at an address can answer questions, and why not."""
    connection = HTTPConnection(_reachable(address.host), address.port, timeout=PATIENCE)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        said = json.loads(response.read(10_000))
    except (OSError, HTTPException, ValueError) as error:
        return False, f"Nothing at {address} says how the bot is: {error or type(error).__name__}"
    finally:
        connection.close()
    return response.status == 200, "; ".join(f"{part}: {words}" for part, words in said.items())


def _reachable(host: str) -> str:
    """Where to ask: what listens everywhere listens here."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
