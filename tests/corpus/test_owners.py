"""What a server adds is that server's: nobody else sees it, changes it, or learns of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus import (
    Actor,
    ArticleNotFoundError,
    Audience,
    Corpus,
    CorpusSettings,
    Filters,
    Hints,
    Ingested,
    LogFilters,
    NotOwnedError,
    Outcome,
    SettingsError,
    ingest_drafts,
    read_bytes,
    remove_article,
)
from tests.fakes import WordEmbedder

STORY = (
    "The ferry Aurora ran aground near Port Ellis on Monday evening, and twelve passengers were hurt."
    " Boats from the village took everybody else to the shore before midnight, the coast guard said."
)
MORE = f"{STORY} The captain was questioned later on."
RED = Actor("Ada", "discord", server="1")
BLUE = Actor("Ben", "discord", server="2")
LINKED = Hints(title="Ferry aground", publisher="Harbour Post", url="https://h.example/ferry")


@pytest.fixture
def corpus(tmp_path: Path, library_url: str | None) -> Iterator[Corpus]:
    with Corpus.open(CorpusSettings(tmp_path, library_url=library_url), WordEmbedder()) as corpus:
        yield corpus


def add(corpus: Corpus, text: str, hints: Hints = LINKED) -> Ingested:
    (ended,) = ingest_drafts(read_bytes("story.txt", text.encode(), hints), corpus)
    return ended


def seen(corpus: Corpus, server: str | None) -> set[str | None]:
    """The owners of all that an audience finds, by each way of looking."""
    library, filters = corpus.library, Filters(audience=corpus.library.audience(server))
    by_list = {one.id for one in library.articles(filters)}
    found = [name for name, _ in library.lexical("ferry Aurora", filters, 50)]
    vector = corpus.embedder.embed(["ferry Aurora"])[0]
    scanned = [name for name, _ in library.scan(vector, filters, 50)]
    near = library.allowed([name for name, _ in corpus.index.nearest(vector, 50)], filters)
    assert set(found) == set(scanned) == near
    assert {article.id for _, article in library.passages(found, filters)} <= by_list
    assert library.coverage(filters).articles == len(by_list)
    assert sum(count for _, count in library.publishers(filters)) == len(by_list)
    return {one.owner for one in library.articles(filters)}


def test_each_server_sees_its_own_and_the_operators_articles_and_no_others(corpus: Corpus) -> None:
    for who in (corpus, corpus.by(RED), corpus.by(BLUE)):
        text = f"{STORY} Told to {who.library.actor.name} alone, in a number of words of their own choosing."
        assert (
            add(who, text, Hints(title=f"For {who.library.actor.name}", publisher="Post")).outcome != "failed"
        )
    assert seen(corpus, "1") == {None, "1"}
    assert seen(corpus, "2") == {None, "2"}
    assert seen(corpus, "3") == {None}
    assert seen(corpus, None) == {None}
    assert {one.owner for one in corpus.library.articles()} == {None, "1", "2"}


def test_without_sharing_a_server_sees_its_own_alone_and_nobody_else_sees_anything(
    tmp_path: Path, library_url: str | None
) -> None:
    with Corpus.open(
        CorpusSettings(tmp_path, shared=False, library_url=library_url), WordEmbedder()
    ) as corpus:
        add(corpus, STORY)
        assert add(corpus.by(RED), STORY).outcome is Outcome.ADDED
        assert seen(corpus, "1") == {"1"}
        assert seen(corpus, "2") == seen(corpus, None) == set()


def test_two_servers_each_have_the_same_story(corpus: Corpus) -> None:
    red, blue = add(corpus.by(RED), STORY), add(corpus.by(BLUE), STORY)
    assert red.outcome is blue.outcome is Outcome.ADDED
    assert red.article_id != blue.article_id
    assert red.reason is blue.reason is None
    assert add(corpus.by(RED), MORE).outcome is Outcome.UPDATED
    assert corpus.library.article(blue.article_id or "").article.text == STORY
    assert corpus.library.integrity() == []


def test_a_server_leaves_it_at_what_the_operator_shares_with_it(corpus: Corpus) -> None:
    add(corpus, STORY)
    again = add(corpus.by(RED), STORY)
    assert again.outcome is Outcome.DUPLICATE
    assert "shared with every server" in (again.reason or "")
    assert add(corpus.by(RED), STORY, Hints(title="Ferry")).outcome is Outcome.DUPLICATE
    assert corpus.library.coverage().articles == 1


def test_a_server_never_changes_the_operators_article_but_has_a_text_of_its_own(corpus: Corpus) -> None:
    shared = add(corpus, STORY)
    own = add(corpus.by(RED), MORE)
    assert own.outcome is Outcome.ADDED
    held, its = corpus.library.article(shared.article_id or ""), corpus.library.article(own.article_id or "")
    assert (held.version, held.article.text) == (1, STORY)
    assert (its.owner, its.story) == ("1", held.story), "both count as one source"
    assert add(corpus.by(RED), f"{MORE} He denies it.").outcome is Outcome.UPDATED
    assert corpus.library.integrity() == []


def test_a_copy_by_another_publisher_is_the_servers_own_and_counts_as_the_same_source(corpus: Corpus) -> None:
    shared = add(corpus, STORY)
    copy = add(corpus.by(RED), STORY, Hints(title="Aground", publisher="Dunmore Times"))
    assert copy.outcome is Outcome.SYNDICATED
    its = corpus.library.article(copy.article_id or "")
    assert its.syndicated_from is None
    assert its.story == shared.article_id
    assert corpus.library.copies(shared.article_id or "") == []
    remove_article(corpus, shared.article_id or "")
    assert corpus.library.article(its.id).story == its.id
    assert corpus.library.integrity() == []


def test_what_the_operator_adds_later_counts_as_one_source_with_what_servers_have(corpus: Corpus) -> None:
    red, blue = add(corpus.by(RED), STORY), add(corpus.by(BLUE), STORY)
    copy = add(corpus.by(RED), STORY, Hints(title="Aground", publisher="Dunmore Times"))
    shared = add(corpus, STORY, Hints(title="Ferry aground", publisher="Harbour Post"))
    assert shared.outcome is Outcome.ADDED
    ids = [one.article_id or "" for one in (red, blue, copy, shared)]
    assert {corpus.library.article(one).story for one in ids} == {shared.article_id}
    remove_article(corpus, shared.article_id or "")
    stories = [corpus.library.article(one).story for one in ids[:3]]
    assert stories == [red.article_id, blue.article_id, red.article_id], "no server names another's article"
    assert corpus.library.integrity() == []


def test_a_server_finds_no_article_of_another_by_its_id_and_removes_none(corpus: Corpus) -> None:
    shared, red = add(corpus, STORY), add(corpus.by(RED), MORE)
    with pytest.raises(ArticleNotFoundError):
        corpus.library.article(red.article_id or "", Audience("2"))
    with pytest.raises(ArticleNotFoundError):
        corpus.library.article((red.article_id or "")[:6], Audience(None))
    with pytest.raises(ArticleNotFoundError):
        remove_article(corpus.by(BLUE), red.article_id or "")
    with pytest.raises(NotOwnedError):
        remove_article(corpus.by(BLUE), shared.article_id or "")
    assert corpus.library.coverage().articles == 2
    assert remove_article(corpus.by(RED), red.article_id or "").owner == "1"
    assert remove_article(corpus, shared.article_id or "").owner is None


def test_nobody_saves_in_anothers_name(corpus: Corpus) -> None:
    red = corpus.library.article(add(corpus.by(RED), STORY).article_id or "")
    with pytest.raises(ValueError, match="is 1's"):
        corpus.by(BLUE).library.save(red, [], corpus.embedder.embed([]))


def test_a_server_reads_only_its_own_log(corpus: Corpus) -> None:
    for who in (corpus, corpus.by(RED), corpus.by(BLUE)):
        add(who, STORY, Hints(title=who.library.actor.name))
    log = corpus.library.log
    assert [one.by for one in log.entries(LogFilters(server="1"))] == [RED]
    assert log.count() == 3


def test_articles_from_before_there_were_owners_are_the_operators(
    tmp_path: Path,
) -> None:
    from corpus.library import schema

    path = tmp_path / "library.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.create_function("canonical_link", 1, lambda link: link, deterministic=True)
        for script in schema.MIGRATIONS[:6]:
            connection.executescript(script)
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION}")
        connection.execute("PRAGMA user_version = 6")
        connection.execute(
            "INSERT INTO articles(id, version, content_hash, title, text, added_at)"
            " VALUES ('00aa00aa00aa00aa', 1, 'x', 'Old', 'Old words.', 0)"
        )
    with Corpus.open(CorpusSettings(tmp_path), WordEmbedder()) as corpus:
        (old,) = corpus.library.articles(Filters(audience=Audience("1")))
        assert (old.article.title, old.owner) == ("Old", None)


def test_the_setting_is_yes_or_no() -> None:
    assert CorpusSettings.from_environment({}).shared
    assert not CorpusSettings.from_environment({"CORPUS_SHARED": "no"}).shared
    with pytest.raises(SettingsError, match="CORPUS_SHARED"):
        CorpusSettings.from_environment({"CORPUS_SHARED": "perhaps"})
