"""The extractive writer: what is shown is stored, cited, and shown once."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from corpus import Article
from retrieval.choose import MOST_FOR_ONE, MOST_FOR_SEVERAL
from retrieval.quote import Quoted, write
from retrieval.reading import Reading, ScoredSentence
from tests.retrieval.newsroom import article, hit

STORY = article(
    "Dam breaks above Arlen",
    "The dam broke on Friday. Mayor Ada Brandt ordered everyone out. She had warned of it in May. Rain fell.",
)
COPY = article("Arlen flooded", "Mayor Ada Brandt ordered everyone out. Snow fell in Boren.", "Valley Post")


def read(scores: dict[str, float], *articles: Article, question: str = "question") -> Reading:
    """A reading that gives the named sentences these scores and all others none."""
    found = []
    for number, one in enumerate(articles):
        where = hit(one, number)
        for span in where.passage.sentences:
            text = one.text[span[0] : span[1]]
            found.append(ScoredSentence(where, span, scores.get(text, 0.01)))
    found.sort(key=lambda item: item.score, reverse=True)
    return Reading(question, tuple(found), 0.9)


def texts(quoted: Quoted) -> list[str]:
    return [sentence.text for sentence in quoted.sentences]


def test_one_sentence_that_clearly_answers_is_shown_alone() -> None:
    quoted = write([read({"Rain fell.": 0.9, "The dam broke on Friday.": 0.04}, STORY)])
    assert texts(quoted) == ["Rain fell."]
    assert [citation.number for citation in quoted.citations] == [1]


def test_sentences_come_in_the_order_of_their_article() -> None:
    quoted = write([read({"Rain fell.": 0.9, "The dam broke on Friday.": 0.8}, STORY)])
    assert texts(quoted) == ["The dam broke on Friday.", "Rain fell."]
    assert [sentence.citations for sentence in quoted.sentences] == [(1,), (2,)]


def test_a_leaning_sentence_is_quoted_with_the_one_it_leans_on() -> None:
    quoted = write([read({"She had warned of it in May.": 0.9}, STORY)])
    assert texts(quoted) == ["Mayor Ada Brandt ordered everyone out. She had warned of it in May."]
    assert len(quoted.citations) == 1


def test_a_sentence_and_the_one_that_leans_on_it_are_one() -> None:
    both = {"Mayor Ada Brandt ordered everyone out.": 0.9, "She had warned of it in May.": 0.8}
    quoted = write([read(both, STORY)])
    assert texts(quoted) == ["Mayor Ada Brandt ordered everyone out. She had warned of it in May."]


def test_the_same_sentence_of_two_publishers_is_one_sentence_with_two_citations() -> None:
    quoted = write([read({"Mayor Ada Brandt ordered everyone out.": 0.9}, STORY, COPY)])
    assert texts(quoted) == ["Mayor Ada Brandt ordered everyone out."]
    assert quoted.sentences[0].citations == (1, 2)
    assert {citation.article.article.publisher for citation in quoted.citations} == {
        "The Courier",
        "Valley Post",
    }


def test_the_same_sentence_of_one_publisher_is_cited_once() -> None:
    again = article("Update", COPY.text, STORY.publisher)
    quoted = write([read({"Mayor Ada Brandt ordered everyone out.": 0.9}, STORY, again)])
    assert quoted.sentences[0].citations == (1,)


def test_a_sentence_shown_alone_and_in_a_copy_with_its_neighbour_is_shown_once() -> None:
    first = read({"She had warned of it in May.": 0.9}, STORY)
    second = read({"Mayor Ada Brandt ordered everyone out.": 0.8}, article("Sun", "It shone."), COPY)
    quoted = write([second, first])
    assert texts(quoted) == ["Mayor Ada Brandt ordered everyone out. She had warned of it in May."]
    assert [citation.quote for citation in quoted.citations] == [
        "Mayor Ada Brandt ordered everyone out. She had warned of it in May.",
        "Mayor Ada Brandt ordered everyone out.",
    ]


def test_each_part_of_a_question_gets_its_sentence() -> None:
    first = read({"Rain fell.": 0.9}, STORY, COPY)
    second = read({"Snow fell in Boren.": 0.3}, STORY, COPY)
    assert set(texts(write([first, second]))) == {"Rain fell.", "Snow fell in Boren."}


def test_what_another_article_adds_is_shown_early_only_for_a_part_that_asks_for_several() -> None:
    scores = {"Rain fell.": 0.9, "The dam broke on Friday.": 0.1, "Snow fell in Boren.": 0.1}
    one = read(scores, STORY, COPY, question="What fell in Arlen?")
    assert set(texts(write([one]))) == {"Rain fell.", "The dam broke on Friday."}
    assert set(texts(write([one, one]))) == {"Rain fell.", "The dam broke on Friday."}
    some = read(scores, STORY, COPY, question="Which things fell in Arlen?")
    assert set(texts(write([some]))) == set(scores)


def test_nothing_read_is_nothing_written() -> None:
    assert write([Reading("question", (), 0.0)]) == Quoted((), ())


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=6, max_size=6), min_size=1, max_size=4), st.booleans())
def test_every_quote_is_stored_and_every_sentence_cited(
    scores: Sequence[Sequence[float]], several: bool
) -> None:
    readings = []
    for values in scores:
        plain = read({}, STORY, COPY)
        named = {item.text: value for item, value in zip(plain.sentences, values, strict=False)}
        readings.append(read(named, STORY, COPY, question="Which towns flooded?" if several else "Who fled?"))
    quoted = write(readings)
    most = MOST_FOR_SEVERAL if several or len(readings) > 1 else MOST_FOR_ONE
    assert 1 <= len(quoted.sentences) <= most
    for citation in quoted.citations:
        assert citation.quote == citation.article.article.text[citation.start : citation.end]
    used = [number for sentence in quoted.sentences for number in sentence.citations]
    assert list(dict.fromkeys(used)) == [citation.number for citation in quoted.citations]
    assert all(sentence.citations for sentence in quoted.sentences)
