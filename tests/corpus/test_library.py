"""The library keeps whole articles and finds them again."""

from __future__ import annotations

import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import (
    Article,
    ArticleNotFoundError,
    EmbeddingMismatchError,
    Filters,
    IndexAction,
    Library,
    Outcome,
    StaleDecisionError,
    StoredArticle,
)
from corpus.dedupe import article_id
from tests.corpus.articles import EMBEDDER, STORY, article, derive, keep
from tests.fakes import WordEmbedder

ALL = Filters()
DAY = datetime(2024, 3, 5, tzinfo=UTC)
OTHER = article(
    "Ministers in Vik promised new fishing quotas before summer.",
    title="Quotas promised",
    publisher="Vik News",
    url="https://vik.example/quotas",
    published_at=DAY + timedelta(days=2),
)


@pytest.fixture
def library(tmp_path: Path, library_url: str | None) -> Iterator[Library]:
    with Library.open(tmp_path, url=library_url) as library:
        library.adopt(EMBEDDER.identity)
        yield library
        assert library.integrity() == []


def test_an_article_comes_back_as_it_went_in(library: Library) -> None:
    one = article(author="A. Berg", updated_at=DAY + timedelta(hours=1), fetched_at=DAY + timedelta(days=1))
    stored = keep(library, one).stored
    assert library.article(stored.id) == stored
    assert library.known(one).same_link == library.known(one).same_text == stored


def test_passages_come_in_the_order_asked_with_their_articles(library: Library) -> None:
    first, second = keep(library, article()).stored, keep(library, OTHER).stored
    ids = [f"{second.id}-1-0", "unknown", f"{first.id}-1-0"]
    assert [(passage.id, stored) for passage, stored in library.passages(ids)] == [
        (ids[0], second),
        (ids[2], first),
    ]
    assert library.passages_of(first.id)[0].text == STORY


def test_a_new_version_supersedes_the_passages_and_keeps_the_old_text(library: Library) -> None:
    first = keep(library, article()).stored
    second = keep(library, article("The harbour opened again after talks.")).stored
    assert [stored.article.text for stored in library.versions(first.id)] == [second.article.text, STORY]
    assert library.passages([f"{first.id}-1-0"]) == []
    assert library.allowed([f"{first.id}-1-0", f"{first.id}-2-0"], ALL) == {f"{first.id}-2-0"}
    assert library.lexical("refused to unload", ALL, 5) == []
    assert [ids for ids, _ in library.embeddings()] == [[f"{first.id}-2-0"]]


def test_the_outbox_says_what_the_index_has_to_do_in_order(library: Library) -> None:
    first = keep(library, article()).stored
    keep(library, article("The harbour opened again after talks."))
    assert library.waiting() == 3
    overtaken, superseded, added = library.pending(10)
    assert (overtaken.action, overtaken.passage_ids, overtaken.vectors) == (IndexAction.ADD, (), None)
    assert (superseded.action, superseded.passage_ids) == (IndexAction.SUPERSEDE, (f"{first.id}-1-0",))
    assert added.passage_ids == (f"{first.id}-2-0",)
    assert added.vectors is not None
    assert added.vectors.shape == (1, 384)
    library.acknowledge(superseded.sequence)
    assert [operation.sequence for operation in library.pending(10)] == [added.sequence]


def test_a_sequence_number_is_never_used_twice(library: Library) -> None:
    keep(library, article())
    (first,) = library.pending(10)
    library.acknowledge(first.sequence)
    keep(library, OTHER)
    assert library.pending(10)[0].sequence > first.sequence


