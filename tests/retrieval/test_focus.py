"""Which words of a shown sentence are marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus import Span
from retrieval.focus import CLEAR, CLEAR_OF_SUREST, LONGEST, focus_of
from retrieval.models import Sentence
from retrieval.quote import write
from retrieval.reading import Reading, ScoredSentence
from tests.retrieval.newsroom import article, hit

STORY = article(
    "Dam breaks above Arlen",
    "The dam broke on Friday. Mayor Ada Brandt ordered everyone out. She had warned of it in May. Rain fell.",
)
COPY = article("Arlen flooded", "Mayor Ada Brandt ordered everyone out. Snow fell in Boren.", "Valley Post")
TEXT = STORY.text


def reading(focused: dict[str, float], number: int = 0, story: str = TEXT) -> Reading:
    """A reading in which each of these words answers with its score, in the sentence that holds them."""
    where = hit(STORY if story == TEXT else COPY, number)
    found = []
    for words, score in focused.items():
        start = story.index(words)
        span = next(s for s in where.passage.sentences if s[0] <= start < s[1])
        found.append(ScoredSentence(where, span, score, (start, start + len(words))))
    found.sort(key=lambda item: item.score, reverse=True)
    return Reading("question", tuple(found), 0.9)


def marked(readings: list[Reading]) -> list[list[str]]:
    """What is marked in each sentence of the answer."""
    return [[s.text[a:b] for a, b in s.focus] for s in write(readings).sentences]


def test_the_words_that_answer_are_marked_in_their_sentence() -> None:
    assert marked([reading({"on Friday": 0.9})]) == [["on Friday"]]


def test_a_sentence_shown_with_the_one_it_leans_on_keeps_its_words() -> None:
    (sentence,) = write([reading({"in May": 0.9})]).sentences
    assert sentence.text == "Mayor Ada Brandt ordered everyone out. She had warned of it in May."
    assert [sentence.text[a:b] for a, b in sentence.focus] == ["in May"]


def test_sentences_shown_as_one_keep_the_words_of_each() -> None:
    assert marked([reading({"Mayor Ada Brandt": 0.9, "in May": 0.8})]) == [["Mayor Ada Brandt", "in May"]]


def test_each_part_of_a_question_marks_its_words() -> None:
    both = [reading({"Ada Brandt": 0.9}), reading({"everyone": 0.8})]
    assert marked(both) == [["Ada Brandt", "everyone"]]


def test_a_word_is_marked_whole() -> None:
    assert marked([reading({"da Bran": 0.9})]) == [["Ada Brandt"]]


def test_words_that_overlap_are_marked_as_one() -> None:
    assert marked([reading({"Mayor Ada": 0.9}), reading({"Ada Brandt": 0.8})]) == [["Mayor Ada Brandt"]]


def test_words_of_a_sentence_that_hardly_answers_are_not_marked() -> None:
    assert marked([reading({"on Friday": CLEAR_OF_SUREST - 0.01})]) == [[]]


def test_the_surest_words_are_marked_sooner_than_others() -> None:
    below = CLEAR - 0.01
    assert marked([reading({"on Friday": below, "Ada Brandt": below - 0.1})]) == [["on Friday"], []]


def test_nearly_the_whole_sentence_is_not_marked() -> None:
    assert marked([reading({"Rain fell": 0.9})]) == [[]]


def test_a_very_long_stretch_is_not_marked() -> None:
    words = "word " * 100
    story = article("Long", f"It began {words}and then it {words}ended.")
    where = hit(story)
    (span,) = where.passage.sentences
    item = ScoredSentence(where, span, 0.9, (9, 9 + LONGEST + 1))
    assert focus_of(where.article.id, span, [Reading("question", (item,), 0.9)]) == ()


def test_a_scorer_that_sees_sentences_only_marks_nothing() -> None:
    where = hit(STORY)
    items = tuple(ScoredSentence(where, span, 0.9) for span in where.passage.sentences)
    assert all(s.focus == () for s in write([Reading("question", items, 0.9)]).sentences)


def test_another_article_s_words_are_not_marked() -> None:
    assert marked([reading({"Ada Brandt": 0.9}), reading({"in Boren": 0.6}, 1, COPY.text)]) == [
        ["Ada Brandt"],
        ["in Boren"],
    ]


spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda ends: tuple(sorted(ends)))


@given(st.lists(st.tuples(st.integers(0, 3), spans, st.floats(0, 1)), max_size=8))
def test_marks_are_sorted_disjoint_trimmed_and_inside(found: list[tuple[int, Span, float]]) -> None:
    where = hit(STORY)
    readings = [
        Reading("part", (ScoredSentence(where, where.passage.sentences[n], score, focus),), 0.9)
        for n, focus, score in found
    ]
    whole = (25, len(TEXT))
    last = 0
    for start, end in focus_of(where.article.id, whole, readings):
        words = TEXT[25:][start:end]
        assert last <= start < end <= whole[1] - 25
        assert words == words.strip() != ""
        last = end + 1


@given(st.text(max_size=40), st.lists(st.integers(0, 40), max_size=6).map(sorted))
def test_the_pieces_of_a_sentence_are_its_text(text: str, cuts: list[int]) -> None:
    ends = sorted({min(cut, len(text)) for cut in cuts})
    focus = tuple(zip(ends[::2], ends[1::2], strict=False))
    pieces = Sentence(text, (1,), focus).pieces()
    assert "".join(words for words, _ in pieces) == text
    assert [words for words, answers in pieces if answers] == [text[a:b] for a, b in focus]
    assert all(words for words, _ in pieces)
