"""A copy has no passages of its own: its original's are found and quoted in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Filters, Library, StoredArticle
from corpus.chunk import chunk
from corpus.transpose import transpose
from tests.corpus.articles import EMBEDDER, STORY, article, keep

ORIGINAL = article(url=None)
LATER = datetime(2024, 3, 9, tzinfo=UTC)
COPY = replace(ORIGINAL, publisher="Vik News", text=STORY.replace(". ", ".\n\n"), published_at=LATER)
BY_COPY = Filters(publishers=("vik news",))

_words = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=8)
_space = st.sampled_from([" ", "\n", "\n\n", "  ", "\u00a0"])


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path) as library:
        library.adopt(EMBEDDER.identity)
        yield library


@given(st.lists(st.tuples(_words, _space, _space), min_size=1, max_size=60))
def test_a_moved_passage_is_a_slice_of_the_copy(words: list[tuple[str, str, str]]) -> None:
    one = StoredArticle("1" * 16, article(". ".join(w + a for w, a, _ in words).strip()), 1)
    text = ". ".join(w + b for w, _, b in words).strip()
    copy = StoredArticle("2" * 16, replace(one.article, text=text), 1, syndicated_from=one.id)
    assert one.article.content_hash == copy.article.content_hash
    for passage in chunk(one, EMBEDDER.count_tokens, limit=20):
        moved = transpose(passage, one, copy)
        assert moved is not None
        assert (moved.id, moved.article_id) == (passage.id, copy.id)
        assert moved.text == text[moved.start : moved.end]
        assert moved.text.split() == passage.text.split()
        for (start, end), (first, last) in zip(moved.sentences, passage.sentences, strict=True):
            assert text[start:end].split() == one.article.text[first:last].split()


@pytest.mark.parametrize("filters", [BY_COPY, Filters(since=LATER), Filters(("Vik News",), since=LATER)])
def test_a_filter_that_only_the_copy_meets_finds_the_copy(library: Library, filters: Filters) -> None:
    original, copy = keep(library, ORIGINAL).stored, keep(library, COPY).stored
    assert copy.syndicated_from == original.id
    ids = [passage.id for passage in library.passages_of(original.id)]
    assert library.allowed(ids, filters) == set(ids)
    assert {name for name, _ in library.lexical("harbour", filters, 5)} == set(ids)
    assert {name for name, _ in library.scan(EMBEDDER.embed(["harbour"])[0], filters, 5)} == set(ids)
    for passage, stored in library.passages(ids, filters):
        assert stored == copy
        assert passage.text == copy.article.text[passage.start : passage.end]


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(("Lunow Post",)), Filters(("Lunow Post", "Vik News"))]
)
def test_the_original_is_cited_where_it_is_allowed_itself(library: Library, filters: Filters) -> None:
    original = keep(library, ORIGINAL).stored
    keep(library, COPY)
    ids = [passage.id for passage in library.passages_of(original.id)]
    assert {stored.id for _, stored in library.passages(ids, filters)} == {original.id}


def test_a_copy_of_an_earlier_version_does_not_stand_for_the_new_words(library: Library) -> None:
    original = keep(library, article()).stored
    keep(library, replace(COPY, url="https://vik.example/copy"))
    updated = keep(library, article(f"{STORY} The strike ended at noon.")).stored
    assert updated.id == original.id
    ids = [passage.id for passage in library.passages_of(original.id)]
    ((printed, stored),) = library.passages(ids, BY_COPY)
    assert stored.article.publisher == "Vik News"
    assert printed.text.split() == STORY.split()


def test_of_a_copy_that_was_cut_and_edited_the_sentences_that_it_prints_are_found(library: Library) -> None:
    text = (
        "“We stay,” said Ann Holm. The ship had come from Ostby. Nobody unloads it. The union agreed at ten."
    )
    one = StoredArticle("1" * 16, article(text), 1)
    cut = (
        'VIK — "We stay," said Ann  Holm. The ship had\ncome from Ostby. The union agreed at ten. (Vik Wire)'
    )
    copy = StoredArticle("2" * 16, article(cut), 1, syndicated_from=one.id)
    (passage,) = chunk(one, EMBEDDER.count_tokens)
    found = transpose(passage, one, copy)
    assert found is not None
    assert (
        found.text
        == cut[found.start : found.end]
        == '"We stay," said Ann  Holm. The ship had\ncome from Ostby.'
    )
    assert [cut[start:end] for start, end in found.sentences] == [
        '"We stay," said Ann  Holm.',
        "The ship had\ncome from Ostby.",
    ]
    assert transpose(passage, one, StoredArticle("3" * 16, article("Nothing of it is here."), 1)) is None
