"""What processes that share a library and a server agree on: versions, leases, and who has applied what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Article, Corpus, CorpusSettings, Draft, Ingested, Outcome
from corpus.ingest import ingest_drafts, remove_article
from tests.corpus.stories import EMBEDDER

LINK = "https://ledger.example/ferry"


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(CorpusSettings(tmp_path / "corpus"), EMBEDDER) as corpus:
        yield corpus


def add(corpus: Corpus, text: str, url: str = LINK) -> Ingested:
    (ingested,) = ingest_drafts([Draft("test", Article("Ferry", text, url=url))], corpus)
    return ingested


# Versions


def test_an_article_that_comes_again_with_other_words_is_found_by_those(corpus: Corpus) -> None:
    first = add(corpus, "A ferry ran aground off Port Ellery on Monday.")
    assert first.article_id
    (old,) = corpus.library.passages_of(first.article_id)
    remove_article(corpus, first.article_id)
    again = add(corpus, "The council passed a budget of forty million crowns.")
    assert (again.outcome, again.article_id) == (Outcome.ADDED, first.article_id)
    (new,) = corpus.library.passages_of(first.article_id)
    assert new.id != old.id
    ((found, cosine), *_) = corpus.index.nearest(EMBEDDER.embed([new.ranked_text])[0], 3)
    assert (found, cosine) == (new.id, pytest.approx(1))
    assert [one.version for one in corpus.library.versions(first.article_id)] == [2]
    remove_article(corpus, first.article_id)
    add(corpus, "A third story stands at the same address now.")
    assert corpus.library.article(first.article_id).version == 3
