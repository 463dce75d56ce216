"""The site's stories as their houses mean them: what extraction is held to."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

STORIES = Path(__file__).with_name("stories.toml")


@dataclass(frozen=True, slots=True)
class Story:
    """One story; times are as its page writes them."""

    slug: str
    design: str
    """The name of the house, which is also the first part of its host."""
    title: str
    text: str
    """Paragraphs with blank lines between; exactly what should be extracted."""
    published: str
    updated: str | None = None
    author: str | None = None

    @property
    def paragraphs(self) -> list[str]:
        """The parts of the text: paragraphs, headings between them, and list items."""
        return self.text.split("\n\n")

    @property
    def published_at(self) -> datetime:
        """When it was published, in UTC."""
        return _moment(self.published)

    @property
    def updated_at(self) -> datetime | None:
        """When it was changed, in UTC."""
        return _moment(self.updated) if self.updated else None

    @property
    def path(self) -> str:
        """Its address on its house's site."""
        return f"/{self.published[:4]}/{self.published[5:7]}/{self.slug}"


@lru_cache(maxsize=1)
def stories() -> tuple[Story, ...]:
    """All twenty."""
    told = tomllib.loads(STORIES.read_text("utf-8"))["story"]
    return tuple(Story(**story | {"text": story["text"].strip()}) for story in told)


def _moment(written: str) -> datetime:
    found = datetime.fromisoformat(written)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
