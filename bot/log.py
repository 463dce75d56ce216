"""The bot's log: on standard error, without secrets, short unless `--debug` is given."""

from __future__ import annotations

import copy
import logging
import re
import sys
from typing import TextIO

HIDDEN = "[hidden]"

# The token of an interaction lets anyone speak in the bot's name for 15 minutes.
_SECRETS = (
    re.compile(r"(?<=/webhooks/)\d+/[^/\s?'\"]+"),
    re.compile(r"(?<=/interactions/)\d+/[^/\s?'\"]+"),
    re.compile(r"(?<=['\"]token['\"]: ['\"])[^'\"]+"),
    re.compile(r"(?<=Authorization['\"]: ['\"])[^'\"]+"),
)


class CarefulFormatter(logging.Formatter):
    """Lines without the bot's token or an interaction's.

    The bot's own errors come with their traceback, those of libraries only when debugging: discord.py logs a
    page for each lost connection that it mends by itself.
    """

    def __init__(self, token: str, *, debug: bool) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._token = token
        self._debug = debug

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback where it is wanted."""
        record = copy.copy(record)
        record.exc_text = None  # another handler's idea of the traceback
        if record.exc_info and not (self._debug or record.name.startswith("bot.")):
            error = record.exc_info[1]
            record.exc_info, record.exc_text = None, f"{type(error).__name__}: {error}"
        line = super().format(record)
        for secret in _SECRETS:
            line = secret.sub(HIDDEN, line)
        return line.replace(self._token, HIDDEN) if self._token else line


def configure(token: str, *, debug: bool, stream: TextIO | None = None) -> logging.Handler:
    """Send every log line through one careful handler; returns it so that it can be taken away again."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(CarefulFormatter(token, debug=debug))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO if not debug else logging.DEBUG)
    if not debug:
        # They log each request; the bot's own lines say what matters.
        for chatty in ("httpx", "chromadb", "sentence_transformers", "discord.client"):
            logging.getLogger(chatty).setLevel(logging.WARNING)
    return handler
