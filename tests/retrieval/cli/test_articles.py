"""`byline add` and `byline articles`."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.retrieval.cli.conftest import STORIES, Byline


def test_each_item_of_a_bulk_file_ends_in_one_line_of_json(byline: Byline, tmp_path: Path) -> None:
    file = tmp_path / "bulk.jsonl"
    file.write_text(json.dumps(STORIES[0]) + "\nnot json\n" + json.dumps(STORIES[1]))
    ran = byline("add", str(file), "--json")
    assert ran.code == 4
    items = [json.loads(line) for line in ran.out.splitlines()]
    assert [item["outcome"] for item in items] == ["added", "refused", "added"]
    assert items[1]["target"].endswith("bulk.jsonl:2")
    assert items[1]["reason"]
    assert all(set(item) == {"target", "outcome", "article_id", "title", "reason"} for item in items)


def test_the_same_again_is_unchanged_and_a_new_text_under_its_address_updates(
    byline: Byline, tmp_path: Path
) -> None:
    story = tmp_path / "story.txt"
    flags = (
        "--title",
        "Ferry",
        "--url",
        "https://ledger.example/ferry",
        "--published",
        "2024-09-10",
        "--json",
    )
    story.write_text("A ferry ran aground off Port Ellery on Monday. Nobody was hurt, officials said.")
    assert byline("add", str(story), *flags).json()["outcome"] == "added"
    assert byline("add", str(story), *flags).json()["outcome"] == "unchanged"
    story.write_text("A ferry ran aground off Port Ellery on Monday. Two people were hurt, officials said.")
    updated = byline("add", str(story), *flags).json()
    assert updated["outcome"] == "updated"
    shown = byline("articles", "show", updated["article_id"], "--json").json()
    assert len(shown["versions"]) == 2
    assert "Two people were hurt" in shown["text"]


def test_flags_win_over_what_the_text_shows(byline: Byline, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(
        "Old headline\n\nA ferry ran aground off Port Ellery on Monday. Nobody was hurt, officials said."
    )
    added = byline(
        "add", str(story), "--title", "New headline", "--publisher", "Ledger", "--author", "A. B.", "--json"
    )
    shown = byline("articles", "show", added.json()["article_id"], "--json").json()
    assert (shown["title"], shown["publisher"], shown["author"]) == ("New headline", "Ledger", "A. B.")


def test_standard_input_is_an_article(byline: Byline, monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"A ferry ran aground off Port Ellery on Monday. Nobody was hurt, officials said."
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert byline("add", "-", "--title", "Ferry", "--json").json()["outcome"] == "added"


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01", b"PK\x03\x04\x14\x00\x00"]
)
def test_a_file_that_is_no_article_is_refused_with_a_reason(
    byline: Byline, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "story.txt"
    file.write_bytes(content)
    ran = byline("add", str(file), "--json")
    assert ran.code == 4
    assert ran.json()["outcome"] == "refused"
    assert ran.json()["reason"]


def test_a_missing_file_does_not_stop_the_next(byline: Byline, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("A ferry ran aground off Port Ellery on Monday. Nobody was hurt, officials said.")
    ran = byline("add", str(tmp_path / "absent.txt"), str(story), "--json")
    assert ran.code == 4
    assert [json.loads(line)["outcome"] for line in ran.out.splitlines()] in (
        ["refused", "added"],
        ["failed", "added"],
    )


def test_articles_are_listed_newest_first_and_filtered(filled: Byline) -> None:
    listed = filled("articles", "list", "--json").json()
    assert [article["title"] for article in listed["articles"]] == [STORIES[1]["title"], STORIES[0]["title"]]
    assert listed["total"] == 2
    filtered = filled("articles", "list", "--json", "--publisher", "harbour ledger").json()
    assert [article["title"] for article in filtered["articles"]] == [STORIES[0]["title"]]


def test_a_filter_that_leaves_no_article_is_no_empty_corpus(filled: Byline) -> None:
    assert filled("articles", "list", "--publisher", "Nobody").err.endswith("No article matches.\n")


def test_a_shown_article_has_every_field_of_the_interface(filled: Byline) -> None:
    listed = filled("articles", "list", "--json").json()["articles"]
    shown = filled("articles", "show", listed[1]["id"][:8], "--json").json()
    assert {field: shown[field] for field in STORIES[0]} == STORIES[0]
    expected = {
        "id",
        "fetched_at",
        "versions",
        "syndicated_from",
        "shares_with",
        "copies",
        "sharing",
        "passages",
        "author",
        "updated_at",
        *STORIES[0],
    }
    assert set(shown) == expected


def test_removing_asks_first_and_keeps_the_article_when_refused(filled: Byline) -> None:
    listed = filled("articles", "list", "--json").json()["articles"]
    assert filled("articles", "remove", listed[0]["id"]).code != 0
    assert filled("articles", "list", "--json").json()["total"] == 2


def test_a_removed_article_answers_nothing_more(filled: Byline) -> None:
    listed = filled("articles", "list", "--json").json()["articles"]
    assert filled("articles", "remove", listed[0]["id"], "--yes").code == 0
    assert filled("articles", "list", "--json").json()["total"] == 1
    hits = filled("search", "budget", "--json").json()["hits"]
    assert STORIES[1]["title"] not in {hit["title"] for hit in hits}


def test_an_article_named_twice_is_removed_once(filled: Byline) -> None:
    listed = filled("articles", "list", "--json").json()["articles"]
    ran = filled("articles", "remove", listed[0]["id"], listed[0]["id"], "--yes", "--json")
    assert ran.code == 0
    assert [removed["id"] for removed in ran.json()["removed"]] == [listed[0]["id"]]


def test_a_name_of_a_file_gives_the_terminal_no_orders(byline: Byline, tmp_path: Path) -> None:
    ran = byline("add", str(tmp_path / "no\x1b]0;owned\x07\x9b31m\nfile.txt"))
    assert ran.out.count("\n") == 1
    assert not {"\x1b", "\x07", "\x9b"} & set(ran.out)


def test_a_name_that_is_not_utf_8_is_escaped_in_json(
    byline: Byline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = str(tmp_path / "caf\udce9.txt")
    # What standard output is in most terminals, and in an old one.
    for encoding in ("utf-8", "latin-1"):
        out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr("sys.stdout", out)
        assert byline("add", target, "--json").code == 4
        out.flush()
        assert json.loads(out.buffer.getvalue())["target"] == target


def test_in_a_terminal_each_item_has_a_line_of_its_own_above_the_counter(
    byline: Byline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    byline("add", str(tmp_path / "one.txt"), str(tmp_path / "two.txt"))
    lines = [line for line in terminal.getvalue().splitlines() if "There is no such file" in line]
    assert len(lines) == 2
    assert not any("Adding" in line for line in lines)


def test_an_endless_headline_leaves_the_screen_readable(byline: Byline, tmp_path: Path) -> None:
    story = {**STORIES[0], "title": "Ferry " * 2000}
    (tmp_path / "long.jsonl").write_text(json.dumps(story))
    added = byline("add", str(tmp_path / "long.jsonl"))
    listed, found = byline("articles", "list"), byline("search", "ferry")
    assert max(len(ran.out) for ran in (added, listed, found)) < 2000


def test_an_unknown_id_is_one_plain_line(filled: Byline) -> None:
    ran = filled("articles", "show", "ffffffffffffffff")
    assert (ran.code, ran.out) == (1, "")
    assert "ffffffffffffffff" in ran.err


def test_a_url_flag_for_many_targets_is_wrong_usage(byline: Byline, tmp_path: Path) -> None:
    assert byline("add", str(tmp_path), str(tmp_path), "--url", "https://ledger.example/a").code == 2


def test_without_ray_installed_its_workers_are_not_promised(
    byline: Byline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    (tmp_path / "story.txt").write_text(STORIES[0]["text"])
    ran = byline("add", str(tmp_path / "story.txt"), "--ray", "2")
    assert (ran.code, ran.out) == (1, "")
    assert "pip install ray" in ran.err
