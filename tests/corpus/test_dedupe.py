"""What an article is to the library, decided from what is known alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from corpus import Known, Outcome, StoredArticle, decide
from corpus.dedupe import article_id, promoted
from corpus.near import Near
from tests.corpus.articles import article

HELD = StoredArticle("0123456789abcdef", article(), 3)
COPY = StoredArticle(
    "fedcba9876543210", article(publisher="Ostby Times", url="https://ostby.example/1"), 1, HELD.id
)
BARE = replace(HELD, article=article(url=None, publisher=None, published_at=None))


def test_an_unknown_article_is_added() -> None:
    decision = decide(article(), Known())
    assert (decision.outcome, decision.stored.version, decision.reason) == (Outcome.ADDED, 1, None)
    assert decision.stored.id == article_id(article())


def test_the_same_link_and_text_is_unchanged_whatever_its_lines_and_tracking() -> None:
    again = article(
        text=article().text.replace(" ", "\n"), url="http://LUNOW.example/harbour/?utm_source=x#top"
    )
    assert decide(again, Known(same_link=HELD)) == decide(article(), Known(same_link=HELD))
    assert decide(again, Known(same_link=HELD)).outcome is Outcome.UNCHANGED


def test_another_text_under_the_same_link_is_a_new_version() -> None:
    decision = decide(article("The harbour of Lunow is open again."), Known(same_link=HELD))
    assert (decision.outcome, decision.stored.id, decision.stored.version) == (Outcome.UPDATED, HELD.id, 4)
    assert decision.reason == "new text"


def test_what_an_article_does_not_say_never_erases_what_is_known() -> None:
    silent = article(publisher=None, published_at=None)
    assert decide(silent, Known(same_link=HELD)).outcome is Outcome.UNCHANGED
    retold = decide(
        replace(silent, text="Five other words stand here."), Known(same_link=HELD)
    ).stored.article
    assert (retold.publisher, retold.published_at) == ("Lunow Post", article().published_at)


def test_a_corrected_headline_and_date_make_a_new_version_with_both_named() -> None:
    later = article(title="Harbour closed until May", published_at=None, author="A. Berg")
    decision = decide(later, Known(same_link=HELD))
    assert (decision.outcome, decision.reason) == (Outcome.UPDATED, "new headline and author")


def test_the_same_text_without_a_link_is_the_article_itself() -> None:
    pasted = article(url=None, publisher=None, title="The harbour of Lunow was")
    assert decide(pasted, Known(same_text=HELD)).outcome is Outcome.UNCHANGED


def test_a_link_for_a_pasted_text_completes_it_under_the_same_id() -> None:
    decision = decide(article(), Known(same_text=BARE))
    assert (decision.outcome, decision.stored.id) == (Outcome.UPDATED, BARE.id)
    assert decision.stored.article == article()


@pytest.mark.parametrize("publisher", ["lunow  POST", None])
def test_the_same_text_at_another_link_of_the_same_or_an_unknown_publisher_is_a_duplicate(
    publisher: str | None,
) -> None:
    decision = decide(article(url="https://lunow.example/other", publisher=publisher), Known(same_text=HELD))
    assert decision.outcome is Outcome.DUPLICATE
    assert decision.stored == HELD
    assert decision.reason == f"duplicate of Harbour closed ({HELD.id})"


def test_the_same_text_of_another_publisher_is_a_copy_of_the_original() -> None:
    other = article(publisher="Ostby Times", url="https://ostby.example/1")
    assert decide(other, Known(same_text=HELD)).stored.syndicated_from == HELD.id
    third = replace(other, publisher="Vik News", url="https://vik.example/1")
    assert decide(third, Known(same_text=COPY)).stored.syndicated_from == HELD.id


def test_a_copy_that_is_rewritten_becomes_a_story_of_its_own() -> None:
    rewritten = replace(COPY.article, text="Ostby dockers tell their side.")
    assert decide(rewritten, Known(same_link=COPY)).stored.syndicated_from is None


def test_a_story_that_becomes_another_word_for_word_is_its_copy_but_never_its_own() -> None:
    told = replace(COPY.article, text="A third text that both now have.")
    same = StoredArticle(HELD.id, replace(HELD.article, text=told.text), 4)
    assert decide(
        told, Known(same_link=replace(COPY, syndicated_from=None), same_text=same)
    ).stored.syndicated_from
    back = decide(article(), Known(same_link=same, same_text=COPY))
    assert (back.outcome, back.stored.syndicated_from) == (Outcome.UPDATED, None)


def test_an_earlier_version_is_a_duplicate_and_not_an_update() -> None:
    newer = replace(HELD, article=article("What the article says today."))
    decision = decide(article(url=None), Known(same_text=newer))
    assert (decision.outcome, decision.reason) == (
        Outcome.DUPLICATE,
        f"an earlier version of Harbour closed ({HELD.id})",
    )


def test_copies_without_links_have_ids_of_their_own() -> None:
    ids = {article_id(article(url=None, publisher=name)) for name in ("One", "Two", None)}
    assert len(ids) == 3
    assert all(len(one) == 16 and int(one, 16) >= 0 for one in ids)


OTHER = article("Much the same words.", publisher="Ostby Times", url="https://ostby.example/2")
SAME_DESK = replace(OTHER, publisher="lunow post")
LATER = replace(SAME_DESK, published_at=datetime(2024, 3, 5, 3, tzinfo=UTC))


def test_another_publishers_copy_that_adds_nothing_has_no_passages() -> None:
    decision = decide(OTHER, Known(near=Near(HELD, 1.0, adds=False, lacks=True)))
    assert (decision.outcome, decision.stored.syndicated_from) == (Outcome.SYNDICATED, HELD.id)
    assert decision.reason == f"a copy of Harbour closed ({HELD.id}), edited"


def test_another_publishers_copy_with_words_of_its_own_is_kept_with_them_and_is_no_further_source() -> None:
    decision = decide(OTHER, Known(near=Near(HELD, 0.8, adds=True, lacks=True)))
    stored = decision.stored
    assert (decision.outcome, stored.syndicated_from, stored.shares_with) == (
        Outcome.SYNDICATED,
        None,
        HELD.id,
    )
    assert stored.story == HELD.story
    assert str(HELD.id) in str(decision.reason)


def test_who_shares_with_one_that_shares_is_named_after_the_first() -> None:
    second = replace(HELD, id="1" * 16, shares_with=HELD.id)
    assert decide(OTHER, Known(near=Near(second, 0.8, adds=True, lacks=True))).stored.shares_with == HELD.id
    copy = decide(OTHER, Known(near=Near(second, 1.0, adds=False, lacks=False))).stored
    assert (copy.syndicated_from, copy.story) == (second.id, HELD.id)


@pytest.mark.parametrize("publisher", ["Lunow Post", None])
def test_a_near_copy_of_the_same_or_an_unknown_publisher_that_adds_nothing_is_a_duplicate(
    publisher: str | None,
) -> None:
    decision = decide(
        replace(OTHER, publisher=publisher), Known(near=Near(HELD, 1.0, adds=False, lacks=False))
    )
    assert (decision.outcome, decision.stored) == (Outcome.DUPLICATE, HELD)
    assert str(HELD.id) in str(decision.reason)


def test_a_publishers_later_text_that_holds_all_of_the_earlier_is_its_newer_version() -> None:
    grown = Known(near=Near(HELD, 1.0, adds=True, lacks=False))
    decision = decide(LATER, grown)
    assert (decision.outcome, decision.stored.id, decision.stored.version) == (Outcome.UPDATED, HELD.id, 4)
    assert decision.stored.article.url == LATER.url
    undated = replace(LATER, published_at=None)
    next_week = replace(LATER, published_at=datetime(2024, 3, 12, tzinfo=UTC))
    for one in (SAME_DESK, undated, next_week, replace(LATER, publisher=None)):
        assert decide(one, grown).outcome is Outcome.ADDED


def test_a_follow_up_is_an_article_of_its_own_that_names_what_it_repeats() -> None:
    decision = decide(LATER, Known(near=Near(HELD, 0.7, adds=True, lacks=True)))
    assert (decision.outcome, decision.stored.version, decision.stored.shares_with) == (
        Outcome.ADDED,
        1,
        HELD.id,
    )
    assert str(HELD.id) in str(decision.reason)


def test_the_page_of_a_pasted_part_completes_it() -> None:
    decision = decide(OTHER, Known(near=Near(BARE, 1.0, adds=True, lacks=False)))
    assert (decision.outcome, decision.stored.id, decision.stored.article) == (
        Outcome.UPDATED,
        BARE.id,
        OTHER,
    )


def test_a_copy_that_is_edited_stays_a_copy_and_a_first_teller_never_follows_its_followers() -> None:
    edited = replace(COPY.article, text="The harbour of Lunow was closed.")
    near = Near(HELD, 1.0, adds=False, lacks=True)
    assert decide(edited, Known(same_link=COPY, near=near)).stored.syndicated_from == HELD.id
    follower = replace(HELD, id="1" * 16, shares_with=HELD.id)
    told = decide(article("Told anew."), Known(same_link=HELD, near=replace(near, stored=follower))).stored
    assert (told.syndicated_from, told.shares_with) == (None, None)


def test_heirs_stay_one_source() -> None:
    first, second = promoted([COPY, replace(COPY, id="2" * 16)])
    assert (first.syndicated_from, first.shares_with, first.version) == (None, None, 2)
    assert (second.syndicated_from, second.shares_with) == (None, COPY.id)
    assert promoted([replace(COPY, shares_with="3" * 16)])[0].shares_with == "3" * 16
    assert promoted([]) == []
