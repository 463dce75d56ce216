"""Files, folders and standard input become drafts; what cannot be read is refused with a plain reason."""

from __future__ import annotations

import io
import json
import os
import sys
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import files, records
from corpus.chunk import chunk
from corpus.files import read_bytes, read_target
from corpus.furniture import kind_of
from corpus.models import Article, Draft, Hints, Ingested, Outcome, StoredArticle

STORY = "The minister resigned on Monday after a week of protests in the harbour, her office said."
NONE = Hints()


def articles(target: object, hints: Hints = NONE) -> list[Article]:
    return [result.article for result in read_target(str(target), hints) if isinstance(result, Draft)]


def upload(name: str, data: bytes, hints: Hints = NONE) -> Article:
    [draft] = read_bytes(name, data, hints)
    assert isinstance(draft, Draft), draft
    return draft.article


def reason(name: str, data: bytes) -> str:
    [result] = read_bytes(name, data, NONE)
    assert isinstance(result, Ingested)
    assert (result.outcome, result.target) == (Outcome.REFUSED, name)
    return result.reason or ""


def test_a_text_file_becomes_one_article(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(f"Minister resigns\n\n10 September 2024\n\n{STORY}\n\nLeave a Reply", encoding="utf-8")
    [article] = articles(path)
    assert (article.title, article.text) == ("Minister resigns", STORY)
    assert article.published_at == datetime(2024, 9, 10, tzinfo=UTC)
    assert article.fetched_at is not None


def test_the_time_of_a_file_is_not_a_publication_date(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    os.utime(path, (0, 0))
    assert articles(path)[0].published_at is None


def test_a_story_without_a_headline_is_titled_by_its_first_words() -> None:
    assert upload("a.txt", STORY.encode()).title.startswith("The minister resigned")


def test_hints_win_over_what_the_text_shows() -> None:
    when = datetime(2020, 1, 1, tzinfo=UTC)
    hints = Hints("Another title", "The Courier", "Otto Weiss", when, "https://courier.example/1")
    article = upload("a.md", f"# Minister resigns\n\nBy Ada Brandt\n\n{STORY}".encode(), hints)
    assert (article.title, article.publisher, article.author) == (
        "Another title",
        "The Courier",
        "Otto Weiss",
    )
    assert (article.published_at, article.url) == (when, "https://courier.example/1")
    assert article.text == f"Minister resigns\n\n{STORY}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    story = "The café’s owner said “no” on Monday and closed the door for good."
    assert upload("a.txt", story.encode(encoding)).text == story


def test_other_code_pages_are_guessed() -> None:
    story = "Министр ушёл в отставку в понедельник после недели протестов в порту, сообщили в её ведомстве."
    assert upload("a.txt", story.encode("cp1251")).text == story


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n ", "empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        ("a.txt", b"\x00\x01\x02\x03" * 100, "not text"),
        ("a.md", b"PK\x03\x04rest", "zip"),
        ("a.txt", b"Leave a Reply\n\nScroll to Top", "no story"),
        ("a.pdf", b"%PDF-1.7", "cut off"),
        ("a.docx", b"PK\x03\x04", "zip archive"),
        ("a.zip", b"PK\x03\x04", "Unpack it"),
        ("a.json", b"{", "not JSON"),
        ("a.json", b"[" * 100_000, "not JSON"),
        ("a.json", b'"text"', "JSON object"),
    ],
)
def test_what_cannot_be_read_is_refused_plainly(name: str, data: bytes, words: str) -> None:
    assert words in reason(name, data)


def test_a_file_over_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 1_000)
    (tmp_path / "a.txt").write_text("word " * 1_000)
    [result] = read_target(str(tmp_path / "a.txt"), NONE)
    assert isinstance(result, Ingested)
    assert "larger than" in (result.reason or "")
    assert "larger than" in reason("a.txt", b"word " * 1_000)


@pytest.mark.parametrize("target", ["no/such/file.txt", "a\x00b", "x" * 5_000])
def test_a_missing_path_is_refused(target: str) -> None:
    [result] = read_target(target, NONE)
    assert isinstance(result, Ingested)
    assert result.reason == "There is no such file or folder."


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    [result] = read_target(str(tmp_path / "pipe.txt"), NONE)
    assert isinstance(result, Ingested)
    assert "neither a file nor a folder" in (result.reason or "")


def test_a_folder_is_read_in_order_without_hidden_files_and_loops(tmp_path: Path) -> None:
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    (tmp_path / "deep" / "loop").symlink_to(tmp_path)
    (tmp_path / ".hidden").mkdir()
    for name in ("b.txt", "a.md", "deep/c.txt", "deep/deeper/d.txt", ".e.txt", ".hidden/f.txt", "g.png"):
        (tmp_path / name).write_text(f"{STORY} {name}.")
    assert [article.text[-6:-1].strip() for article in articles(tmp_path)] == [
        "a.md",
        "b.txt",
        "c.txt",
        "d.txt",
    ]


