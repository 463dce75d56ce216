"""Passages hold the whole article in whole sentences, with exact offsets, within the model's reach."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chunk import chunk
from corpus.embed import load_embedder
from corpus.models import Article, StoredArticle

WHEN = datetime(2024, 9, 10, 14, 2, tzinfo=UTC)


def count_words(text: str) -> int:
    """Words, long ones in pieces of five letters, as a tokenizer would count them."""
    return sum(-(-len(word) // 5) for word in text.split())


def stored(text: str, title: str = "A headline", publisher: str | None = None) -> StoredArticle:
    return StoredArticle("0123456789abcdef", Article(title, text, publisher, published_at=WHEN), version=2)


def sentence(words: int, name: str = "word") -> str:
    return f"{name.capitalize()} " + " ".join(["word"] * (words - 2)) + " end."


MARKS = st.sampled_from(
    [
        "word ",
        "Another sentence here. ",
        "\n",
        "\n\n",
        "- item\n",
        "averyveryverylongword",
        "。",
        ", ",
        "U.S. ",
    ]
)
TEXTS = st.one_of(st.lists(MARKS, max_size=120).map("".join), st.text(max_size=300))


@given(TEXTS, st.integers(min_value=3, max_value=40))
def test_every_character_is_in_a_passage_within_the_limit_at_exact_offsets(text: str, limit: int) -> None:
    passages = chunk(stored(text), count_words, limit)
    assert all(passage.text == text[passage.start : passage.end] for passage in passages)
    assert all(count_words(passage.text) <= limit for passage in passages)
    covered = [index for passage in passages for index in range(passage.start, passage.end)]
    assert covered == sorted(set(covered))
    assert {index for index, mark in enumerate(text) if not mark.isspace()} <= set(covered)


@given(TEXTS)
def test_the_sentences_of_a_passage_cover_it_in_order(text: str) -> None:
    for passage in chunk(stored(text), count_words, 20):
        assert passage.sentences[0][0] == passage.start
        assert passage.sentences[-1][1] == passage.end
        inside = [index for start, end in passage.sentences for index in range(start, end)]
        assert inside == sorted(set(inside))
        gaps = set(range(passage.start, passage.end)) - set(inside)
        assert all(text[index].isspace() for index in gaps)


def test_a_paragraph_that_fits_is_not_divided() -> None:
    paragraphs = [" ".join(sentence(10) for _ in range(12)) for _ in range(3)]
    assert [p.text for p in chunk(stored("\n\n".join(paragraphs)), count_words)] == paragraphs


def test_short_neighbouring_paragraphs_share_a_passage() -> None:
    text = "\n\n".join(sentence(20) for _ in range(5))
    assert [passage.text for passage in chunk(stored(text), count_words)] == [text]


def test_a_long_paragraph_is_divided_evenly_at_sentences() -> None:
    text = " ".join(sentence(30) for _ in range(10))
    sizes = [count_words(passage.text) for passage in chunk(stored(text), count_words)]
    assert sizes == [150, 150]


def test_the_half_of_a_long_paragraph_is_not_joined_with_the_next_paragraph() -> None:
    long = " ".join(sentence(30) for _ in range(10))
    passages = chunk(stored(f"{long}\n\n{sentence(10, 'next')}"), count_words)
    assert passages[-1].text == sentence(10, "next")


def test_a_sentence_over_the_limit_is_cut_at_a_clause() -> None:
    half = " ".join(["word"] * 60)
    texts = [passage.text for passage in chunk(stored(f"{half}; {half}."), count_words, 100)]
    assert texts == [f"{half};", f"{half}."]


def test_passages_are_named_by_article_version_and_place() -> None:
    text = "\n\n".join(sentence(150) for _ in range(2))
    passages = chunk(stored(text), count_words)
    assert [passage.id for passage in passages] == ["0123456789abcdef-2-0", "0123456789abcdef-2-1"]
    assert [passage.ordinal for passage in passages] == [0, 1]


def test_the_header_says_headline_publisher_and_date() -> None:
    [passage] = chunk(stored("He left.", "Minister resigns", "The Courier"), count_words)
    assert passage.header == "Minister resigns — The Courier, 10 September 2024"
    assert passage.ranked_text == "Minister resigns — The Courier, 10 September 2024\nHe left."


def test_the_header_omits_what_is_not_known() -> None:
    [passage] = chunk(StoredArticle("a", Article("Minister resigns", "He left."), 1), count_words)
    assert passage.header == "Minister resigns"


@pytest.mark.parametrize("title", ["many words " * 200, "x" * 100_000, "word" * 100 + " then more" * 100])
def test_a_long_header_leaves_room_for_the_passage(title: str) -> None:
    [passage] = chunk(stored("He left.", title, "The Very Long Name " * 40), count_words)
    assert count_words(passage.header) <= 52
    assert "10 September 2024" in passage.header


def test_an_empty_article_has_no_passages() -> None:
    assert chunk(stored(" \n "), count_words) == []


@pytest.fixture(scope="module")
def model_count() -> Callable[[str], int]:
    return load_embedder().count_tokens


@pytest.mark.model
def test_the_packaged_model_reads_every_passage_to_its_end(
    shared: Path, model_count: Callable[[str], int]
) -> None:
    lines = (shared / "eval/wikinews/articles.jsonl").read_text(encoding="utf-8").splitlines()
    model_count("warm")
    started = time.process_time()
    passages = []
    for number, line in enumerate(lines):
        found = json.loads(line)
        article = Article(found["title"], found["text"], found["publisher"], published_at=WHEN)
        passages += chunk(StoredArticle(str(number), article, 1), model_count)
    assert time.process_time() - started < 30
    assert max(model_count(passage.ranked_text) for passage in passages) + 2 <= 254
