"""Who says what in two real stories, through the whole path: what a reader is shown of an accusation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Corpus, CorpusSettings, Embedder, Hints, ingest
from retrieval import Answerer, RetrievalSettings, build_answerer, marks_of
from retrieval.speech.sayings import Stance

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def answerer(
    shared: Path, packaged_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Answerer]:
    settings = CorpusSettings.from_environment({"CORPUS_DIR": str(tmp_path_factory.mktemp("seeds"))})
    with Corpus.open(settings, packaged_embedder) as corpus:
        for number, seed in enumerate(sorted((shared / "seeds").glob("*.txt"))):
            list(ingest([str(seed)], corpus, Hints(publisher=f"Paper {number}")))
        yield build_answerer(corpus, RetrievalSettings())


def test_an_accusation_is_shown_as_who_says_what(answerer: Answerer) -> None:
    for question, expected in (
        ("What does the US accuse Iran of?", "allegation by the United States"),
        ("Does Iran deny sending missiles?", "denial by Iran"),
    ):
        answer = answerer.answer(question)
        assert expected in [mark for sentence in answer.sentences for mark in marks_of(sentence)]
        assert answer.disagreements == ()


def test_a_suspicion_stays_one(answerer: Answerer) -> None:
    answer = answerer.answer("What does the US suspect Iran of?")
    first = answer.sentences[0]
    assert (first.stance, first.speaker) == (Stance.ALLEGATION, "The United States")
    assert "suspects Iran" in first.text
