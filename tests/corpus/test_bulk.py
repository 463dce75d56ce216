"""A bulk file that was interrupted goes in again quickly: what is in already is not embedded twice."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

from corpus import Corpus, CorpusSettings, Filters, ingest
from tests.fakes import WordEmbedder

WORDS = ("harbour", "bridge", "minister", "strike", "school", "vote", "flood", "train")


def bulk(folder: Path, lines: int) -> Path:
    path = folder / "bulk.jsonl"
    stories = [
        {
            "title": f"{word} {number}",
            "text": f"{word} number {number} opened on Monday, said {word} officials.",
        }
        for number, word in zip(range(lines), WORDS, strict=False)
    ]
    path.write_text("\n".join([*(json.dumps(story) for story in stories), "{broken"]))
    return path


def test_what_was_added_before_an_interruption_is_unchanged_and_not_embedded_again(tmp_path: Path) -> None:
    path, embedder = bulk(tmp_path, 8), WordEmbedder()
    with Corpus.open(CorpusSettings(tmp_path / "corpus"), embedder) as corpus:
        begun = [result.outcome.value for result in islice(ingest([str(path)], corpus), 3)]
    assert begun == ["added"] * 3
    embedder.texts.clear()
    with Corpus.open(CorpusSettings(tmp_path / "corpus"), embedder) as corpus:
        results = list(ingest([str(path)], corpus))
        found = corpus.index.count()
        assert corpus.library.coverage(Filters()).articles == 8
    assert [result.outcome.value for result in results] == ["unchanged"] * 3 + ["added"] * 5 + ["refused"]
    assert results[-1].target == f"{path}:9"
    assert len(embedder.texts) == 5
    assert found == 8


def test_the_index_has_followed_when_all_results_are_in(tmp_path: Path) -> None:
    with Corpus.open(CorpusSettings(tmp_path / "corpus"), WordEmbedder()) as corpus:
        list(ingest([str(bulk(tmp_path, 6))], corpus))
        assert corpus.library.waiting() == 0
        assert corpus.index.count() == 6
