from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.log import configure

TOKEN = "MTIz.abc.SeCrEt"


@pytest.fixture
def quiet_root() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


def logged(debug: bool, name: str, message: str, *args: object, error: Exception | None = None) -> str:
    stream = io.StringIO()
    configure(TOKEN, debug=debug, stream=stream)
    logging.getLogger(name).error(message, *args, exc_info=error)
    return stream.getvalue()


@pytest.mark.usefixtures("quiet_root")
@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    "message",
    [
        f"signing in with {TOKEN}",
        "PATCH https://discord.com/api/v10/webhooks/123/SeCrEt/messages/@original has returned 200",
        "POST https://discord.com/api/v10/interactions/123/SeCrEt/callback",
        "WebSocket Event: {'t': 'INTERACTION_CREATE', 'd': {'token': 'SeCrEt', 'id': '1'}}",
        "{'Authorization': 'Bot SeCrEt'}",
    ],
)
def test_no_token_is_ever_in_the_log(debug: bool, message: str) -> None:
    try:
        raise ValueError(message)
    except ValueError as error:
        line = logged(debug, "discord.http", "%s", message, error=error)
    assert "SeCrEt" not in line
    assert "[hidden]" in line


@pytest.mark.usefixtures("quiet_root")
def test_the_library_s_tracebacks_are_one_line_unless_debugging() -> None:
    try:
        raise OSError("no route")
    except OSError as error:
        short = logged(False, "discord.client", "Attempting a reconnect", error=error)
        full = logged(True, "discord.client", "Attempting a reconnect", error=error)
    assert "Traceback" not in short
    assert "OSError: no route" in short
    assert "Traceback" in full


@pytest.mark.usefixtures("quiet_root")
def test_our_own_errors_have_their_traceback() -> None:
    try:
        raise KeyError("surprise")
    except KeyError as error:
        line = logged(False, "bot.errors", "Error 123abc", error=error)
    assert "Traceback" in line
