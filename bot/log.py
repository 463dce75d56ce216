"""The bot's log: on standard error, each line with its request, without secrets, in text or in JSON."""

from __future__ import annotations

import copy
import logging
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, TextIO
from urllib.parse import unquote, urlsplit

from pythonjsonlogger.json import JsonFormatter

from bot.request import current
from bot.settings import LogSettings

HIDDEN = "[hidden]"

# The token of an interaction lets anyone speak in the bot's name for 15 minutes.
_SECRETS = (
    re.compile(r"(?<=/webhooks/)\d+/[^/\s?'\"]+"),
    re.compile(r"(?<=/interactions/)\d+/[^/\s?'\"]+"),
    re.compile(r"(?<=['\"]token['\"]: ['\"])[^'\"]+"),
    re.compile(r"(?<=Authorization['\"]: ['\"])[^'\"]+"),
    re.compile(r"(?<=://)[^/\s:@'\"]*:[^/\s@'\"]+(?=@)"),
)
_PASSWORDS = re.compile(r"://[^/:@]*:([^/@]*)@|[?&]password=([^&#]*)")
_SECRET_NAME = re.compile(r"(?:^|_)(?:TOKEN|KEY|PASSWORD|SECRET)$")
# A shorter value is a placeholder, such as "none"; hiding it would hide words.
_FEWEST = 8
_FIELDS = ("levelname", "name", "message", "reference")
_NAMES = {"levelname": "level", "name": "logger", "exc_info": "error"}


def secrets_in(environment: Mapping[str, str]) -> list[str]:
    """What must not be seen: tokens, keys and passwords by their names, and those within addresses."""
    found = {environment.get("DISCORD_TOKEN", "").strip()}
    for name, value in environment.items():
        if _SECRET_NAME.search(name) and len(value.strip()) >= _FEWEST:
            found.add(value.strip())
        elif name.startswith(("CORPUS_", "RETRIEVAL_")):
            for password in _passwords_in(value):
                found |= {password, unquote(password)}
    return sorted(found - {""}, key=len, reverse=True)


def _passwords_in(address: str) -> set[str]:
    # Some read a `#` or a `?` as part of a password, others as the end of the address: both are hidden.
    found = {word for pair in _PASSWORDS.findall(address) for word in pair}
    with suppress(ValueError):
        found.add(urlsplit(address).password or "")
    return found - {""}


class Careful:
    """Takes out of lines what nobody may see.

    The bot's own errors come with their traceback, those of libraries only when debugging: discord.py logs a
    page for each lost connection that it mends by itself.
    """

    def __init__(self, secrets: Iterable[str], *, debug: bool) -> None:
        self._secrets = tuple(secrets)
        self._debug = debug

    def without_secrets(self, text: str) -> str:
        """The text as it may be written."""
        for pattern in _SECRETS:
            text = pattern.sub(HIDDEN, text)
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def shortened(self, record: logging.LogRecord) -> logging.LogRecord:
        """A copy with the traceback that is wanted."""
        record = copy.copy(record)
        record.exc_text = None  # another handler's idea of the traceback
        if record.exc_info and not (self._debug or record.name.startswith("bot.")):
            error = record.exc_info[1]
            record.exc_info, record.exc_text = None, f"{type(error).__name__}: {error}"
        return record


class TextLines(logging.Formatter):
    """Lines for people: when, how bad, whose request, who says it, what."""

    def __init__(self, careful: Careful) -> None:
        super().__init__("%(asctime)s %(levelname)s %(request)s%(name)s: %(message)s")
        self._careful = careful

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback where it is wanted."""
        record = self._careful.shortened(record)
        reference = getattr(record, "reference", None)
        record.request = f"[{reference}] " if reference else ""
        return self._careful.without_secrets(super().format(record))


class JsonLines(JsonFormatter):
    """The same for machines: one object a line."""

    def __init__(self, careful: Careful) -> None:
        super().__init__(_FIELDS, rename_fields=_NAMES, timestamp="time", json_ensure_ascii=False)
        self._careful = careful

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return super().format(self._careful.shortened(record))

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Hide before quotation marks are escaped: the patterns know them as they were."""
        return {key: self._shown(value) for key, value in log_data.items() if value is not None}

    def _shown(self, value: object) -> object:
        if isinstance(value, int | float):
            return value
        return self._careful.without_secrets(value.isoformat() if isinstance(value, datetime) else str(value))


def _add_reference(record: logging.LogRecord) -> bool:
    # In the thread and the task that logs: whoever formats later knows of no request.
    request = current()
    record.reference = request.reference if request else None
    return True


def configure(
    secrets: Iterable[str], settings: LogSettings, *, debug: bool, stream: TextIO | None = None
) -> logging.Handler:
    """Send every log line through one careful handler; returns it so that it can be taken away again."""
    handler = logging.StreamHandler(stream or sys.stderr)
    careful = Careful(secrets, debug=debug)
    handler.setFormatter(JsonLines(careful) if settings.json else TextLines(careful))
    handler.addFilter(_add_reference)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(settings.level if not debug else logging.DEBUG)
    if not debug:
        # They log each request; the bot's own lines say what matters.
        for chatty in ("httpx", "chromadb", "sentence_transformers", "discord.client"):
            logging.getLogger(chatty).setLevel(max(logging.WARNING, settings.level))
    return handler
