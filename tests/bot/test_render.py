from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings

from bot.card import Card
from bot.escape import web_link
from bot.render import CUT_NOTE, WIDENED_NOTE, answer_card
from corpus import Article, Coverage, Filters, Passage, StoredArticle
from retrieval import (
    Answer,
    Citation,
    Disagreement,
    Hit,
    Searched,
    Sentence,
    Side,
    Stance,
    Status,
    UnknownPublisher,
    Updated,
)
from tests.bot.hostile import answers
from tests.bot.markdown import read

TEXT = "Officials met on Monday. The minister denied the report. It rained."
DENIAL = (25, 56)


def stored(**changes: object) -> StoredArticle:
    article = Article(
        title="Minister denies report",
        text=TEXT,
        publisher="The Harbour Post",
        url="https://harbour.example/denies",
        published_at=datetime(2024, 9, 10, 14, 2, tzinfo=UTC),
    )
    return StoredArticle("00112233445566ff", replace(article, **changes), 1)  # type: ignore[arg-type]


def cite(number: int, article: StoredArticle) -> Citation:
    start, end = DENIAL
    return Citation(number, article.article.text[start:end], start, end, "p", article)


WIRE = replace(stored(publisher="Northern Wire", url=None), id="8899aabbccddeeff")
COVERAGE = Coverage(
    609, 4_000, ("The Harbour Post", "Northern Wire"), *[datetime(2023, m, 26, tzinfo=UTC) for m in (9, 12)]
)
ANSWER = Answer(
    question="Who denied the report?",
    status=Status.ANSWERED,
    writer="extractive",
    sentences=(Sentence(TEXT[25:56], (1, 2)),),
    citations=(cite(1, stored()), cite(2, WIRE)),
    disagreements=(),
    related=(),
    searched=Searched(COVERAGE, Filters()),
    seconds=0.04,
)


hostile = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def everything(card: Card) -> list[str]:
    """Every text of the card that Discord reads as markdown."""
    return [card.title or "", card.description, *[t for f in card.fields for t in (f.name, f.value)]]


def test_what_a_language_model_wrote_is_named_and_its_sources_are_quoted() -> None:
    written = replace(
        ANSWER, writer="openai:" + "tiny" * 30, sentences=(Sentence("A report was denied.", (1,)),)
    )
    card = answer_card(written)
    assert card.description == "A report was denied. [1]"
    assert card.fields[0].value.endswith("10 Sep 2024: “The minister denied the report.”")
    assert card.footer
    assert "written by openai:tiny" in card.footer
    assert card.footer.endswith("…, checked")
    assert "written by" not in (answer_card(ANSWER).footer or "")


def test_an_answer_shows_its_sentence_markers_sources_and_freshness() -> None:
    card = answer_card(ANSWER)
    assert card.title == "Who denied the report?"
    assert card.description == "The minister denied the report. [1][2]"
    assert [field.name for field in card.fields] == ["Sources"]
    first, second = card.fields[0].value.splitlines()
    assert first == (
        "[1] [Minister denies report](https://harbour.example/denies#:~:text=The%20minister%20denied%20the%20report.)"
        " · The Harbour Post · 10 Sep 2024"
    )
    assert (
        second
        == "[2] Minister denies report · Northern Wire · 10 Sep 2024: “The minister denied the report.”"
    )
    assert card.footer == "Newest source: 10 Sep 2024 · 2 independent sources"


def test_the_words_that_answer_are_bold() -> None:
    marked = replace(
        ANSWER, sentences=(Sentence("The minister denied the report.", (1,), ((0, 12), (24, 30))),)
    )
    assert answer_card(marked).description == "**The minister** denied the **report**. [1]"


def test_a_sentence_that_must_be_cut_has_no_bold() -> None:
    long = Sentence("word " * 2_000 + "end.", (1,), ((0, 4),))
    card = answer_card(replace(ANSWER, sentences=(long,)))
    assert card.problems() == []
    assert card.description.startswith("word word ")


def test_a_single_source_is_said_to_be_one() -> None:
    alone = replace(
        ANSWER, sentences=(Sentence("The minister denied the report.", (1,)),), citations=ANSWER.citations[:1]
    )
    assert answer_card(alone).footer == "Newest source: 10 Sep 2024 · only one source"


