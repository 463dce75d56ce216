"""What an article is to the library, decided from what is known alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Known, Outcome, StoredArticle, canonical_link, decide
from corpus.dedupe import article_id
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


@pytest.mark.parametrize(
    "url",
    [
        "https://Lunow.Example/harbour",
        "http://lunow.example:80/harbour/",
        "https://lunow.example:443/harbour#top",
        "https://lunow.example./harbour?utm_source=a&UTM_Medium=b&fbclid=c",
        "  https://user:word@lunow.example/harbour//?gclid=1 ",
    ],
)
def test_spellings_of_one_address_are_equal(url: str) -> None:
    assert canonical_link(url) == "https://lunow.example/harbour"


def test_addresses_of_different_stories_stay_different() -> None:
    urls = [
        *("https://a.example/s?id=1", "https://a.example/s?id=2", "https://a.example/S?id=1"),
        *("https://b.example/s?id=1", "https://a.example:8080/s?id=1", "https://a.example/s"),
    ]
    assert len({canonical_link(url) for url in urls}) == len(urls)
    assert canonical_link("https://a.example/?b=2&a=1") == canonical_link("https://a.example?a=1&b=2")


_LINKS = st.one_of(
    st.text(),
    st.builds("{}://{}{}".format, st.sampled_from(["http", "HTTPS", "ftp"]), st.text(), st.text()),
    st.builds(
        "http{}://{}{}/{}?{}#x".format,
        *(st.sampled_from(["", "s"]), st.sampled_from(["a.Example", "[::1]", "[::1", "münchen.example"])),
        *(st.sampled_from(["", ":80", ":443", ":8443", ":99999", ":x"]), st.text(), st.text()),
    ),
)


@given(_LINKS)
def test_a_canonical_link_is_its_own_canonical_link(url: str) -> None:
    assert canonical_link(canonical_link(url)) == canonical_link(url)
