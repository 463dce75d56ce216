"""A cross-encoder re-orders the best hits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from retrieval.errors import ModelUnavailableError
from retrieval.rerank import CrossEncoderReranker, load_reranker
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
