"""A cross-encoder re-orders the best hits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus import Passage
from retrieval.errors import ModelUnavailableError
from retrieval.rerank import CrossEncoderReranker, ReaderReranker, load_reranker
from retrieval.spans import ReadPassage
from tests.retrieval.newsroom import article, hit


class LongerIsBetter:
    """Scores a text by its length."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        self.read.extend(texts)
        return [float(len(text)) for text in texts]


def test_hits_take_the_scores_and_the_order_of_the_model() -> None:
    stories = [
        article("Rain", "Rain fell."),
        article("Flood", "Rain fell, and the river rose over its banks."),
    ]
    scorer = LongerIsBetter()
    reranked = CrossEncoderReranker(scorer).rerank("What fell?", [hit(s, n) for n, s in enumerate(stories)])
    assert [found.article.article.title for found in reranked] == ["Flood", "Rain"]
    assert reranked[0].score > reranked[1].score
    assert scorer.read[0].startswith("Rain — The Courier, 1 March 2024\n")


def test_only_the_best_few_are_read() -> None:
    hits = [hit(article("Rain", "Rain fell."), number) for number in range(CrossEncoderReranker.READ + 5)]
    assert len(CrossEncoderReranker(LongerIsBetter()).rerank("What fell?", hits)) == CrossEncoderReranker.READ


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="There is no folder"):
        load_reranker(str(tmp_path / "none"))


@pytest.mark.model
def test_a_folder_without_a_model_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="cannot be loaded"):
        load_reranker(str(tmp_path))


@pytest.mark.model
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_cross_encoder_in_a_folder_scores_pairs(tmp_path: Path) -> None:
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    from corpus.weights import packaged_model

    AutoTokenizer.from_pretrained(packaged_model().folder).save_pretrained(tmp_path)
    shape = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    BertForSequenceClassification(BertConfig(**shape, num_labels=1)).save_pretrained(tmp_path)
    reranker = load_reranker(str(tmp_path))
    reranked = reranker.rerank(
        "What fell?", [hit(article("Rain", "Rain fell.")), hit(article("Snow", "Snow."), 1)]
    )
    assert sorted(found.article.article.title for found in reranked) == ["Rain", "Snow"]
    assert reranked[0].score >= reranked[1].score


class SureOf:
    """Reads an answer in the passages with a word, and none elsewhere."""

    def __init__(self, word: str) -> None:
        self._word = word

    def read(self, question: str, passages: Sequence[Passage]) -> list[ReadPassage]:
        return [ReadPassage(5.0 if self._word in passage.text else -5.0, ()) for passage in passages]


STORIES = [hit(article(f"Story {n}", f"This is story number{n} of many."), n) for n in range(12)]


def titles(text: str, word: str) -> list[str]:
    return [h.article.article.title for h in ReaderReranker(SureOf(word)).rerank(text, STORIES)]


def test_a_hit_that_answers_comes_before_those_that_do_not() -> None:
    assert titles("Which story is the fourth?", "number3")[0] == "Story 3"


def test_hits_that_are_not_read_stay_below_those_that_are() -> None:
    reranked = ReaderReranker(SureOf("number11")).rerank("Which story is the last?", STORIES)
    assert [h.article.article.title for h in reranked[8:]] == [f"Story {n}" for n in range(8, 12)]
    assert [h.score for h in reranked] == sorted((h.score for h in reranked), reverse=True)


@pytest.mark.parametrize("text", ["ferry accident", "The mayor, who lost, resigned.", "story", ""])
def test_keywords_and_claims_are_not_read(text: str) -> None:
    assert titles(text, "number3") == [f"Story {n}" for n in range(12)]
