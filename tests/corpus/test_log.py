"""What was changed is in the log, with who did it: in the same transaction, and nothing else is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from corpus import (
    UNNAMED,
    Action,
    Actor,
    Corpus,
    CorpusSettings,
    Draft,
    Hints,
    Ingested,
    LogEntry,
    LogFilters,
    ingest,
    ingest_drafts,
    read_bytes,
    reindex,
    remove_article,
    utc_now,
)
from tests.fakes import WordEmbedder

STORY = "The ferry Aurora ran aground near Port Ellis on Monday evening, and twelve passengers were hurt."
OTHER = "Engineers closed the Kestrel bridge on Thursday because of cracks that nobody had seen before."
ADA = Actor("Ada", "discord", id="7", server="100", channel="200")
BEN = Actor("Ben", "discord", id="8", server="100", channel="200")


@pytest.fixture
def corpus(tmp_path: Path, library_url: str | None) -> Iterator[Corpus]:
    with Corpus.open(CorpusSettings(tmp_path, library_url=library_url), WordEmbedder()) as corpus:
        yield corpus


def add(corpus: Corpus, text: str, hints: Hints) -> list[Ingested]:
    return list(ingest_drafts(read_bytes("story.txt", text.encode(), hints), corpus))


def newest(corpus: Corpus) -> LogEntry:
    return corpus.library.log.entries(limit=1)[0]


def test_an_article_that_is_added_is_in_the_log_with_who_added_it_and_from_where(corpus: Corpus) -> None:
    before = utc_now()
    (added,) = add(corpus.by(ADA), STORY, Hints(title="Ferry aground", url="https://h.example/ferry"))
    (entry,) = corpus.library.log.entries()
    assert entry.by == ADA
    assert before - timedelta(seconds=1) <= entry.at <= utc_now()
    assert (entry.change.action, entry.change.outcome) == (Action.ADD, "added")
    assert (entry.change.target, entry.change.title) == ("story.txt", "Ferry aground")
    assert entry.change.article_id == added.article_id


def test_an_update_says_so_and_what_is_unchanged_is_no_change(corpus: Corpus) -> None:
    hints = Hints(title="Ferry aground", url="https://h.example/ferry")
    add(corpus.by(BEN), STORY, hints)
    add(corpus.by(ADA), STORY + " The captain was questioned later on.", hints)
    assert (newest(corpus).change.action, newest(corpus).change.outcome) == (Action.UPDATE, "updated")
    assert newest(corpus).by == ADA
    add(corpus.by(BEN), STORY + " The captain was questioned later on.", hints)
    assert corpus.library.log.count() == 2


def test_what_is_refused_is_in_the_log_with_the_reason(corpus: Corpus) -> None:
    (refused,) = add(corpus.by(ADA), "Too short.", Hints(title="Nothing"))
    entry = newest(corpus)
    assert (entry.change.action, entry.change.outcome) == (Action.ADD, refused.outcome.value)
    assert entry.change.reason == refused.reason
    assert entry.change.article_id is None


def test_a_link_s_password_is_not_in_the_log(corpus: Corpus) -> None:
    list(ingest(["https://ada:hunter2@ledger.example/ferry"], corpus.by(ADA)))
    entry = newest(corpus)
    assert entry.change.target == "https://***@ledger.example/ferry"
    assert "hunter2" not in str(entry)


def test_a_removal_is_in_the_log_and_the_log_outlives_the_article(corpus: Corpus) -> None:
    (added,) = add(corpus.by(BEN), STORY, Hints(title="Ferry aground"))
    assert added.article_id
    remove_article(corpus.by(ADA), added.article_id)
    entry = newest(corpus)
    assert (entry.change.action, entry.change.title) == (Action.REMOVE, "Ferry aground")
    assert entry.change.article_id == added.article_id
    assert entry.by == ADA
    history = corpus.library.log.entries(LogFilters(article_id=added.article_id))
    assert [one.change.action for one in history] == [Action.REMOVE, Action.ADD]


def test_a_removal_that_fails_leaves_no_entry(corpus: Corpus) -> None:
    (added,) = add(corpus.by(BEN), STORY, Hints(title="One", publisher="Harbour Post"))
    add(corpus.by(BEN), STORY, Hints(title="One", publisher="Dunmore Times"))
    before = corpus.library.log.count()
    with pytest.raises(Exception, match="copies by other publishers"):
        corpus.library.by(ADA).remove(added.article_id or "")
    assert corpus.library.log.count() == before


def test_a_library_nobody_was_named_for_says_so(corpus: Corpus) -> None:
    add(corpus, STORY, Hints(title="Ferry aground"))
    assert newest(corpus).by == UNNAMED


def test_a_reindex_is_in_the_log(tmp_path: Path, library_url: str | None) -> None:
    with Corpus.open(CorpusSettings(tmp_path, library_url=library_url), WordEmbedder()) as corpus:
        add(corpus, STORY, Hints(title="Ferry aground"))
    reindex(CorpusSettings(tmp_path, library_url=library_url), embedder=WordEmbedder(), actor=ADA)
    with Corpus.open(CorpusSettings(tmp_path, library_url=library_url), WordEmbedder()) as corpus:
        assert newest(corpus).change.action == Action.REINDEX
        assert newest(corpus).by == ADA


def test_the_log_is_paged_and_narrowed(corpus: Corpus) -> None:
    for number in range(5):
        add(corpus, f"{STORY} This is telling number {number}.", Hints(title=f"Story {number}"))
    middle = utc_now()
    add(corpus, "Too short.", Hints(title="Nothing"))
    log = corpus.library.log
    assert [entry.change.title for entry in log.entries(limit=2, offset=1)] == ["Story 4", "Story 3"]
    assert log.count() == 6
    assert log.count(LogFilters(since=middle)) == 1
    assert log.count(LogFilters(until=middle)) == 5
    assert log.count(LogFilters(action=Action.REMOVE)) == 0
    numbers = [entry.number for entry in log.entries()]
    assert numbers == sorted(numbers, reverse=True)


def test_several_actors_at_once_are_each_named_for_their_own(corpus: Corpus) -> None:
    texts = {"Ada": STORY, "Ben": OTHER}

    def work(name: str) -> None:
        drafts: list[Draft | Ingested] = []
        for number in range(5):
            text = f"{texts[name]} This is telling number {number} of it."
            drafts += read_bytes("story.txt", text.encode(), Hints(title=f"{name}'s story"))
        list(ingest_drafts(drafts, corpus.by(Actor(name, "discord"))))

    threads = [threading.Thread(target=work, args=(name,)) for name in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = corpus.library.log.entries()
    assert len(entries) == 10
    assert all(entry.change.title == f"{entry.by.name}'s story" for entry in entries)
