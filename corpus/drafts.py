"""The bytes of one file into drafts of the articles in it, by what the bytes are."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from corpus.clean import normalise
from corpus.decode import decode
from corpus.documents import read_manuscript
from corpus.errors import UnreadableError
from corpus.kinds import Kind
from corpus.masthead import Masthead, first_words, read_masthead
from corpus.models import Article, Draft, Hints, Ingested, Page, utc_now
from corpus.records import read_document, read_lines
from corpus.saved import saved_from

Drafts = Iterator[Draft | Ingested]
Reader = Callable[[str, bytes, Hints], Drafts]


def _read_text(target: str, data: bytes, hints: Hints) -> Drafts:
    yield Draft(target, _article(target, read_masthead(decode(target, data)), hints))


def _article(target: str, found: Masthead, hints: Hints) -> Article:
    if not found.text:
        raise UnreadableError(target, "There is no story in this text.")
    title = hints.title or found.title or first_words(found.text)
    if hints.title and found.title and not _same(hints.title, found.title):
        # The headline that the person overrules is kept as the story's first line: nothing is lost.
        found = replace(found, text=f"{found.title}\n\n{found.text}")
    return Article(
        title=" ".join(normalise(title).split()),
        text=found.text,
        publisher=hints.publisher or found.publisher,
        author=hints.author or found.author,
        url=hints.url or found.url,
        published_at=hints.published_at or found.published_at,
        updated_at=found.updated_at,
        fetched_at=utc_now(),
    )


def _same(one: str, other: str) -> bool:
    return normalise(one).casefold() == normalise(other).casefold()


def _read_page(target: str, data: bytes, hints: Hints) -> Drafts:
    """A saved page, with the address that it says it has."""
    from corpus.extract import extract

    address = hints.url or saved_from(data) or ""
    article = extract(Page(address, data, "text/html", None, utc_now()), hints)
    yield Draft(target, replace(article, url=article.url or None))


def _read_manuscript(kind: Kind, target: str, data: bytes, hints: Hints) -> Drafts:
    """A PDF or a Word document. What its text says of itself goes before what its metadata says."""
    said = read_manuscript(target, data, kind.value)
    found = read_masthead(said.text, said.title)
    found = replace(
        found,
        author=found.author or said.author,
        published_at=found.published_at or said.published_at,
        url=found.url or said.url,
    )
    yield Draft(target, _article(target, found, hints))


def _read_json(target: str, data: bytes, hints: Hints) -> Drafts:
    yield from read_document(target, decode(target, data), hints)


def _read_lines(target: str, data: bytes, hints: Hints) -> Drafts:
    yield from read_lines(target, io.BytesIO(data), hints)


READERS: dict[Kind, Reader] = {
    Kind.TEXT: _read_text,
    Kind.PAGE: _read_page,
    Kind.LINES: _read_lines,
    Kind.JSON: _read_json,
    Kind.PDF: partial(_read_manuscript, Kind.PDF),
    Kind.DOCX: partial(_read_manuscript, Kind.DOCX),
}