def test_a_bad_file_in_a_folder_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "b.txt").write_text(STORY)
    refused, draft = read_target(str(tmp_path), Hints(title="One title", publisher="The Courier"))
    assert isinstance(refused, Ingested)
    assert isinstance(draft, Draft)
    assert draft.article.publisher == "The Courier"
    assert draft.article.title != "One title"


def test_a_folder_without_articles_says_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    [result] = read_target(str(tmp_path), NONE)
    assert isinstance(result, Ingested)
    assert "1 × .png" in (result.reason or "")


def test_a_bad_line_is_refused_by_its_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        json.dumps({"title": "One", "text": STORY, "publisher": "The Courier", "published_at": "2024-09-10"}),
        "{broken",
        "",
        json.dumps({"title": 5, "text": STORY}),
        json.dumps({"title": "No text"}),
        json.dumps({"text": STORY, "published_at": "yesterday"}),
        json.dumps({"text": STORY, "url": "javascript:alert(1)"}),
        json.dumps([1]),
        json.dumps({"text": STORY, "published_at": "2024-09-10T14:02:00+02:00", "more": {"ignored": True}}),
    ]
    path = tmp_path / "bulk.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    results = list(read_target(str(path), NONE))
    reasons = {r.target: r.reason for r in results if isinstance(r, Ingested)}
    assert list(reasons) == [f"{path}:{number}" for number in (2, 4, 5, 6, 7, 8)]
    assert reasons[f"{path}:4"] == '"title" must be text, and this is a number.'
    assert "ISO 8601" in (reasons[f"{path}:6"] or "")
    first, last = (r.article for r in results if isinstance(r, Draft))
    assert (first.title, first.published_at) == ("One", datetime(2024, 9, 10, tzinfo=UTC))
    assert last.published_at == datetime(2024, 9, 10, 12, 2, tzinfo=UTC)


def test_an_endless_line_is_refused_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LONGEST_LINE", 200)
    data = b"x" * 1_000 + b"\n" + json.dumps({"text": STORY}).encode()
    refused, draft = read_bytes("a.jsonl", data, NONE)
    assert isinstance(refused, Ingested)
    assert isinstance(draft, Draft)
    assert draft.target == "a.jsonl:2"


def test_a_large_bulk_file_is_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "bulk.jsonl"
    line = json.dumps({"text": f"{STORY} " * 100}) + "\n"
    path.write_text(line * 1_000)
    tracemalloc.start()
    count = sum(1 for _ in read_target(str(path), NONE))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1_000
    assert peak < 2_000_000


def test_a_json_document_holds_one_article_or_a_list() -> None:
    record = {"title": "One", "text": STORY}
    assert upload("a.json", json.dumps(record, indent=2).encode()).title == "One"
    drafts = list(read_bytes("a.json", json.dumps([record, record]).encode(), NONE))
    assert [draft.target for draft in drafts] == ["a.json:1", "a.json:2"]


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (f"Minister resigns\n\n{STORY}".encode(), "Minister resigns"),
        (json.dumps({"title": "One", "text": STORY}).encode(), "One"),
        (json.dumps({"title": "One", "text": STORY}, indent=1).encode(), "One"),
        (json.dumps([{"title": "One", "text": STORY}]).encode(), "One"),
    ],
)
def test_standard_input_is_known_by_its_first_bytes(
    monkeypatch: pytest.MonkeyPatch, data: bytes, title: str
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(data))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert [article.title for article in articles("-")] == [title]
    assert not stdin.buffer.closed


def test_a_saved_page_is_extracted_and_keeps_its_own_address() -> None:
    paragraphs = "".join(f"<p>{STORY} It was day {number} of the strike.</p>" for number in range(8))
    page = (
        "<html><head><title>Minister resigns</title><link rel='canonical' href='https://courier.example/1'>"
        f"</head><body><article><h1>Minister resigns</h1>{paragraphs}</article></body></html>"
    )
    article = upload("saved.html", page.encode())
    assert (article.title, article.url) == ("Minister resigns", "https://courier.example/1")
    assert upload("saved.html", page.replace("canonical", "x").encode()).url is None
    assert upload("-", page.encode()).text == article.text


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.md", "a.json", "a.jsonl", "-", "", "x.y.z"]))
def test_no_bytes_raise(data: bytes, name: str) -> None:
    for result in read_bytes(name, data, NONE):
        if isinstance(result, Draft):
            assert result.article.title
            assert result.article.text
            result.article.content_hash  # noqa: B018


def test_no_furniture_of_the_seeds_is_in_any_passage(shared: Path) -> None:
    stories = articles(shared / "seeds")
    assert len(stories) == 2
    assert stories[1].title.startswith("US Formally Accuses Iran of Supplying")
    for story in stories:
        passages = chunk(StoredArticle("0" * 16, story, 1), lambda text: len(text) // 4)
        lines = [story.text[start:end] for passage in passages for start, end in passage.sentences]
        assert [line for line in lines if kind_of(line) or len(line) < 20] == []
        assert not any(
            word in " ".join(lines) for word in ("YouTube", "Leave a Reply", "Scroll to Top", "Follow us")
        )
