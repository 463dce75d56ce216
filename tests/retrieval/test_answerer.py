"""The path of a question, over a real library."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus import Filters
from retrieval.answerer import MAX_QUESTION, Answerer
from retrieval.errors import CorpusEmptyError, EmptyQuestionError, QuestionTooLongError
from retrieval.models import Query, Status
from retrieval.refusal import Strictness
from tests.retrieval.newsroom import Newsroom, article, build


@pytest.fixture
def answerer(newsroom: Newsroom) -> Answerer:
    return build(newsroom)


def test_an_answer_is_made_of_stored_sentences_with_citations(answerer: Answerer) -> None:
    answer = answerer.answer("Whom did the Harbour Orchestra name its conductor?")
    assert answer.status is Status.ANSWERED
    assert "The Harbour Orchestra named Lena Okoye its conductor on Monday." in answer.sentences[0].text
    assert answer.related == ()
    for citation in answer.citations:
        assert citation.quote == citation.article.article.text[citation.start : citation.end]
    assert {n for s in answer.sentences for n in s.citations} <= {c.number for c in answer.citations}


def test_a_question_about_something_else_is_refused_with_what_was_searched(answerer: Answerer) -> None:
    answer = answerer.answer("What is the capital of Australia?")
    assert answer.status is Status.REFUSED
    assert answer.sentences == answer.citations == answer.disagreements == ()
    assert answer.related
    assert answer.searched.coverage.articles == 3


def test_a_part_of_a_question_without_an_answer_is_named_and_the_other_answered(answerer: Answerer) -> None:
    answer = answerer.answer("When did the dam above Arlen break, and which bank lent Australia its money?")
    assert answer.status is Status.ANSWERED
    assert any("broke at dawn on Friday" in sentence.text for sentence in answer.sentences)
    assert answer.searched.unanswered == ("which bank lent Australia its money",)


@pytest.mark.parametrize(
    "question",
    [
        "When did the dam above Arlen break, and how many were hurt?",
        "Which bank lent Australia its money, and what is its capital?",
        "When did the dam above Arlen break?",
    ],
)
def test_no_part_is_named_where_each_has_an_answer_or_none(answerer: Answerer, question: str) -> None:
    assert answerer.answer(question).searched.unanswered == ()


@pytest.mark.parametrize(
    "question",
    [
        "Whom did the Harbour Orchestra name its conductor?",
        "When did the dam above Arlen break?",
        "How many dams broke in Arlen in May?",
        "Who flooded the orchestra?",
        "What is the capital of Australia?",
    ],
)
def test_an_answer_is_shown_where_its_confidence_reaches_what_is_asked_of_it(
    answerer: Answerer, question: str
) -> None:
    for strictness in Strictness:
        answer = answerer.answer(question, strictness=strictness)
        assert (answer.status is Status.ANSWERED) == (answer.confidence >= strictness.threshold)


def test_one_sentence_of_two_publishers_has_two_citations(answerer: Answerer) -> None:
    answer = answerer.answer("When did the dam above Arlen break?")
    shown = next(s for s in answer.sentences if s.text == "The dam above Arlen broke at dawn on Friday.")
    assert len(shown.citations) == 2
    assert answer.independent_sources == 2


def test_filters_are_strict(answerer: Answerer) -> None:
    filters = Filters(publishers=("The Courier",), since=datetime(2024, 3, 10, tzinfo=UTC))
    answer = answerer.answer("When did the dam above Arlen break?", filters)
    assert all(citation.article.article.publisher == "The Courier" for citation in answer.citations)
    assert answer.searched.filters == filters
    assert answer.searched.coverage.articles == 1


def test_filters_that_leave_nothing_are_a_refusal(answerer: Answerer) -> None:
    answer = answerer.answer("When did the dam break?", Filters(publishers=("Nobody",)))
    assert answer.status is Status.REFUSED
    assert answer.searched.coverage.articles == 0
    assert answer.related == ()
    assert not answer.searched.widened


def test_an_index_that_is_away_changes_no_answer(newsroom: Newsroom, answerer: Answerer) -> None:
    question = "When did the dam above Arlen break?"
    before = answerer.answer(question)
    newsroom.index.away = True
    assert answerer.answer(question).sentences == before.sentences


def test_what_cannot_be_asked_is_said_in_words(answerer: Answerer) -> None:
    with pytest.raises(EmptyQuestionError):
        answerer.answer(" \n ")
    with pytest.raises(QuestionTooLongError):
        answerer.answer("why " * MAX_QUESTION)
    with pytest.raises(EmptyQuestionError):
        answerer.search(Query(""))


def test_an_empty_corpus_is_said_in_words(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, [])
    with newsroom.library, pytest.raises(CorpusEmptyError):
        build(newsroom).answer("Who?")


def test_threads_share_an_answerer(answerer: Answerer) -> None:
    questions = ["When did the dam above Arlen break?", "Who conducts the Harbour Orchestra?"] * 4
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(answerer.answer, questions))
    assert [a.sentences for a in answers[2:]] == [a.sentences for a in answers[:-2]]


def test_sources_that_differ_are_both_shown_and_cited(tmp_path: Path) -> None:
    named = {"The Courier": "Ada Brandt", "Valley Post": "Lena Okoye"}
    stories = [
        article(
            "Summit in Boren",
            f"President Joseph Marl will meet Norland Prime Minister {name} in Boren on Friday about dams.",
            publisher,
        )
        for publisher, name in named.items()
    ]
    newsroom = Newsroom(tmp_path, stories)
    with newsroom.library:
        answer = build(newsroom).answer(
            "Which Norland prime minister will President Joseph Marl meet in Boren?"
        )
    (difference,) = answer.disagreements
    assert len(difference.sides) == 2
    cited = {citation.number: citation for citation in answer.citations}
    for side in difference.sides:
        assert all(cited[number].quote == side.text for number in side.citations)
