"""Files are embedded ahead of their turn, and nobody sees it but by the clock."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from corpus import Corpus, Draft, Filters, Ingested, Library, Outcome, Vectors, ingest, ingest_drafts
from corpus.files import read_target
from corpus.foresight import ARTICLES, CHARACTERS, Encoders, Guess, Preparing, foresee
from corpus.models import Hints, StoredArticle
from tests.corpus.articles import STORY, QuietIndex, article
from tests.fakes import WordEmbedder

PATIENCE = 20.0
AGAIN = "https://lunow.example/again"
OTHER = "The ferry to Ostby ran aground on Friday with forty people on board, and nobody was hurt."


def stories() -> list[dict[str, str]]:
    """An article, its copies, newer texts of its link, and others: what one is, those before it decide."""
    return [
        {"title": "Harbour closed", "text": STORY, "publisher": "Lunow Post", "url": AGAIN},
        {"title": "Harbour closed", "text": STORY, "publisher": "Ostby Times", "url": f"{AGAIN}/copy"},
        {"title": "Harbour opens", "text": f"{STORY} It opened on Friday.", "url": AGAIN},
        {"title": "Harbour opens", "text": f"{STORY} It opened on Friday.", "url": AGAIN},
        {"title": "Ferry aground", "text": OTHER, "publisher": "Lunow Post", "url": f"{AGAIN}/ferry"},
        {"title": "Too short", "text": "No."},
        {"title": "Ferry afloat", "text": OTHER, "publisher": "Lunow Post", "url": f"{AGAIN}/ferry"},
        {"title": "Twin", "text": OTHER, "publisher": "Lunow Post", "url": f"{AGAIN}/twin"},
    ]


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    yield from opened(tmp_path / "ahead")


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Corpus]:
    yield from opened(tmp_path / "one-by-one")


def opened(directory: Path) -> Iterator[Corpus]:
    with Library.open(directory) as library:
        library.adopt(WordEmbedder().identity)
        yield Corpus(library, cast(Any, QuietIndex()), WordEmbedder())


def written(folder: Path, lines: Sequence[object]) -> str:
    path = folder / "stories.jsonl"
    path.write_text("\n".join([*(json.dumps(line) for line in lines), "{broken"]))
    return str(path)


def test_results_and_library_are_those_of_one_article_after_another(
    corpus: Corpus, other: Corpus, tmp_path: Path
) -> None:
    path = written(tmp_path, stories() * 2)
    ahead = list(ingest([path], corpus))
    assert ahead == list(ingest_drafts(read_target(path, Hints()), other))
    assert [result.outcome.value for result in ahead[:8]] == [
        *("added", "syndicated", "updated", "unchanged", "added", "refused", "updated", "duplicate")
    ]
    assert held(corpus.library) == held(other.library)
    assert corpus.library.integrity() == []


def held(library: Library) -> list[object]:
    found: list[object] = []
    for one in library.articles(Filters(), 100):
        timeless = replace(one, article=replace(one.article, fetched_at=None))
        found += [timeless, library.passages_of(one.id)]
    return [*found, [(ids, vectors.tolist()) for ids, vectors in library.embeddings()]]


def test_what_comes_next_is_read_while_the_first_is_embedded(corpus: Corpus) -> None:
    next_was_read = threading.Event()

    class Waiting(WordEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            assert next_was_read.wait(PATIENCE)
            return super().embed(texts)

    def drafts() -> Iterator[Draft]:
        yield Draft("first", article())
        next_was_read.set()
        yield Draft("second", article(OTHER))

    with Encoders(Waiting()) as encoders:
        found = [draft for draft, _ in foresee(drafts(), encoders, guess_of)]
    assert [cast(Draft, draft).target for draft in found] == ["first", "second"]


def guess_of(draft: Draft, preparing: Preparing) -> Guess:
    stored = StoredArticle("0", draft.article, 1)
    return Guess(draft.article, stored, preparing.prepare(stored))


def never(draft: Draft, preparing: Preparing) -> Guess:
    return Guess(draft.article, StoredArticle("0", draft.article, 1), Future())


@pytest.mark.parametrize(("words", "most"), [(STORY, ARTICLES), (STORY * (ARTICLES * CHARACTERS // 160), 2)])
def test_only_so_much_is_read_ahead(words: str, most: int) -> None:
    read: list[str] = []

    def drafts() -> Iterator[Draft]:
        for number in range(100):
            read.append(words)
            yield Draft(str(number), article(words))

    foreseen = foresee(drafts(), Encoders(WordEmbedder()), never)
    for already in range(3):
        next(foreseen)
        assert len(read) == already + most
    foreseen.close()  # type: ignore[attr-defined]


def test_what_nobody_waits_for_is_bounded_too() -> None:
    refused = Ingested("bad", Outcome.REFUSED, reason="It is broken.")
    taken: list[int] = []

    def drafts() -> Iterator[Draft | Ingested]:
        yield Draft("first", article())
        for number in range(100):
            taken.append(number)
            yield refused

    foreseen = foresee(drafts(), Encoders(WordEmbedder()), never)
    next(foreseen)
    assert len(taken) == ARTICLES - 1
    foreseen.close()  # type: ignore[attr-defined]


def test_a_result_stands_only_where_no_article_before_it_waits() -> None:
    same = Ingested("same", Outcome.UNCHANGED)

    def guess(draft: Draft, preparing: Preparing) -> Guess | Ingested:
        return never(draft, preparing) if draft.target == "new" else same

    drafts = [Draft(target, article()) for target in ("same", "new", "same")]
    assert [draft for draft, _ in foresee(drafts, Encoders(WordEmbedder()), guess)] == [same, *drafts[1:]]


def test_an_article_that_cannot_be_embedded_fails_alone(corpus: Corpus, tmp_path: Path) -> None:
    class Choosy(WordEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            if any("ferry" in text for text in texts):
                raise ValueError("no ferries")
            return super().embed(texts)

    choosy = Corpus(corpus.library, corpus.index, Choosy())
    results = list(ingest([written(tmp_path, [stories()[4], stories()[0]])], choosy))
    assert [result.outcome.value for result in results] == ["failed", "added", "refused"]
    assert "no ferries" in str(results[0].reason)


def test_whoever_stops_taking_leaves_no_thread(corpus: Corpus, tmp_path: Path) -> None:
    results = ingest([written(tmp_path, stories())], corpus)
    assert next(results).outcome is Outcome.ADDED
    results.close()  # type: ignore[attr-defined]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("encoder")]
    assert corpus.library.coverage().articles == 1


def test_an_interruption_passes(corpus: Corpus, tmp_path: Path) -> None:
    class Interrupted(WordEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            if any("ferry" in text for text in texts):
                raise KeyboardInterrupt
            return super().embed(texts)

    interrupted = Corpus(corpus.library, corpus.index, Interrupted())
    with pytest.raises(KeyboardInterrupt):
        list(ingest([written(tmp_path, stories())], interrupted))
    assert corpus.library.integrity() == []
