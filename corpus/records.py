"""Articles in bulk: JSON lines, one article each, and JSON documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from corpus.clean import clean, normalise
from corpus.errors import UnreadableError
from corpus.masthead import first_words
from corpus.models import Article, Draft, Hints, Ingested, Outcome, utc_now

LONGEST_LINE = 5_000_000
"""Bytes of one line; the longest news story is a hundredth of it."""

_WORDS = {
    str: "text",
    int: "a number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}


def read_lines(target: str, stream: BinaryIO, hints: Hints, first: int = 1) -> Iterator[Draft | Ingested]:
    """One draft for each line, read as it is asked for; a bad line is refused and the rest goes on.

    A target is named `path:line`, counted from `first`. Of the hints, publisher, author and date hold for
    every line.

    Raises:
        UnreadableError: the hints hold a headline or a link, which name one article.
    """
    refuse_single(target, hints)
    for number, line in enumerate(each_line(stream), start=first):
        place = f"{target}:{number}"
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            yield refused(place, f"The line is longer than {LONGEST_LINE // 1_000_000} MB.")
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _read_line(place, line, hints)


def each_line(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream with their ends; of one longer than `LONGEST_LINE`, only so much and a byte."""
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            # What is left over is passed by.
            if not (rest := stream.readline(LONGEST_LINE)) or rest.endswith(b"\n"):
                break


def read_document(target: str, text: str, hints: Hints) -> Iterator[Draft | Ingested]:
    """The article, or the list of articles, of a JSON document; items of a list are named `path:1` and on.

    Raises:
        UnreadableError: It is not JSON, or a list while the hints name one article.
    """
    found = _parse(target, text)
    if not isinstance(found, list):
        yield _draft(target, found, hints)
        return
    refuse_single(target, hints)
    for number, item in enumerate(found, start=1):
        yield _draft(f"{target}:{number}", item, hints)


def count_lines(stream: BinaryIO) -> int:
    """How many lines a file has, the last one counted without its end too."""
    total, last = 0, b"\n"
    while block := stream.read(1 << 20):
        total, last = total + block.count(b"\n"), block[-1:]
    return total + (last != b"\n")


def refused(target: str, reason: str) -> Ingested:
    """The result for a target that cannot be added."""
    return Ingested(target, Outcome.REFUSED, reason=reason)


def refuse_single(target: str, hints: Hints) -> None:
    """Raise `UnreadableError` if the hints hold a headline or a link, which name one article."""
    if hints.title or hints.url:
        reason = (
            "A headline or a link names one article, and this holds many. Leave it out: each has its own."
        )
        raise UnreadableError(target, reason)


def _read_line(place: str, line: bytes, hints: Hints) -> Draft | Ingested:
    try:
        return _draft(place, _parse(place, line.decode("utf-8-sig")), hints)
    except UnicodeDecodeError:
        return refused(place, "The line is not UTF-8.")
    except UnreadableError as error:
        return refused(place, str(error))


def _parse(target: str, text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f" ({error.msg}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableError(target, f"This is not JSON{place}.") from error


def _draft(target: str, record: object, hints: Hints) -> Draft | Ingested:
    try:
        return Draft(target, _article(target, record, hints))
    except UnreadableError as error:
        return refused(target, str(error))


def _article(target: str, record: object, hints: Hints) -> Article:
    if not isinstance(record, dict):
        raise UnreadableError(target, f"An article is a JSON object, and this is {_word_for(record)}.")
    text = clean(_text(target, record, "text") or "")
    if not text:
        raise UnreadableError(target, 'The article has no "text".')
    url = hints.url or _text(target, record, "url")
    if url and not url.startswith(("http://", "https://")):
        raise UnreadableError(target, '"url" must start with http:// or https://.')
    return Article(
        title=hints.title or _text(target, record, "title") or first_words(text),
        text=text,
        publisher=hints.publisher or _text(target, record, "publisher"),
        author=hints.author or _text(target, record, "author"),
        url=url,
        published_at=hints.published_at or _moment(target, record, "published_at"),
        updated_at=_moment(target, record, "updated_at"),
        fetched_at=utc_now(),
    )


def _text(target: str, record: dict[str, object], field: str) -> str | None:
    value = record.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableError(target, f'"{field}" must be text, and this is {_word_for(value)}.')
    return value if field == "text" else _one_line(value)


def _one_line(value: str) -> str | None:
    """A headline or a name; `None` where nothing is left."""
    return " ".join(normalise(value).split()) or None


def _moment(target: str, record: dict[str, object], field: str) -> datetime | None:
    value = _text(target, record, field)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        reason = (
            f'"{field}" must be an ISO 8601 date such as 2024-09-10T14:02:00Z, and this is {value[:40]!r}.'
        )
        raise UnreadableError(target, reason) from error


def _word_for(value: object) -> str:
    return "null" if value is None else _WORDS.get(type(value), "something else")