def test_filters_hold_for_every_way_of_finding(library: Library) -> None:
    keep(library, article())
    wanted = keep(library, OTHER).stored
    keep(library, article("Nobody knows when this was written down.", url=None, published_at=None))
    for filters in (
        Filters(publishers=("VIK  news", "Nobody")),
        Filters(since=DAY + timedelta(days=1)),
        Filters(since=DAY + timedelta(days=2), until=DAY + timedelta(days=2, microseconds=1)),
    ):
        assert [stored.id for stored in library.articles(filters)] == [wanted.id]
        assert library.coverage(filters).articles == 1
        assert [found for found, _ in library.lexical("harbour quotas written", filters, 9)] == [
            f"{wanted.id}-1-0"
        ]
        assert [found for found, _ in library.scan(EMBEDDER.embed(["quotas"])[0], filters, 9)] == [
            f"{wanted.id}-1-0"
        ]
    assert library.articles(Filters(until=OTHER.published_at))[0].article.published_at == DAY


def test_any_of_the_words_finds_in_any_form_and_more_of_them_find_better(library: Library) -> None:
    harbour, quotas = keep(library, article()).stored, keep(library, OTHER).stored
    found = library.lexical("Which DOCKER refuses quotas?", ALL, 9)
    assert [identity for identity, _ in found] == [f"{harbour.id}-1-0", f"{quotas.id}-1-0"]
    assert found[0][1] > found[1][1]
    assert library.lexical("Vík", ALL, 9)[0][0] == f"{quotas.id}-1-0"
    assert library.lexical("?! \N{SNOWMAN} \0", ALL, 9) == library.lexical("", ALL, 9) == []


def test_a_figure_is_found_as_a_whole_before_its_parts(library: Library) -> None:
    parts = "One ship carried 1 crane, another 200 crates. Nobody counted any further."
    whole = "Some 1,200 crates are said to lie in the harbour since the end of last week."
    for text in (parts, whole):
        keep(library, article(text, url=None))
    found = library.lexical("1,200 crates", ALL, 2)
    assert library.passages([found[0][0]])[0][0].text == whole
    assert library.lexical("word " * 50_000 + "a.b" * 50_000, ALL, 2) == []


def test_coverage_and_publishers_say_what_there_is(library: Library) -> None:
    for one in (
        article(),
        OTHER,
        article("A third one, in capital letters only.", url=None, publisher="LUNOW POST"),
    ):
        keep(library, one)
    coverage = library.coverage()
    assert (coverage.articles, coverage.passages) == (3, 3)
    assert (coverage.earliest, coverage.latest) == (DAY, OTHER.published_at)
    assert coverage.publishers == ("Lunow Post", "Vik News")
    assert library.publishers() == [("Lunow Post", 2), ("Vik News", 1)]


def test_articles_are_listed_newest_first_and_undated_last(library: Library) -> None:
    undated = article("Nobody knows when this was written down.", url=None, published_at=None)
    for one in (undated, article(), OTHER):
        keep(library, one)
    assert [stored.article for stored in library.articles()] == [OTHER, article(), undated]
    assert [stored.article for stored in library.articles(limit=1, offset=1)] == [article()]
    assert library.page(limit=1, offset=1) == (library.articles(limit=1, offset=1), 3)
    assert library.page(Filters(publishers=("nobody",))) == ([], 0)


def test_the_beginning_of_an_id_will_do_when_it_is_long_enough_and_unambiguous(library: Library) -> None:
    for ending in ("aaaaaaaa", "bbbbbbbb"):
        text = f"These are the words of {ending}."
        library.save(*derive(StoredArticle(f"12345678{ending}", article(text, url=None), 1)))
    assert library.article("12345678B").id == "12345678bbbbbbbb"
    with pytest.raises(
        ArticleNotFoundError, match="Several ids begin with '1234': 12345678aaaaaaaa, 12345678bbb"
    ):
        library.article("1234")
    for unknown in ("123", "", "%", "12345678c"):
        with pytest.raises(ArticleNotFoundError, match="no article"):
            library.article(unknown)


def test_a_copy_has_no_passages_and_is_listed_with_its_original(library: Library) -> None:
    original = keep(library, article()).stored
    copy = keep(library, article(publisher="Ostby Times", url="https://ostby.example/1")).stored
    assert library.copies(original.id) == [copy]
    assert library.passages_of(copy.id) == []
    assert library.coverage().passages == 1