def test_sentences_of_other_sources_stand_on_their_own_line() -> None:
    sentences = (Sentence("A.", (1,)), Sentence("B.", (1,)), Sentence("C.", (2,)))
    assert answer_card(replace(ANSWER, sentences=sentences)).description == "A. [1] B. [1]\nC. [2]"


def test_both_sides_of_a_disagreement_are_shown_named_and_dated() -> None:
    sides = (Side("Twelve were hurt.", (1,)), Side("Fourteen were hurt.", (2,)))
    differing = replace(ANSWER, disagreements=(Disagreement("how many were hurt", sides),))
    field = answer_card(differing).fields[0]
    assert field.name == "Sources differ"
    assert field.value.splitlines() == [
        "**how many were hurt**",
        "- Twelve were hurt. [1] · The Harbour Post · 10 Sep 2024",
        "- Fourteen were hurt. [2] · Northern Wire · 10 Sep 2024",
    ]


def test_a_side_says_whose_word_it_is() -> None:
    sides = (Side("Nobody was hurt.", (1,), Stance.DENIAL, "The Ministry"), Side("Fourteen were hurt.", (2,)))
    differing = replace(ANSWER, disagreements=(Disagreement("how many were hurt", sides),))
    lines = answer_card(differing).fields[0].value.splitlines()
    assert lines[1].endswith("[1] · The Harbour Post · 10 Sep 2024 *(denial by the Ministry)*")


UPDATED = Updated(
    "people hurt",
    "The Harbour Post",
    "12",
    "14",
    True,
    (Side("12 were hurt.", (1,)), Side("14 were hurt.", (2,))),
)


def test_what_a_publisher_has_changed_is_shown_dated_and_quoted() -> None:
    card = answer_card(replace(ANSWER, updates=(UPDATED,)))
    assert [field.name for field in card.fields] == ["Updated since", "Sources"]
    assert card.fields[0].value.splitlines() == [
        "**people hurt**: rose from 12 to 14",
        "- 12 were hurt. [1] · The Harbour Post · 10 Sep 2024",
        "- 14 were hurt. [2] · Northern Wire · 10 Sep 2024",
    ]


def test_a_publisher_that_is_not_here_is_named_with_who_may_be_meant() -> None:
    unknown = (UnknownPublisher("Harbor *Pst*", ("The Harbour Post",), ("The Harbour Post",)),)
    searched = Searched(Coverage(0, 0, (), None, None), Filters(("Harbor *Pst*",)), unknown=unknown)
    refused = replace(ANSWER, status=Status.REFUSED, sentences=(), citations=(), searched=searched)
    said = "No article here is by Harbor \\*Pst\\*. Did you mean The Harbour Post?"
    assert answer_card(refused).description.endswith(said)


def test_a_refusal_says_what_was_searched_and_shows_related_passages_apart() -> None:
    passage = Passage("p", "a", 0, 0, len(TEXT), TEXT, "", ())
    refused = replace(
        ANSWER, status=Status.REFUSED, sentences=(), citations=(), related=(Hit(passage, stored(), 0.4),)
    )
    card = answer_card(refused)
    assert "do not hold an answer" in card.description
    assert (
        "Searched 609 articles, published from 26 Sep 2023 to 26 Dec 2023,"
        " by 2 publishers (The Harbour Post, Northern Wire)." in card.description
    )
    assert [field.name for field in card.fields] == ["Related, but no answer to the question"]
    assert "[1]" not in card.fields[0].value
    assert "https://harbour.example/denies" in card.fields[0].value
    assert card.footer is None


def test_a_refusal_inside_filters_says_so() -> None:
    empty = Searched(Coverage(0, 0, (), None, None), Filters(publishers=("Nobody",)))
    refused = replace(ANSWER, status=Status.REFUSED, sentences=(), citations=(), searched=empty)
    assert "There are no articles for the given publisher." in answer_card(refused).description


def test_a_publisher_with_nothing_to_say_is_named() -> None:
    compared = replace(ANSWER, searched=Searched(COVERAGE, Filters(), silent=("The *Post*",)))
    assert answer_card(compared).description.endswith("*Nothing on this by The \\*Post\\*.*")


