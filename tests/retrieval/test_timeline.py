from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus
from corpus import Article, Corpus, CorpusSettings, Embedder, Filters, StoredArticle, ingest
from retrieval.errors import CorpusEmptyError, EmptyTopicError, TopicTooLongError
from retrieval.rankers import DenseRanker, LexicalRanker
from retrieval.telling.chronicle import Told, choose, distinct, in_order, merge
from retrieval.timeline import MAX_TOPIC, Chronicler, build_chronicler
from retrieval.timeline_json import timeline_json
from tests.retrieval.newsroom import Newsroom, article

# 1 March 2024 was a Friday.
STORIES = (
    article(
        "Dam breaks above Arlen",
        "The dam above Arlen broke at dawn on Friday. Mayor Ada Brandt ordered everyone out of the low town.",
        "The Courier",
        day=2,
        url="https://courier.example/dam",
    ),
    article(
        "Dam breaks at Arlen, low town empty",
        "The dam above Arlen broke at dawn on Friday. The road office closed both bridges.",
        "Valley Post",
        day=3,
    ),
    article(
        "Arlen dam had been cracked since January",
        "Engineers had warned of a crack in the dam above Arlen, letters show. The government keeps silent.",
        "Valley Post",
        day=9,
    ),
    article(
        "The dam of Arlen, a history",
        "The dam above Arlen was built by prisoners. It has been mended eleven times.",
        "Almanac",
        day=None,
    ),
    article(
        "Orchestra names first woman conductor",
        "The Harbour Orchestra named Lena Okoye its conductor on Monday. Her first concert is in October.",
        "The Courier",
        day=20,
    ),
)


def chronicler(newsroom: Newsroom) -> Chronicler:
    dense = DenseRanker(newsroom.index, newsroom.library, newsroom.embedder)
    return Chronicler(newsroom.library, [dense, LexicalRanker(newsroom.library)])


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path, STORIES)
    yield room
    room.library.close()


def test_a_timeline_is_oldest_first_quoted_exactly_and_without_what_is_about_something_else(
    newsroom: Newsroom,
) -> None:
    timeline = chronicler(newsroom).timeline("dam above Arlen")
    assert [entry.citation.article.article.title for entry in timeline.entries] == [
        "Dam breaks above Arlen",
        "Arlen dam had been cracked since January",
        "The dam of Arlen, a history",
    ]
    for number, entry in enumerate(timeline.entries, 1):
        cited = entry.citation
        assert cited.number == number
        assert cited.quote == cited.article.article.text[cited.start : cited.end]
        assert newsroom.library.passages([cited.passage_id])


def test_a_day_that_the_sentence_says_is_shown_beside_that_of_publication(newsroom: Newsroom) -> None:
    first, second, undated = chronicler(newsroom).timeline("dam above Arlen").entries
    assert (first.when, first.said) == (date(2024, 3, 1), "Friday")
    assert first.citation.article.article.published_at == datetime(2024, 3, 2, tzinfo=UTC)
    assert (second.when, second.said) == (date(2024, 3, 9), None)
    assert (undated.when, undated.said) == (None, None)


def test_near_copies_are_one_entry_with_all_their_publishers(newsroom: Newsroom) -> None:
    first = chronicler(newsroom).timeline("dam above Arlen").entries[0]
    assert first.publishers == ("The Courier", "Valley Post")


def test_a_whole_copy_names_its_publisher_only_inside_the_filters(tmp_path: Path) -> None:
    with_copy = Newsroom(tmp_path, STORIES[:1])
    original = with_copy.library.articles()[0]
    copied = replace(
        original.article, publisher="Night Mail", url=None, published_at=datetime(2024, 3, 4, tzinfo=UTC)
    )
    with_copy.library.save(
        StoredArticle("f" * 16, copied, 1, syndicated_from=original.id), [], with_copy.embedder.embed([])
    )
    tell = chronicler(with_copy).timeline
    assert tell("dam above Arlen").entries[0].publishers == ("The Courier", "Night Mail")
    assert len(tell("dam above Arlen").reports) == 2
    early = Filters(until=datetime(2024, 3, 3, tzinfo=UTC))
    assert tell("dam above Arlen", early).entries[0].publishers == ("The Courier",)
    (alone,) = tell("dam above Arlen", Filters(publishers=("night  mail",))).entries
    assert alone.publishers == ("Night Mail",)
    assert alone.citation.article.article.publisher == "Night Mail"
    with_copy.library.close()