def test_an_original_that_becomes_a_copy_takes_its_copies_along(library: Library) -> None:
    first = keep(library, article()).stored
    copy = keep(library, article(publisher="Ostby Times", url="https://ostby.example/1")).stored
    keep(library, OTHER)
    assert keep(library, article(OTHER.text)).stored.syndicated_from == article_id(OTHER)
    assert {stored.id for stored in library.copies(article_id(OTHER))} == {first.id, copy.id}


def test_copies_of_many_are_found_at_once_inside_the_filters(library: Library) -> None:
    first = keep(library, article()).stored
    copy = keep(library, article(publisher="Ostby Times", url="https://ostby.example/1")).stored
    keep(library, article(publisher="Lund Post", url="https://lund.example/1"))
    assert [stored.article.publisher for stored in library.prints([first.id])[first.id]] == [
        "Ostby Times",
        "Lund Post",
    ]
    only = Filters(publishers=("ostby  times",))
    assert library.prints([first.id, "nobody"], only) == {first.id: [copy]}
    # What is a copy of an earlier text is none of the new one.
    keep(library, article("Another text altogether, of the same link. It is longer than the first."))
    assert library.prints([first.id]) == {}


def test_removing_takes_everything_of_an_article(library: Library) -> None:
    keep(library, OTHER)
    stored = keep(library, article()).stored
    keep(library, article("The harbour opened again after talks."))
    assert library.remove(stored.id[:8]).id == stored.id
    assert library.coverage().articles == 1
    assert library.lexical("harbour", ALL, 5) == []
    assert library.pending(10)[-1].action is IndexAction.SUPERSEDE
    assert keep(library, article()).outcome is Outcome.ADDED


def test_an_original_is_not_removed_without_an_heir(library: Library) -> None:
    stored = keep(library, article()).stored
    keep(library, article(publisher="Ostby Times", url="https://ostby.example/1"))
    with pytest.raises(StaleDecisionError, match="copies by other publishers"):
        library.remove(stored.id)
    assert library.coverage().passages == 1


def test_a_decision_that_others_overtook_is_refused_whole(library: Library) -> None:
    stored = keep(library, article()).stored
    stale = [
        stored,
        replace(stored, version=3),
        StoredArticle("0" * 16, article(url="https://lunow.example/other"), 1),
        StoredArticle("1" * 16, article("Other words under the same link here."), 1),
        StoredArticle("2" * 16, article(url=None), 1, syndicated_from="f" * 16),
    ]
    for one in stale:
        with pytest.raises(StaleDecisionError):
            library.save(*derive(one))
    assert library.coverage().articles == 1
    assert library.versions(stored.id) == [stored]


def test_passages_and_vectors_that_do_not_belong_together_are_refused(library: Library) -> None:
    stored, passages, vectors = derive(StoredArticle("0" * 16, article(), 1))
    wrong = [
        (stored, passages, vectors[:0]),
        (stored, passages, vectors[:, :7]),
        (stored, passages, vectors * np.float32("nan")),
        (stored, [replace(passages[0], text="retyped")], vectors),
        (replace(stored, syndicated_from="1" * 16), passages, vectors),
    ]
    for one in wrong:
        with pytest.raises(ValueError):
            library.save(*one)
    with pytest.raises(ValueError, match="time zone"):
        library.save(replace(stored, article=article(fetched_at=datetime(2024, 1, 1))), passages, vectors)  # noqa: DTZ001
    assert library.coverage().articles == 0


