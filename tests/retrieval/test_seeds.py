"""Two real articles on one story, through the whole path with the real models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Corpus, CorpusSettings, Embedder, Hints, ingest
from retrieval import Answerer, RetrievalSettings
from retrieval.build import build_answerer

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def answerer(
    shared: Path, packaged_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Answerer]:
    settings = CorpusSettings(tmp_path_factory.mktemp("seeds"))
    with Corpus.open(settings, packaged_embedder) as corpus:
        for path, publisher in zip(sorted((shared / "seeds").glob("*.txt")), "AB", strict=True):
            assert [item.reason for item in ingest([str(path)], corpus, Hints(publisher=publisher))] == [None]
        yield build_answerer(corpus, RetrievalSettings())


@pytest.mark.parametrize(
    "question", ["Which British prime minister is Biden to meet?", "Who is the British prime minister?"]
)
def test_the_prime_minister_differs_and_both_quotes_are_shown(answerer: Answerer, question: str) -> None:
    answer = answerer.answer(question)
    (difference,) = answer.disagreements
    assert difference.about == "British Prime Minister"
    quotes = {citation.number: citation for citation in answer.citations}
    cited = [quotes[number] for side in difference.sides for number in side.citations]
    assert {citation.article.article.publisher for citation in cited} == {"A", "B"}
    assert ["Starmer" in c.quote for c in cited].count(True) == 1
    assert ["Sunak" in c.quote for c in cited].count(True) == 1
    for citation in cited:
        assert citation.article.article.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "What does the US accuse Iran of?",
        "Does the US suspect Iran, or has it formally accused it?",
        "Did Iran send missiles to Russia?",
        "Has Iran denied sending missiles to Russia?",
        "Who denied the allegations?",
    ],
)
def test_who_accuses_and_who_denies_is_no_disagreement(answerer: Answerer, question: str) -> None:
    assert answerer.answer(question).disagreements == ()
