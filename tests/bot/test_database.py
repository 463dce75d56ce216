"""The bot over a library in PostgreSQL: the same tests as over a file, with another corpus underneath."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus, CorpusSettings
from tests.bot.test_ask import (
    test_a_refusal_says_what_was_searched_and_cites_nothing,
    test_an_answer_quotes_the_article_and_links_to_the_very_sentence,
    test_filters_narrow_the_search,
    test_publishers_are_offered_while_typing,
)
from tests.bot.test_corpus_commands import (
    test_an_uploaded_file_becomes_an_article,
    test_articles_are_listed_by_pages_and_by_publisher,
)
from tests.bot.test_corrections import test_a_correction_is_marked_once_with_before_and_after
from tests.fakes import WordEmbedder

if TYPE_CHECKING:
    from tests.postgres import Postgres

__all__ = [
    "test_a_correction_is_marked_once_with_before_and_after",
    "test_a_refusal_says_what_was_searched_and_cites_nothing",
    "test_an_answer_quotes_the_article_and_links_to_the_very_sentence",
    "test_an_uploaded_file_becomes_an_article",
    "test_articles_are_listed_by_pages_and_by_publisher",
    "test_filters_narrow_the_search",
    "test_publishers_are_offered_while_typing",
]

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def corpus(tmp_path: Path, postgres: Postgres) -> Iterator[Corpus]:
    """In place of the one in a file."""
    settings = CorpusSettings(tmp_path / "corpus", library_url=postgres.library())
    with Corpus.open(settings, WordEmbedder()) as corpus:
        yield corpus
        assert corpus.library.integrity() == []
