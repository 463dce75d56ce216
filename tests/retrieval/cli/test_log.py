"""Who changed the corpus from a terminal is in the log, and the log can be read there."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from tests.retrieval.cli.conftest import Byline

STORY = "A ferry ran aground off Port Ellery on Monday. Seventeen passengers were hurt, the coast guard said."


def add(byline: Byline, folder: Path, name: str, text: str, *options: str) -> str:
    (folder / name).write_text(text)
    ran = byline("add", str(folder / name), "--json", *options)
    return str(ran.json()["article_id"])


def test_what_is_done_at_a_terminal_is_in_the_log_with_the_user_of_the_system(
    byline: Byline, tmp_path: Path
) -> None:
    article_id = add(byline, tmp_path, "ferry.txt", STORY, "--title", "Ferry aground")
    byline("articles", "remove", article_id, "--yes")
    byline("reindex")
    entries = byline("log", "--json").json()["entries"]
    assert [entry["action"] for entry in entries] == ["reindex", "remove", "add"]
    assert all(entry["where"]["place"] == "terminal" for entry in entries)
    assert all(entry["who"]["id"] == str(os.getuid()) and entry["who"]["name"] for entry in entries)
    added = entries[-1]
    assert added["outcome"] == "added"
    assert added["title"] == "Ferry aground"
    assert added["article_id"] == article_id
    assert added["target"].endswith("ferry.txt")
    assert added["at"].endswith("+00:00")


def test_a_refusal_is_in_the_log_with_its_reason(byline: Byline, tmp_path: Path) -> None:
    add(byline, tmp_path, "nothing.txt", "Nothing.")
    (entry,) = byline("log", "--json").json()["entries"]
    assert entry["outcome"] == "refused"
    assert "words of text" in entry["reason"]
    shown = byline("log")
    assert "refused" in shown.out
    assert "Nothing." in shown.out


def test_the_log_is_narrowed_by_action_and_date_and_paged(byline: Byline, tmp_path: Path) -> None:
    for number in range(3):
        add(byline, tmp_path, f"{number}.txt", f"{STORY} This is telling number {number}.")
    assert byline("log", "--action", "remove", "--json").json() == {"entries": [], "total": 0}
    assert byline("log", "--since", "2099-01-01", "--json").json()["total"] == 0
    assert byline("log", "--until", "2020", "--json").json()["total"] == 0
    first = byline("log", "--limit", "2", "--json").json()
    assert (len(first["entries"]), first["total"]) == (2, 3)
    shown = byline("log", "--limit", "2")
    assert "2 of 3; more with --offset 2." in shown.err
    assert byline("log", "--action", "delete").code == 2


def test_the_log_is_narrowed_by_outcome_and_by_the_first_characters_of_an_article(
    byline: Byline, tmp_path: Path
) -> None:
    article_id = add(byline, tmp_path, "ferry.txt", STORY)
    add(byline, tmp_path, "nothing.txt", "Nothing.")
    refused = byline("log", "--outcome", "refused", "--outcome", "failed", "--json").json()["entries"]
    assert [entry["outcome"] for entry in refused] == ["refused"]
    found = byline("log", "--article", article_id[:6], "--json").json()["entries"]
    assert [entry["article_id"] for entry in found] == [article_id]


def test_what_is_not_for_a_screen_has_a_line_for_each_entry(byline: Byline, tmp_path: Path) -> None:
    folder = tmp_path / "a-folder-with-a-long-name" / "and-another-one-inside-of-it"
    folder.mkdir(parents=True)
    article_id = add(byline, folder, "ferry.txt", STORY, "--title", "Ferry aground off Port Ellery " * 3)
    heads, line = byline("log").out.splitlines()
    assert heads.split() == ["When", "(UTC)", "What", "Of", "what"]
    assert "added" in line
    assert line.rstrip() == line
    assert f"({article_id})" in line
    assert len(byline("articles", "list").out.splitlines()) == 2


def test_a_log_without_such_entries_says_so(byline: Byline, tmp_path: Path) -> None:
    add(byline, tmp_path, "ferry.txt", STORY)
    ran = byline("log", "--action", "remove")
    assert (ran.code, ran.out) == (0, "")
    assert "Nothing of this is in the log." in ran.err


def test_a_name_that_is_no_unicode_is_spelt_out(byline: Byline, tmp_path: Path) -> None:
    assert byline("add", str(tmp_path / "caf\udce9.txt"), "--json").code == 4
    (entry,) = byline("log", "--json").json()["entries"]
    assert entry["target"].endswith("caf\\udce9.txt")


def test_stats_are_narrowed_as_lists_are(byline: Byline, tmp_path: Path) -> None:
    add(byline, tmp_path, "a.txt", STORY, "--publisher", "Harbour Ledger", "--published", "2024-09-10")
    other = "The council passed a budget of 40 million crowns on Friday, and the mayor voted against it."
    add(byline, tmp_path, "b.txt", other, "--publisher", "Morning Post", "--published", "2024-10-04")
    stats = byline("stats", "--publisher", "morning post", "--json").json()
    assert (stats["articles"], stats["publishers"]) == (1, {"Morning Post": 1})
    assert byline("stats", "--since", "2024-10", "--json").json()["articles"] == 1
    assert byline("stats", "--json").json()["articles"] == 2


def test_stats_name_what_failed_last_and_the_room_on_the_disk(byline: Byline, tmp_path: Path) -> None:
    add(byline, tmp_path, "a.txt", STORY)
    assert byline("add", "http://127.0.0.1/story").code == 4
    assert byline("add", "https://nobody.invalid:1/story").code == 4
    stats = byline("stats", "--json").json()
    refused = byline("log", "--outcome", "failed", "--json").json()["entries"]
    assert [error["target"] for error in stats["last_errors"]] == [entry["target"] for entry in refused]
    assert stats["bytes_free"] > 0
    shown = byline("stats").out
    assert "1 article; one passage." in shown
    assert " free." in shown


def test_no_article_is_removed_unless_somebody_says_yes(
    byline: Byline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article_id = add(byline, tmp_path, "ferry.txt", STORY)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    ran = byline("articles", "remove", article_id)
    assert ran.code == 1
    assert ran.err.endswith("Nothing was removed.\n")
    assert byline("stats", "--json").json()["articles"] == 1
