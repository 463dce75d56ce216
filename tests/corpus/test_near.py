"""Near copies are found, told from other reports, and never cost a word that stands nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, Filters, Library, Outcome, StoredArticle
from corpus.library.near import fill, is_filled
from corpus.likeness import RUN, Wording, likeness
from corpus.near import near
from tests.corpus.articles import EMBEDDER, article, keep

LEAD = "Ministers of the eleven northern towns met in Lunow on Monday to settle how much cod each may land."
BODY = (
    'The talks had broken down in spring, when Ostby sent its boats out early. "We could not wait for a paper'
    ' that never came," said Ann Holm, who speaks for the crews. Vik wants a ceiling of 1,200 tonnes, a third'
    " less than last year, and an end to fishing at night.\n\nScientists at the Lunow institute say that the"
    " stock has recovered since the ban, yet not as far as the towns believe. Their survey, published in"
    " March, counts young fish only where the old ships went.\n\nA paper with all the figures goes to the"
    " towns on Thursday. Whoever rejects it has until the end of the month to name another sum."
)
TEXT = f"{LEAD}\n\n{BODY}"
STORY = article(TEXT, title="Towns argue over cod")
ABROAD = {"publisher": "Ostby Times", "url": "https://ostby.example/cod"}


def nearness(text: str, other: str = TEXT, **fields: datetime | None) -> tuple[bool, bool] | None:
    """Whether the first adds to and lacks what the second says; `None` for two reports."""
    one = article(text, **fields)
    found = near(one, Wording.of(text), StoredArticle("0" * 16, replace(STORY, text=other), 1))
    return (found.adds, found.lacks) if found else None


@pytest.mark.parametrize(
    "edited",
    [
        TEXT.replace('"', "“").replace("1,200", "1\u202f200").replace("tion", "\u00adtion"),
        TEXT.replace("fi", "ﬁ").replace(". ", ".\n").replace("-", "‐").upper(),
        f"By A. Berg\n\nVIK — {TEXT}\n\n(Vik Wire; reporting by A. Berg, editing by the foreign desk)",
        TEXT.replace("had broken down in spring", "has broken down in spring"),
    ],
)
def test_typography_bylines_and_small_words_add_nothing(edited: str) -> None:
    assert nearness(edited) == (False, False)


def test_what_was_cut_is_lacking_and_nothing_is_added() -> None:
    assert nearness(BODY) == (False, True)
    assert nearness(TEXT, BODY) == (True, False)


@pytest.mark.parametrize(
    ("was", "is_"),
    [
        ("1,200 tonnes", "1,400 tonnes"),
        ("eleven northern", "twelve northern"),
        ("said Ann Holm", "said Eva Lind"),
        ("could not wait", "could wait"),
        ("Ministers of the", "Mayors of the"),
        ("to name another sum", "to pay"),
        ("Their survey", "Yesterday two boats were sunk off Vik. Their survey"),
        ("another sum.", "another sum. The towns of Vik and Ostby met again on Friday without a result."),
    ],
)
def test_another_figure_name_word_or_sentence_in_a_copy_is_never_passed_over(was: str, is_: str) -> None:
    assert was in TEXT
    found = nearness(TEXT.replace(was, is_))
    assert found is not None
    assert found[0]


def test_two_short_reports_that_differ_in_a_figure_are_two_reports() -> None:
    told = "At least {} people are killed when a ferry sinks off the coast of {} in heavy weather."
    assert nearness(told.format(12, "Vik"), told.format(15, "Vik")) is None
    assert nearness(told.format("two", "Vik"), told.format("three", "Vik")) is None
    assert nearness(told.format(12, "Vik"), told.format(12, "Ostby")) is None
    assert nearness(told.format(12, "Vik"), told.format(12, "Vik").replace("At", "“At")) == (False, False)


def test_reports_that_share_a_background_paragraph_are_two_reports() -> None:
    background = BODY.split("\n\n")[1]
    other = f"{' '.join(f'word{at}' for at in range(60))}\n\n{background}"
    assert nearness(other) is None


def test_what_shares_half_is_linked_only_if_it_was_published_in_the_same_days() -> None:
    half = BODY.split("\n\n")[0]
    rewritten = f"{half} {' '.join(f'word{at}' for at in range(60))}"
    assert nearness(rewritten) == (True, True)
    assert nearness(rewritten, published_at=datetime(2024, 3, 12, tzinfo=UTC)) is None
    assert nearness(rewritten, published_at=None) is None


_WORDS = st.lists(st.text(st.characters(categories=["Ll"]), min_size=1, max_size=3), max_size=80)


@given(_WORDS, _WORDS)
def test_shared_and_own_words_are_all_words(one: list[str], other: list[str]) -> None:
    first, second = Wording.of(" ".join(one)), Wording.of(" ".join(other))
    found = likeness(first, second)
    assert found.words == len(first.words)
    assert found.shared + sum(end - start for start, end in found.own) == found.words
    assert found.longest <= found.shared
    for start, end in found.own:
        assert not set(second.runs) & {
            " ".join(first.words[at : at + RUN]) for at in range(start, end - RUN + 1)
        }
    assert likeness(first, first).shared == found.words


@given(st.integers(1, 3000), st.integers(0, 50))
def test_a_text_has_few_keys_however_long_and_shares_them_with_its_half(count: int, start: int) -> None:
    words = [f"w{number}" for number in range(start, start + count)]
    keys = Wording.of(" ".join(words)).keys
    assert 1 <= len(keys) <= 96
    assert Wording.of(" ".join(words[: count // 2])).keys & keys or count < 120


@pytest.fixture
def library(tmp_path: Path, library_url: str | None) -> Iterator[Library]:
    with Library.open(tmp_path, url=library_url) as library:
        library.adopt(EMBEDDER.identity)
        yield library
        assert library.integrity() == []


def test_a_copy_is_linked_found_under_its_publisher_and_indexed_once(library: Library) -> None:
    original = keep(library, STORY).stored
    copy = keep(library, article(f"VIK — {BODY}", **ABROAD))
    assert (copy.outcome, copy.stored.syndicated_from) == (Outcome.SYNDICATED, original.id)
    assert library.copies(original.id) == [copy.stored]
    assert library.passages_of(copy.stored.id) == []
    ids = [passage.id for passage in library.passages_of(original.id)]
    ((printed, stored),) = library.passages(ids, Filters(publishers=("Ostby Times",)))
    assert stored == copy.stored
    assert printed.text == stored.article.text[printed.start : printed.end]
    assert LEAD not in printed.text
    assert "Ann Holm" in printed.text


def test_a_copy_with_a_figure_of_its_own_is_indexed_and_one_source_with_the_first(library: Library) -> None:
    original = keep(library, STORY).stored
    copy = keep(library, article(TEXT.replace("1,200", "1,400"), **ABROAD))
    assert (copy.outcome, copy.stored.story) == (Outcome.SYNDICATED, original.id)
    assert library.passages_of(copy.stored.id)
    third = keep(library, article(TEXT.replace("1,200", "900"), publisher="Vik News", url=None))
    assert third.stored.story == original.id
    assert {stored.id for stored in library.sharing(original.id)} == {copy.stored.id, third.stored.id}
    library.remove(original.id)
    assert library.article(copy.stored.id).story == library.article(third.stored.id).story == copy.stored.id


def test_an_article_is_found_by_what_it_says_now_and_not_by_what_it_said(library: Library) -> None:
    stored = keep(library, STORY).stored
    other = "Nothing that was said before is said here. " + re.sub(r"\w+", "other", LEAD)
    keep(library, replace(STORY, text=other))
    assert library.known(article(f"VIK — {TEXT}", **ABROAD)).near is None
    keep(library, STORY)
    assert library.known(article(f"VIK — {TEXT}", **ABROAD)).near is not None
    library.remove(stored.id)
    assert library.known(article(f"VIK — {TEXT}", **ABROAD)).near is None


def test_words_that_stand_in_very_many_articles_tell_nothing(library: Library) -> None:
    notice = " ".join(f"notice{at}" for at in range(40))
    for at in range(70):
        own = " ".join(f"x{at}y{number}" for number in range(45))
        keep(library, article(f"{own} {notice}", url=f"https://lunow.example/{at}"))
    assert library.known(article(f"{notice} and so on", **ABROAD)).near is None


def test_an_older_library_is_filled_before_the_next_article_is_looked_for(
    tmp_path: Path, library_url: str | None
) -> None:
    with Library.open(tmp_path, url=library_url) as library:
        library.adopt(EMBEDDER.identity)
        keep(library, STORY)
        with library._connections.writing() as connection:
            connection.execute("DELETE FROM near")
            connection.execute("INSERT INTO meta SELECT 'near', max(number) FROM articles")
            fill(connection, seconds=0)
            assert not is_filled(connection)
    with Library.open(tmp_path, url=library_url) as library:
        assert library.known(article(BODY, **ABROAD)).near is not None
        with library._connections.reading() as connection:
            assert is_filled(connection)


def test_the_same_words_without_spaces_between_them_are_compared(library: Library) -> None:
    told = "".join(chr(0x4E00 + (at * 37) % 900) for at in range(90))
    keep(library, Article("今日", told, "Lunow Post"))
    assert library.known(Article("今日", told[:70], "Ostby Times")).near is not None