def test_filters_and_the_limit_are_kept_and_what_is_left_out_is_counted(newsroom: Newsroom) -> None:
    tell = chronicler(newsroom).timeline
    assert [len(tell("dam above Arlen", limit=limit).entries) for limit in (1, 2, 3, 9)] == [1, 2, 3, 3]
    assert tell("dam above Arlen", limit=1).left_out == 2
    late = tell("dam above Arlen", Filters(since=datetime(2024, 3, 5, tzinfo=UTC)))
    assert [entry.when for entry in late.entries] == [date(2024, 3, 9)]
    assert late.searched.coverage.articles == 2


def test_a_topic_that_nothing_is_about_has_no_entries(newsroom: Newsroom) -> None:
    timeline = chronicler(newsroom).timeline("chess championship in Lisbon")
    assert (timeline.entries, timeline.left_out, timeline.reports, timeline.complete) == ((), 0, (), True)
    assert timeline.searched.coverage.articles == len(STORIES)


def test_a_topic_that_is_none_is_refused_in_words(newsroom: Newsroom, tmp_path: Path) -> None:
    tell = chronicler(newsroom).timeline
    with pytest.raises(EmptyTopicError):
        tell(" \n ")
    with pytest.raises(TopicTooLongError):
        tell("x" * (MAX_TOPIC + 1))
    empty = Newsroom(tmp_path / "empty", ())
    with pytest.raises(CorpusEmptyError):
        chronicler(empty).timeline("dam")
    empty.library.close()


def test_a_timeline_goes_on_without_the_index(newsroom: Newsroom) -> None:
    before = chronicler(newsroom).timeline("dam above Arlen")
    newsroom.index.away = True
    assert chronicler(newsroom).timeline("dam above Arlen").entries == before.entries


@pytest.mark.parametrize(
    "topic", ["\ud800", "' OR 1=1 --", "NEAR(dam)", "漢字", "the and of", "\x00", "*", "👩‍👩‍👧"]
)
def test_any_topic_can_be_asked_for(newsroom: Newsroom, topic: str) -> None:
    json.dumps(timeline_json(chronicler(newsroom).timeline(topic)))


def test_the_shape_of_the_json(newsroom: Newsroom) -> None:
    document = timeline_json(chronicler(newsroom).timeline("dam above Arlen"))
    assert set(document) == {"topic", "entries", "left_out", "reports", "complete", "searched"}
    entries = document["entries"]
    assert isinstance(entries, list)
    first = entries[0]
    assert set(first) == {"when", "said", "published_at", "text", "citation", "publishers", "update"}
    assert (first["when"], first["published_at"]) == ("2024-03-01", "2024-03-02T00:00:00+00:00")
    assert first["text"] == first["citation"]["quote"]
    assert document["reports"] == 4


@pytest.mark.parametrize(
    "text", ["x", "漢字の記事です。", "# \n\n- \n", "One. Two. Three.", "A" * 3000, "“Yes,” she said."]
)
def test_an_article_of_hardly_any_sentence_is_no_trouble(tmp_path: Path, text: str) -> None:
    room = Newsroom(tmp_path, [article("Dam above Arlen", text)])
    for entry in chronicler(room).timeline("dam above Arlen").entries:
        assert entry.citation.quote in text
    room.library.close()


@pytest.mark.model
def test_the_sample_articles_tell_how_the_accusation_grew(
    tmp_path: Path, packaged_embedder: Embedder
) -> None:
    sample = Path(corpus.__file__).parent / "sample"
    with Corpus.open(CorpusSettings(tmp_path), packaged_embedder) as held:
        for _ in ingest([str(sample)], held):
            pass
        chronicler = build_chronicler(held)
        timeline = chronicler.timeline("Iran missiles for Russia")
        assert chronicler.timeline("the capital of Australia").entries == ()
    said = [(entry.when, entry.publishers[0]) for entry in timeline.entries]
    assert said == [
        (date(2024, 9, 7), "Meridian Wire"),
        (date(2024, 9, 8), "The Capital Observer"),
        (date(2024, 9, 10), "Atlas Dispatch"),
        (date(2024, 9, 12), "The Harbour Ledger"),
    ]
    assert timeline.entries[0].publishers == ("Meridian Wire", "The Northgate Courier")


