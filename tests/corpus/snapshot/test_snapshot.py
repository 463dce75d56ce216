"""Arrays on the disk rank as a plain reckoning does, whole or not at all."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Audience
from corpus.snapshot import Snapshot, SnapshotBuilder, discard_snapshot, mark_snapshot, newest_snapshot
from corpus.snapshot.files import FOLDER
from corpus.snapshot.vectors import squeeze

WORDS = ("dam", "ferry", "flut", "harbour", "élan", "öl")
_texts = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), min_size=1, max_size=12)


def write(directory: Path, texts: list[list[str]], owners: list[str | None] | None = None) -> Snapshot:
    """A snapshot of passages with these words, numbered 10, 20, …, each of an article of its own."""
    numbers = [10 * (place + 1) for place in range(len(texts))]
    vectors = np.random.default_rng(7).standard_normal((len(texts), 16)).astype(np.float32)
    having = {
        word: np.array([n for n, text in zip(numbers, texts, strict=True) for _ in range(text.count(word))])
        for word in sorted({word for text in texts for word in text}, key=str.encode)
    }
    with SnapshotBuilder(directory) as builder:
        builder.add_passages(numbers, numbers, owners or [None] * len(texts), vectors)
        builder.add_words(having.items())
        builder.publish("of nothing", numbers[-1], "last")
    note = newest_snapshot(directory)
    assert note is not None
    return Snapshot(directory, note)


def bm25(texts: list[list[str]], asked: list[str]) -> dict[int, float]:
    """The score of each passage with any of the words, by the formula of SQLite's documentation."""
    mean = sum(map(len, texts)) / len(texts)
    scores: Counter[int] = Counter()
    for word in asked:
        having = sum(word in text for text in texts)
        idf = math.log((len(texts) - having + 0.5) / (having + 0.5))
        for place, text in enumerate(texts):
            if count := text.count(word):
                room = 1.2 * (0.25 + 0.75 * len(text) / mean)
                scores[10 * (place + 1)] += max(idf, 1e-6) * count * 2.2 / (count + room)
    return dict(scores)


@settings(max_examples=30, deadline=None)  # each writes files that reach the disk
@given(_texts, st.lists(st.sampled_from((*WORDS, "never", "")), max_size=5))
def test_words_are_scored_as_the_formula_says(texts: list[list[str]], asked: list[str]) -> None:
    with TemporaryDirectory() as place, write(Path(place), texts).by_words(asked, [], None) as best:
        found = best(100)
    expected = bm25(texts, asked)
    assert dict(zip(found.numbers, found.scores, strict=True)) == pytest.approx(expected, rel=1e-5)
    assert found.scores == sorted(found.scores, reverse=True)


def test_equal_scores_come_in_the_order_of_the_library_however_few_are_wanted(tmp_path: Path) -> None:
    snapshot = write(tmp_path, [["ferry", "dam"]] * 9 + [["öl", "dam"]] * 9)
    with snapshot.by_words(["ferry"], [], None) as best, snapshot.by_words(["dam"], [], None) as other:
        assert best(100).numbers == list(range(10, 100, 10))
        assert best(0).numbers == []
        assert best(4).numbers == [10, 20, 30, 40]
        assert len(other(15).numbers) == 15


def test_what_else_counts_is_added_to_the_passages_that_are_held(tmp_path: Path) -> None:
    snapshot = write(tmp_path, [["ferry"], ["dam"], ["öl"]])
    with snapshot.by_words([], [(20, 3.0), (25, 9.0), (999, 9.0)], None) as best:
        found = best(5)
    assert (found.numbers, found.scores) == ([20], [3.0])


def test_only_what_the_articles_and_the_audience_allow_is_ranked(tmp_path: Path) -> None:
    snapshot = write(tmp_path, [["dam", "ferry"]] * 4, [None, "1", "2", None])
    with snapshot.by_words(["dam"], [], snapshot.inside(None, Audience("1"))) as best:
        assert best(9).numbers == [10, 20, 40]
    mask = snapshot.inside(np.array([20, 30, 77]), Audience("1"))
    assert mask is not None
    assert mask.tolist() == [False, True, False, False]
    own = snapshot.inside(None, Audience("2", shared=False))
    assert own is not None
    assert own.tolist() == [False, False, True, False]
    assert snapshot.inside(None, None) is None
    none = snapshot.inside(np.empty(0, np.int64), None)
    with snapshot.by_vector(np.ones(16, np.float32), none) as best:
        assert best(5).numbers == []
    with snapshot.by_vector(np.ones(16, np.float32), None) as best:
        assert len(best(3).numbers) == 3


def test_squeezed_vectors_have_nearly_their_cosines() -> None:
    vectors = np.random.default_rng(3).standard_normal((300, 384)).astype(np.float32)
    asked = vectors[7] + vectors[8]
    exact = vectors @ asked / np.linalg.norm(vectors, axis=1) / np.linalg.norm(asked)
    small, scales = squeeze(vectors)
    near = (small.astype(np.float32) @ asked) * scales / np.linalg.norm(asked)
    assert np.abs(exact - near).max() < 0.002
    assert squeeze(np.zeros((1, 4), np.float32))[0].tolist() == [[0, 0, 0, 0]]


@pytest.mark.parametrize("way", ["shorten", "touch", "delete", "note", "form"])
def test_a_snapshot_that_was_touched_is_not_trusted(tmp_path: Path, way: str) -> None:
    write(tmp_path, [["dam", "ferry"], ["öl"]])
    path, note = next(iter((tmp_path / FOLDER).glob("*/rows.i4"))), tmp_path / "snapshot.json"
    if way == "shorten":
        path.write_bytes(path.read_bytes()[:-1])
    elif way == "touch":
        path.write_bytes(bytes(path.stat().st_size))
    elif way == "delete":
        path.unlink()
    else:
        note.write_text('{"name": 5' if way == "note" else note.read_text().replace('"form": 1', '"form": 0'))
    assert newest_snapshot(tmp_path) is None


def test_there_is_one_snapshot_and_nothing_half_made(tmp_path: Path) -> None:
    killed = SnapshotBuilder(tmp_path).__enter__()
    killed.add_passages([1], [1], [None], np.ones((1, 4), np.float32))
    assert newest_snapshot(tmp_path) is None
    write(tmp_path, [["dam"]])
    before = mark_snapshot(tmp_path)
    with pytest.raises(FileNotFoundError):
        killed.add_words([("dam", np.array([1]))])
    write(tmp_path, [["öl"]])
    assert mark_snapshot(tmp_path) != before
    assert len(list((tmp_path / FOLDER).iterdir())) == 1
    discard_snapshot(tmp_path)
    assert (mark_snapshot(tmp_path), list(tmp_path.iterdir())) == (None, [])
    discard_snapshot(tmp_path)


def test_what_is_made_while_it_is_discarded_never_counts(tmp_path: Path) -> None:
    builder = SnapshotBuilder(tmp_path).__enter__()
    builder.add_passages([1], [1], [None], np.ones((1, 4), np.float32))
    builder.add_words([("dam", np.array([1]))])
    discard_snapshot(tmp_path)
    with pytest.raises(FileNotFoundError):
        builder.publish("of nothing", 1, "last")
    assert newest_snapshot(tmp_path) is None
