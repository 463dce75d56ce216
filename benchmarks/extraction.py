"""How right extraction is on the tests' own news site: `python -m benchmarks.extraction`.

Twenty stories in five designs of pages, each with its headline, publisher, author and times, and every page
that is no story with its reason. A paragraph is right if it is the story's, letter by letter and on its own.
`--list` shows all that fails.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from benchmarks.rate import Rate, share
from corpus.errors import NotAnArticleError
from corpus.extract import extract
from corpus.models import Article, Page
from tests.newssite import designs, refusals
from tests.newssite.designs import HOUSES, page_of
from tests.newssite.refusals import REFUSALS
from tests.newssite.stories import STORIES, Story, stories

SITE = (STORIES, Path(designs.__file__), Path(refusals.__file__))
"""The stories, the designs of their pages, and the pages that are none."""
_FETCHED = datetime(2025, 3, 5, 10, tzinfo=UTC)
_FIELDS: dict[str, tuple[Callable[[Article], object], Callable[[Story], object]]] = {
    "headline right": (lambda article: article.title, lambda story: story.title),
    "publisher right": (lambda article: article.publisher, lambda story: HOUSES[story.design].publisher),
    "author right": (lambda article: article.author, lambda story: story.author),
    "published right": (lambda article: article.published_at, lambda story: story.published_at),
    "updated right": (lambda article: article.updated_at, lambda story: story.updated_at),
}


def measured() -> dict[str, Rate]:
    """The figures that a floor may hold."""
    told = {story: _extracted(*_page(story)) for story in stories()}
    read = [(story, found) for story, found in told.items() if isinstance(found, Article)]
    parts = [
        (story.paragraphs, found.text.split("\n\n") if isinstance(found, Article) else [])
        for story, found in told.items()
    ]
    figures = {"stories read": share(isinstance(found, Article) for found in told.values())}
    for name, (said, meant) in _FIELDS.items():
        figures[name] = share(said(found) == meant(story) for story, found in read)
    figures["paragraphs precision"] = share(part in own for own, found in parts for part in found)
    figures["paragraphs recall"] = share(part in found for own, found in parts for part in own)
    figures["no stories refused"] = share(reason is not None for _, _, reason in _refused())
    figures["refused for their reason"] = share(meant in (reason or "") for _, meant, reason in _refused())
    return figures


def _page(story: Story) -> tuple[str, bytes, str]:
    site = f"https://{story.design}.example"
    return site + story.path, page_of(story, site), HOUSES[story.design].charset


def _refused() -> Iterator[tuple[str, str, str | None]]:
    """Each page that is no story: its path, what its refusal has to say, and what it says."""
    for refusal in REFUSALS:
        # Bytes that are no page do not pass the fetcher; here are those that do.
        source = refusal.source if isinstance(refusal.source, bytes) else refusal.source.encode()
        if not source.startswith(b"\x89"):
            found = _extracted(f"https://ledger.example{refusal.path}", source, "utf-8")
            yield refusal.path, refusal.reason, found if isinstance(found, str) else None


@cache
def _extracted(url: str, source: bytes, charset: str) -> Article | str:
    """The article, or why there is none."""
    try:
        return extract(Page(url, source, "text/html", charset, _FETCHED))
    except NotAnArticleError as error:
        return str(error)


def show_failing() -> None:
    """Print each field, paragraph and refusal that is wrong."""
    for story in stories():
        found = _extracted(*_page(story))
        if isinstance(found, str):
            print(f"{story.slug}: {found}")
            continue
        for name, (said, meant) in _FIELDS.items():
            if said(found) != meant(story):
                print(f"{story.slug}: {name}? {said(found)!r}, not {meant(story)!r}")
        theirs = found.text.split("\n\n")
        for part in [part for part in theirs if part not in story.paragraphs]:
            print(f"{story.slug}: not the story's: {part}")
        for part in [part for part in story.paragraphs if part not in theirs]:
            print(f"{story.slug}: missing: {part}")
    for path, expected, reason in _refused():
        if expected not in (reason or ""):
            print(f"{path}: {expected}, and not: {reason}")


def main(names: list[str]) -> int:
    """Print the figures, or with `--list` what is wrong."""
    if names == ["--list"]:
        show_failing()
        return 0
    for name, rate in measured().items():
        print(f"{name:40}{rate.value:8.3f}{rate.count:8}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