# What becomes of the reports, for any reports.

_SENTENCES = st.sampled_from(
    [
        "The dam above Arlen broke at dawn and seventeen people were hurt.",
        "The dam above Arlen broke at dawn and eighteen people were hurt.",
        "The dam above Arlen broke at dawn and seventeen people were badly hurt.",
        "Orchestra names a conductor.",
        "",
    ]
)
_DAYS = st.none() | st.integers(0, 40).map(lambda at: datetime(2024, 3, 1, tzinfo=UTC) + timedelta(days=at))


@st.composite
def _told(draw: st.DrawFn) -> list[Told]:
    reports = []
    for number in range(draw(st.integers(0, 25))):
        text, published = draw(_SENTENCES), draw(_DAYS)
        name = draw(st.sampled_from([None, "The Courier", "the courier", "Valley Post", "Almanac"]))
        stored = StoredArticle(f"{number:016x}", Article("Title", text, name, published_at=published), 1)
        day = draw(st.none() | st.just(published.date() - timedelta(days=2))) if published else None
        relevance = draw(st.floats(0.7, 1.5))
        reports.append(
            Told(stored, "p", (0, len(text)), relevance, day, "Monday" if day else None, distinct([name]))
        )
    return reports


@settings(deadline=None)
@given(_told())
def test_reports_are_in_order_of_their_days_and_the_undated_come_last(told: list[Told]) -> None:
    ordered = in_order(told)
    days = [one.when for one in ordered]
    dated = [when for when in days if when]
    assert days == sorted(dated) + [None] * (len(days) - len(dated))
    assert sorted(one.article.id for one in ordered) == sorted(one.article.id for one in told)
    assert ordered == in_order(reversed(told))


@settings(deadline=None)
@given(_told())
def test_merging_loses_no_publisher_and_no_words(told: list[Told]) -> None:
    merged = merge(told)
    assert {one.text for one in merged} <= {one.text for one in told}
    assert distinct(sorted(n.casefold() for one in merged for n in one.publishers)) == distinct(
        sorted(n.casefold() for one in told for n in one.publishers)
    )
    assert merge(merged) == in_order(merged)
    for one in merged:
        assert distinct(one.publishers) == one.publishers


@settings(deadline=None)
@given(_told(), st.integers(1, 12))
def test_at_most_so_many_are_chosen_none_twice_and_none_invented(told: list[Told], limit: int) -> None:
    chosen = choose(told, limit)
    assert len(chosen) == min(limit, len(told))
    assert len({one.article.id for one in chosen}) == len(chosen)
    assert all(one in told for one in chosen)
    assert chosen == in_order(chosen)


def test_another_number_is_no_copy_and_weeks_later_is_no_copy() -> None:
    def told(number: int, text: str, day: int) -> Told:
        published = datetime(2024, 3, day, tzinfo=UTC)
        stored = StoredArticle(
            f"{number:016x}", Article("T", text, f"Paper {number}", published_at=published), 1
        )
        return Told(stored, "p", (0, len(text)), 1.0, None, None, (f"Paper {number}",))

    same = "The dam above Arlen broke at dawn and seventeen people were hurt."
    other = same.replace("seventeen", "eighteen")
    assert len(merge([told(1, same, 1), told(2, same, 2), told(3, other, 2), told(4, same, 20)])) == 3


def test_a_time_that_is_told_of_makes_room_for_one_that_is_not() -> None:
    def told(number: int, relevance: float, day: int) -> Told:
        published = datetime(2024, 3, day, tzinfo=UTC)
        stored = StoredArticle(f"{number:016x}", Article("T", f"{number}", published_at=published), 1)
        return Told(stored, "p", (0, 1), relevance, None, None, ())

    crowd = [told(number, 1.3, 1) for number in range(6)]
    chosen = choose([*crowd, told(9, 1.25, 30)], 3)
    assert [one.when for one in chosen] == [date(2024, 3, 1), date(2024, 3, 1), date(2024, 3, 30)]
