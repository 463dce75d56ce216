"""Files cut to pieces and read elsewhere are the files read here."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus.pieces
import corpus.records
from corpus import Draft, Hints, Ingested, Outcome, read_target
from corpus.pieces import Piece, cut, read_piece, single_lines
from tests.corpus.articles import STORY

NO_HINTS = Hints()
PAGE = (
    "<html><head><title>The council of Arden decides</title></head><body><article><h1>The council of Arden"
    f" decides</h1><p>{'The council of Arden met on Monday and decided about its harbour wall. ' * 6}</p>"
    "</article></body></html>"
)


def line(number: int) -> str:
    return json.dumps({"title": f"Story {number}", "text": f"{STORY} It was day {number}."})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Something of every kind, sound and broken."""
    lines = [line(number) for number in range(150)]
    lines[7:9] = ["", "{broken"]
    (tmp_path / "bulk.jsonl").write_text("\n".join(lines))
    (tmp_path / "lines.json").write_text("\n".join(lines[:3]))
    (tmp_path / "list.json").write_text(f"[{line(1)}, 7]")
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "not.html").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "empty.txt").write_text(" ")
    (tmp_path / "story.txt").write_text(f"Harbour closed\n\n{STORY}")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "other.csv").write_text("a,b")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "more.txt").write_text(STORY)
    return tmp_path


def timeless(found: Draft | Ingested) -> Draft | Ingested:
    if isinstance(found, Ingested):
        return found
    return replace(found, article=replace(found.article, fetched_at=None))


def here(target: str, hints: Hints = NO_HINTS) -> list[Draft | Ingested]:
    return [timeless(one) for one in read_target(target, hints)]


def elsewhere(target: str, hints: Hints = NO_HINTS) -> list[Draft | Ingested]:
    found: list[Draft | Ingested] = []
    for piece in cut([target], hints):
        found += [piece] if isinstance(piece, Ingested) else read_piece(piece)
    return [timeless(one) for one in found]


def test_a_folder_of_everything(folder: Path) -> None:
    assert elsewhere(str(folder)) == here(str(folder))
    assert len(elsewhere(str(folder))) > 150


@pytest.mark.parametrize("name", ["bulk.jsonl", "story.txt", "other.csv", "missing.txt", "inner"])
def test_what_is_named_by_itself(folder: Path, name: str) -> None:
    assert elsewhere(str(folder / name)) == here(str(folder / name))


@pytest.mark.parametrize("name", ["bulk.jsonl", "lines.json", "list.json", "story.txt"])
def test_hints_that_name_one_article(folder: Path, name: str) -> None:
    hints = Hints(title="Another headline", url="https://lunow.example/another")
    assert elsewhere(str(folder / name), hints) == here(str(folder / name), hints)


def test_a_file_that_may_not_be_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (found,) = elsewhere(str(folder / "story.txt"))
    assert isinstance(found, Ingested)
    assert found.outcome is Outcome.FAILED


@given(
    st.lists(st.sampled_from([line(1), line(2), "", "{broken", "x" * 400, " "]), max_size=12),
    st.booleans(),
    st.integers(1, 5),
    st.integers(1, 900),
)
def test_wherever_lines_are_cut(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], ended: bool, most: int, size: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "some.jsonl"
    path.write_text("\n".join(lines) + ("\n" if ended else ""))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus.pieces, "LINES", most)
        patch.setattr(corpus.pieces, "BYTES", size)
        for module in (corpus.pieces, corpus.records):
            patch.setattr(module, "LONGEST_LINE", 300)
        assert elsewhere(str(path)) == here(str(path))


def test_the_lines_of_a_piece_by_themselves_are_named_as_before() -> None:
    piece = Piece("some.jsonl", "some.jsonl", f"{line(1)}\n\n{line(2)}".encode(), Hints(), 10)
    lines = single_lines(piece)
    assert [one.place for one in lines] == ["some.jsonl:10", "some.jsonl:11", "some.jsonl:12"]
    assert [timeless(draft) for one in lines for draft in read_piece(one)] == [
        timeless(draft) for draft in read_piece(piece)
    ]


def test_a_whole_file_has_no_lines() -> None:
    assert single_lines(Piece("story.txt", "story.txt", STORY.encode(), Hints())) == []


def test_a_stream_is_read_no_further_than_asked(folder: Path) -> None:
    stream = io.BytesIO(b"one\ntwo\n")
    assert next(corpus.records.each_line(stream)) == b"one\n"
    assert stream.tell() == 4