def test_a_part_without_an_answer_is_named() -> None:
    half = replace(ANSWER, searched=Searched(COVERAGE, Filters(), unanswered=("who *pays*",)))
    assert answer_card(half).description.endswith("*No answer to “who \\*pays\\*”.*")


def test_a_widened_search_says_so() -> None:
    widened = replace(ANSWER, searched=Searched(COVERAGE, Filters(publishers=("Nobody",)), widened=True))
    assert answer_card(widened).description.endswith(WIDENED_NOTE)


def test_a_long_answer_ends_at_a_sentence_and_says_so() -> None:
    sentences = tuple(Sentence(f"Sentence {n} " + "goes on " * 100 + "and ends.", (1,)) for n in range(12))
    card = answer_card(replace(ANSWER, sentences=sentences))
    assert card.problems() == []
    assert card.description.endswith(f"and ends. [1]\n\n{CUT_NOTE}")
    assert card.description.count("and ends.") == 4


def test_many_sources_fill_several_fields_and_each_line_stays_whole() -> None:
    cites = tuple(cite(n, stored(url=f"https://harbour.example/{'x' * 100}/{n}")) for n in range(1, 13))
    many = replace(ANSWER, sentences=(Sentence("It.", tuple(range(1, 13))),), citations=cites)
    card = answer_card(many)
    assert [field.name for field in card.fields] == ["Sources", "Sources (continued)", "Sources (continued)"]
    lines = [line for field in card.fields for line in field.value.splitlines()]
    assert len(lines) == 12
    assert all(line.endswith(" · The Harbour Post · 10 Sep 2024") for line in lines)


def test_sources_that_no_shown_sentence_cites_are_not_listed() -> None:
    card = answer_card(replace(ANSWER, sentences=(Sentence("It rained.", (2,)),)))
    assert card.fields[0].value.startswith("[2]")


def test_a_bad_address_costs_the_link_only() -> None:
    bad = replace(ANSWER, citations=(cite(1, stored(url="javascript:alert(1)")),))
    assert answer_card(bad).fields[0].value.startswith("[1] Minister denies report · ")


def test_everyone_in_an_article_is_shown_and_does_not_ping() -> None:
    card = answer_card(replace(ANSWER, sentences=(Sentence("Tell @everyone now.", (1,)),)))
    assert "@everyone" not in card.description
    assert read(card.description).shown.startswith("Tell @everyone now.")


@hostile
@given(answers())
def test_any_answer_stays_inside_every_limit(answer: Answer) -> None:
    card = answer_card(answer)
    assert card.problems() == []
    json.dumps(card.to_dict()).encode("ascii")
    json.dumps(card.to_dict(), ensure_ascii=False).encode()


@hostile
@given(answers())
def test_any_answer_links_only_to_its_sources_and_mentions_nobody(answer: Answer) -> None:
    card = answer_card(answer)
    articles = [c.article for c in answer.citations] + [hit.article for hit in answer.related]
    allowed = {(web_link(a.article.url) or "?").partition("#")[0] for a in articles}
    for text in everything(card):
        reading = read(text)
        assert {target.partition("#")[0] for target in reading.of("link")} <= allowed
        assert {kind for kind, _ in reading.acts} <= {"link", "style", "block"}


@hostile
@given(answers())
def test_any_answer_has_only_the_formatting_of_the_card_itself(answer: Answer) -> None:
    card = answer_card(answer)
    assert set(read(card.description).of("style")) <= {"*", "**"}
    words = sum(len(sentence.focus) for sentence in answer.sentences)
    assert read(card.description).of("style").count("**") in range(0, 2 * max(1, words) + 1, 2)
    assert read(card.title or "").acts == ()
    assert all(mark == "- " for field in card.fields for mark in read(field.value).of("block"))


def test_who_says_it_stands_behind_the_sentence_in_italics() -> None:
    denied = Sentence("The minister denied the report.", (1,), (), Stance.DENIAL, "The *minister*")
    told = replace(ANSWER, sentences=(replace(denied, single_source=True),))
    text = "The minister denied the report. [1] *(denial by the \\*minister\\*; only one source says so)*"
    assert answer_card(told).description == text
