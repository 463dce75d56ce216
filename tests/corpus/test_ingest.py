"""The path of an article into the corpus and out of it."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from corpus import (
    Article,
    ArticleNotFoundError,
    Draft,
    Filters,
    IndexUnavailableError,
    Ingested,
    Library,
    LibraryError,
    Outcome,
    Vectors,
    ingest,
    ingest_drafts,
    remove_article,
)
from corpus.admission import MOST_CHARACTERS
from tests.corpus.articles import STORY, QuietIndex, article
from tests.fakes import WordEmbedder


class Desk:
    """A corpus whose index only listens."""

    def __init__(self, directory: Path) -> None:
        self.library = Library.open(directory)
        self.embedder = WordEmbedder()
        self.index = QuietIndex()
        self.network = None
        self.languages: frozenset[str] = frozenset()

    def add(self, *articles: Article) -> list[Ingested]:
        drafts = [Draft(f"item {number}", one) for number, one in enumerate(articles)]
        return list(ingest_drafts(drafts, cast(Any, self)))

    def outcomes(self, *articles: Article) -> list[str]:
        return [ingested.outcome.value for ingested in self.add(*articles)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "corpus")
    yield desk
    assert desk.library.integrity() == []
    desk.library.close()


def test_each_outcome_of_adding_is_a_value(desk: Desk) -> None:
    copy = article(publisher="Ostby Times", url="https://ostby.example/1")
    twin = article(url="https://lunow.example/twin")
    longer = article(f"{STORY} It opened on Friday.")
    results = desk.outcomes(article(), article(), copy, twin, longer)
    assert results == ["added", "unchanged", "syndicated", "duplicate", "updated"]


def test_a_folder_of_files_goes_through_to_the_passages(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "one.txt").write_text(STORY)
    (folder / "two.jsonl").write_text(
        json.dumps({"title": "Ship leaves", "text": "The ship left Lunow on Tuesday, unloaded by nobody."})
        + "\n{"
    )
    results = list(ingest([str(folder), str(tmp_path / "missing.txt")], cast(Any, desk)))
    assert [result.outcome.value for result in results] == ["added", "added", "refused", "refused"]
    assert all(result.reason for result in results[2:])
    found = desk.library.lexical("who unloaded the ship", Filters(), 5)
    assert len(found) == 2
    assert desk.index.calls >= 1


def test_what_holds_no_story_is_refused_with_the_reason(desk: Desk) -> None:
    results = desk.add(
        article("Page not found"), article(" \n"), article("word " * (MOST_CHARACTERS // 5 + 1))
    )
    assert [result.outcome for result in results] == [Outcome.REFUSED] * 3
    assert results[0].reason == "There is no story in it: 3 words of text."
    assert "2,000,000" in str(results[2].reason)


def test_a_story_without_spaces_between_its_words_is_a_story(desk: Desk) -> None:
    assert desk.outcomes(article("港口周一关闭。", title="港口关闭")) == ["added"]


def test_a_bad_item_never_stops_the_run(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    class Choking(WordEmbedder):
        def embed(self, texts: Any) -> Vectors:
            if any("choke" in text for text in texts):
                raise RuntimeError("no room")
            return super().embed(texts)

    desk.embedder = Choking()
    with caplog.at_level(logging.ERROR):
        results = desk.add(article("These words make the model choke today."), article())
    assert [result.outcome.value for result in results] == ["failed", "added"]
    assert results[0].reason == "Unexpected: RuntimeError: no room"
    assert caplog.records[0].exc_info


def test_an_index_that_is_away_never_fails_an_add(desk: Desk) -> None:
    class Away(QuietIndex):
        def catch_up(self) -> int:
            super().catch_up()
            raise IndexUnavailableError("no answer") if self.calls == 1 else OSError("torn")

    desk.index = Away()
    assert desk.outcomes(article(), article("Another story of five words.", url=None)) == ["added", "added"]
    assert len(desk.library.pending(10)) == 2


def test_an_interruption_passes_and_loses_nothing_that_was_acknowledged(desk: Desk) -> None:
    class Interrupted(WordEmbedder):
        def embed(self, texts: Any) -> Vectors:
            if len(self.texts):
                raise KeyboardInterrupt
            return super().embed(texts)

    desk.embedder = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        desk.add(article(), article("A second story with other words.", url=None))
    assert desk.library.coverage().articles == 1
    assert desk.library.integrity() == []


def test_broken_characters_are_replaced_and_the_title_is_never_empty(desk: Desk) -> None:
    (result,) = desk.add(article("A half \ud83d character stands in here.", title=" "))
    assert result.outcome is Outcome.ADDED
    kept = desk.library.article(str(result.article_id)).article
    assert kept.text == "A half ? character stands in here."
    assert kept.title.strip()


def test_no_name_is_kept_with_characters_that_a_terminal_obeys(desk: Desk) -> None:
    hostile = article(title="Red\x1b[31m\nhead", publisher="\x1b]0;title\x07P\u202e", author="A\x9b2J")
    (added,) = desk.add(hostile)
    kept = desk.library.article(added.article_id or "").article
    assert (kept.title, kept.publisher, kept.author) == ("Red[31m head", "]0;titleP", "A2J")


def test_a_link_is_fetched_and_what_is_no_link_to_a_page_is_refused(desk: Desk) -> None:
    (result,) = ingest(["http://127.0.0.1/story"], cast(Any, desk))
    assert (result.target, result.outcome) == ("http://127.0.0.1/story", Outcome.REFUSED)
    assert result.reason


def test_a_library_that_cannot_be_written_is_said_for_each_item(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.library.close()
    assert [result.outcome.value for result in desk.add(article(), article())] == ["failed", "failed"]
    with pytest.raises(LibraryError):
        remove_article(cast(Any, desk), "0000")


def add_at_once(desk: Desk, *articles: Article) -> list[str]:
    """Outcomes of adding each article in a thread of its own, when all have decided before any saves."""
    meeting = threading.Barrier(len(articles), timeout=20)

    class Meeting(WordEmbedder):
        def embed(self, texts: Any) -> Vectors:
            if texts:
                meeting.wait()
            return super().embed(texts)

    desk.embedder = Meeting()
    results: list[str] = []
    threads = [
        threading.Thread(target=lambda one=one: results.extend(desk.outcomes(one)))  # type: ignore[misc]
        for one in articles
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def test_threads_with_the_same_article_end_with_one(desk: Desk) -> None:
    assert add_at_once(desk, article(), article(), article()) == ["added", "unchanged", "unchanged"]
    assert desk.library.coverage().articles == 1


def test_threads_with_two_publishers_copies_end_with_an_original_and_a_copy(desk: Desk) -> None:
    copy = article(publisher="Ostby Times", url="https://ostby.example/1")
    assert add_at_once(desk, article(), copy) == ["added", "syndicated"]


def test_removing_an_original_puts_its_oldest_copy_in_its_place(desk: Desk) -> None:
    copies = [article(publisher=name, url=f"https://{name}.example/1") for name in ("ostby", "vik")]
    original, first, second = desk.add(article(), *copies)
    assert desk.library.coverage().passages == 1
    removed = remove_article(cast(Any, desk), str(original.article_id)[:6])
    assert removed.id == original.article_id
    promoted, follower = (desk.library.article(str(one.article_id)) for one in (first, second))
    assert (promoted.syndicated_from, follower.syndicated_from) == (None, promoted.id)
    ((found, stored),) = desk.library.passages([desk.library.lexical("dockers", Filters(), 5)[0][0]])
    assert stored.article.publisher == "ostby"
    assert "ostby" in found.header


def test_copies_of_an_earlier_text_survive_the_removal_of_the_original(desk: Desk) -> None:
    copy = article(publisher="ostby", url="https://ostby.example/1")
    newer = article("The harbour is open again since Friday morning.")
    late = article(newer.text, publisher="vik", url="https://vik.example/1")
    original, *_ = desk.add(article(), copy, newer, late)
    remove_article(cast(Any, desk), str(original.article_id))
    assert desk.library.coverage().articles == desk.library.coverage().passages == 2


def test_removing_what_is_not_there_says_so(desk: Desk) -> None:
    with pytest.raises(ArticleNotFoundError, match="no article"):
        remove_article(cast(Any, desk), "ffffffff")
