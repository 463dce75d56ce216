"""`byline timeline`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.retrieval.cli.conftest import STORIES, Byline

PNG = b"\x89PNG\r\n\x1a\n"
TOPIC = "ferry aground off Port Ellery"


def test_the_json_quotes_the_article_at_its_offsets_with_both_days(filled: Byline) -> None:
    ran = filled("timeline", TOPIC, "--json")
    assert ran.code == 0
    document = ran.json()
    assert (document["topic"], document["left_out"], document["complete"]) == (TOPIC, 0, True)
    (entry,) = document["entries"]
    cited = entry["citation"]
    assert entry["text"] == cited["quote"] == STORIES[0]["text"][cited["start"] : cited["end"]]
    assert cited["deep_link"].startswith("https://ledger.example/ferry#:~:text=")
    assert (entry["when"], entry["said"]) == ("2024-09-09", "Monday")
    assert entry["published_at"] == cited["published_at"] == "2024-09-10T14:02:00+00:00"
    assert entry["publishers"] == ["Harbour Ledger"]
    assert document["searched"]["articles"] == 2


def test_a_person_reads_the_day_the_quote_the_headline_and_the_day_of_publication(filled: Byline) -> None:
    ran = filled("timeline", TOPIC)
    for shown in (
        "9 Sep 2024",
        "A ferry ran aground",
        "[1]",
        "Ferry runs aground",
        "10 Sep 2024",
        "1 report",
    ):
        assert shown in ran.out
    assert "https://ledger.example/ferry#:~:text=" in ran.out
    assert "reported" not in ran.out


def test_a_topic_that_nothing_is_about_is_said_plainly_with_exit_code_3(
    filled: Byline, tmp_path: Path
) -> None:
    chart = tmp_path / "chess.png"
    ran = filled("timeline", "chess championship", "--chart", str(chart))
    assert ran.code == 3
    assert "No article here is about this topic." in ran.out
    assert "2 articles from 2 publishers" in ran.out
    assert not chart.exists()
    assert "nothing to draw" in ran.err
    assert filled("timeline", "chess championship", "--json").json()["entries"] == []


def test_filters_leave_only_what_they_allow(filled: Byline) -> None:
    assert filled("timeline", TOPIC, "--publisher", "harbour ledger").code == 0
    assert filled("timeline", TOPIC, "--publisher", "morning post").code == 3
    assert filled("timeline", TOPIC, "--until", "2024-09-10").code == 0
    assert filled("timeline", TOPIC, "--since", "2024-09-11").code == 3


@pytest.mark.parametrize(("topic", "said"), [("", "The topic is empty."), ("x" * 3000, "longer than 500")])
def test_a_topic_that_is_none_is_one_plain_line(filled: Byline, topic: str, said: str) -> None:
    ran = filled("timeline", topic)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_an_empty_corpus_says_how_to_add_to_it(byline: Byline) -> None:
    assert "byline add" in byline("timeline", "ferry").err


class TestChart:
    def test_a_chart_is_written_and_a_chart_is_replaced(self, filled: Byline, tmp_path: Path) -> None:
        chart = tmp_path / "Ferry.PNG"
        for _ in range(2):
            ran = filled("timeline", TOPIC, "--chart", str(chart), "--json")
            assert (ran.code, len(ran.json()["entries"])) == (0, 1)
            assert chart.read_bytes().startswith(PNG)
        assert [path.name for path in tmp_path.glob("*.[pP][nN][gG]")] == ["Ferry.PNG"]
        assert list(tmp_path.glob(".chart-*")) == []
        umask = os.umask(0o022)
        os.umask(umask)
        assert chart.stat().st_mode & 0o777 == 0o666 & ~umask

    def test_what_is_no_picture_is_never_overwritten(self, filled: Byline, tmp_path: Path) -> None:
        notes = tmp_path / "notes.png"
        notes.write_text("my notes")
        ran = filled("timeline", TOPIC, "--chart", str(notes))
        assert (ran.code, ran.out) == (1, "")
        assert "is no PNG picture" in ran.err
        assert notes.read_text() == "my notes"

    def test_another_ending_is_wrong_usage(self, filled: Byline, tmp_path: Path) -> None:
        ran = filled("timeline", TOPIC, "--chart", str(tmp_path / "chart.jpg"))
        assert (ran.code, ran.out) == (2, "")
        assert "does not end in .png" in ran.err

    def test_a_place_that_cannot_be_written_is_said_before_anything_else(
        self, filled: Byline, tmp_path: Path
    ) -> None:
        (tmp_path / "folder.png").mkdir()
        for place, said in (("none/chart.png", "no folder"), ("folder.png", "is a folder")):
            ran = filled("timeline", TOPIC, "--chart", str(tmp_path / place))
            assert (ran.code, ran.out) == (1, "")
            assert said in ran.err

    def test_a_folder_that_takes_no_file_is_one_plain_line(
        self, filled: Byline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied", str(tmp_path))

        monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
        ran = filled("timeline", TOPIC, "--chart", str(tmp_path / "chart.png"))
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert "Permission denied" in ran.err

    def test_undated_articles_give_no_chart(self, byline: Byline, tmp_path: Path) -> None:
        story = {"title": "Dam breaks", "text": "The dam above Arlen broke. Nobody was hurt.", "url": None}
        (tmp_path / "story.jsonl").write_text(json.dumps(story))
        byline("add", str(tmp_path / "story.jsonl"))
        ran = byline("timeline", "dam breaks above Arlen", "--chart", str(tmp_path / "dam.png"))
        assert ran.code == 0
        assert "Undated" in ran.out
        assert "none of the articles is dated" in ran.err
        assert not (tmp_path / "dam.png").exists()


def test_hostile_headlines_and_names_do_nothing_to_a_terminal(byline: Byline, tmp_path: Path) -> None:
    story = {
        "title": "Dam breaks \x1b[31m above [bold]Arlen[/bold] \u202e",
        "text": "The dam above Arlen broke [link=x]on Friday. Nobody was hurt.",
        "publisher": "Post\x1b]8;;evil\x07\n",
        "published_at": "2024-03-02",
    }
    (tmp_path / "story.jsonl").write_text(json.dumps(story))
    byline("add", str(tmp_path / "story.jsonl"))
    ran = byline("timeline", "dam above Arlen")
    assert ran.code == 0
    assert not {"\x1b", "\x07", "\u202e"} & set(ran.out)
    assert "[link=x]" in ran.out
