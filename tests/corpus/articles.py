"""Articles and a corpus for tests: made up, whole, and small."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from corpus import Article, Decision, Library, Passage, StoredArticle, Vectors, decide
from corpus.chunk import chunk
from tests.fakes import WordEmbedder

EMBEDDER = WordEmbedder()
STORY = "The harbour of Lunow was closed on Monday. Dockers had refused to unload a ship."


def article(text: str = STORY, **fields: Any) -> Article:
    """An article of a made-up outlet, published on 5 March 2024."""
    known = {"title": "Harbour closed", "publisher": "Lunow Post", "url": "https://lunow.example/harbour"}
    return Article(text=text, **{**known, "published_at": datetime(2024, 3, 5, tzinfo=UTC), **fields})


def derive(stored: StoredArticle) -> tuple[StoredArticle, list[Passage], Vectors]:
    """What to save of an article."""
    passages = [] if stored.syndicated_from else chunk(stored, EMBEDDER.count_tokens)
    return stored, passages, EMBEDDER.embed([passage.ranked_text for passage in passages])


def keep(library: Library, one: Article) -> Decision:
    """Decide on an article and save what is decided."""
    decision = decide(one, library.known(one))
    if decision.saves:
        library.save(*derive(decision.stored))
    return decision


@dataclass
class QuietIndex:
    """An index that counts how often it was told to catch up."""

    calls: int = 0

    def catch_up(self) -> int:
        self.calls += 1
        return 0