def test_scan_agrees_with_an_exact_comparison(library: Library) -> None:
    rng = np.random.default_rng(7)
    stored, (passage,), _ = derive(StoredArticle("0" * 16, article(), 1))
    passages = [replace(passage, id=f"{stored.id}-1-{n}", ordinal=n) for n in range(300)]
    vectors = rng.normal(size=(300, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    library.save(stored, passages, vectors)
    expected = [passages[n].id for n in np.argsort(-(vectors @ vectors[3]))[:3]]
    found = library.scan(vectors[3], ALL, 3)
    assert [identity for identity, _ in found] == expected
    assert found[0][1] == pytest.approx(1, abs=1e-3)
    assert library.scan(vectors[3], ALL, 0) == []


def test_embeddings_stay_as_they_were_while_others_write(library: Library) -> None:
    keep(library, article())
    keep(library, OTHER)
    batches = library.embeddings(batch=1)
    first = next(batches)
    keep(library, article("The harbour opened again after talks."))
    library.remove(article_id(OTHER))
    assert [ids for ids, _ in [first, *batches]] == [
        [f"{article_id(article())}-1-0"],
        [f"{article_id(OTHER)}-1-0"],
    ]


def test_another_model_is_refused_until_all_is_embedded_again(library: Library) -> None:
    keep(library, article())
    other = WordEmbedder("others", 16)
    with pytest.raises(EmbeddingMismatchError):
        library.adopt(other.identity)
    again = (
        ([one.id for one in batch], other.embed([one.ranked_text for one in batch]))
        for batch in library.all_passages()
    )
    library.replace_embeddings(again, other.identity)
    library.adopt(other.identity)
    assert (library.identity(), library.generation()) == (other.identity, 1)
    ((_, vectors),) = library.embeddings()
    assert vectors.shape == (1, 16)


def test_articles_added_while_all_is_embedded_again_are_not_forgotten(library: Library) -> None:
    keep(library, article())
    batches = list(library.embeddings())
    keep(library, OTHER)
    with pytest.raises(StaleDecisionError, match="reindex"):
        library.replace_embeddings(batches, EMBEDDER.identity)
    assert library.generation() == 0


def test_many_threads_read_and_write_at_once(library: Library) -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                keep(library, article(f"Worker {number} wrote story {turn} today.", url=None))
                assert library.lexical(f"worker {number}", ALL, 99)
                assert library.coverage().articles > turn
        except BaseException as error:  # noqa: BLE001 (shown by the assertion below)
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert library.coverage().articles == 30


def test_two_libraries_on_one_file_see_each_other(
    library: Library, tmp_path: Path, library_url: str | None
) -> None:
    with (
        Library.open(tmp_path, url=library_url) as other,
        Library.open(tmp_path, read_only=True, url=library_url) as watcher,
    ):
        keep(other, article())
        assert keep(library, article()).outcome is Outcome.UNCHANGED
        assert watcher.coverage().articles == 1


def test_doctor_hears_of_what_was_changed_behind_the_librarys_back(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        keep(library, article())
        keep(library, OTHER)
        connection = sqlite3.connect(tmp_path / "library.sqlite3")
        with connection:
            connection.execute("UPDATE articles SET text = 'Forged words.' WHERE publisher = 'Vik News'")
            connection.execute("DELETE FROM embeddings WHERE number = 1")
            connection.execute("UPDATE passages SET sentences = 'x' WHERE number = 1")
        connection.close()
        problems = " ".join(library.integrity())
    for said in ("hash", "not the words of its article", "embeddings are theirs", "sentences of passage"):
        assert said in problems


_TIMES = st.none() | st.datetimes(timezones=st.sampled_from([UTC]))
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_ARTICLES = st.builds(
    Article,
    title=_TEXTS,
    text=_TEXTS.map(lambda text: f"{text} Five words of a story."),
    publisher=st.none() | _TEXTS,
    author=st.none() | _TEXTS,
    url=st.none() | _TEXTS,
    published_at=_TIMES,
    updated_at=_TIMES,
    fetched_at=_TIMES,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_ARTICLES, max_size=4), _TEXTS)
def test_any_article_survives_the_round_trip_and_any_question_is_safe(
    articles: list[Article], text: str
) -> None:
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder)) as library:
        for one in articles:
            decision = keep(library, one)
            assert library.article(decision.stored.id) == decision.stored
            assert not decide_again(library, decision.stored)
        for question in (text, f'{text}" OR *', f"NEAR({text}) AND NOT header:{text}"):
            library.lexical(question, ALL, 5)
        assert library.integrity() == []


def decide_again(library: Library, stored: StoredArticle) -> bool:
    """Whether adding the very same article once more would change anything."""
    return keep(library, stored.article).saves
