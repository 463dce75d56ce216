"""Our own questions become rows whose offsets are right and whose wrong passages hold no answer."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, Passage, StoredArticle
from training.own import Asked, examples_of, key_of

TEXT = "Mira Okoye won the vote in Harbourtown. The mayor lost by 12 votes. Rain fell all day."
STORED = StoredArticle("0" * 16, Article("Harbourtown votes", TEXT, "Courier"), 1)


def passage(start: int, end: int, text: str = TEXT, number: int = 0) -> Passage:
    """A passage of the article, or of another one."""
    return Passage(
        id=f"{number}:{start}",
        article_id="0" * 16,
        ordinal=number,
        header="Harbourtown votes — Courier, undated",
        text=text[start:end],
        start=start,
        end=end,
        sentences=((start, end),),
    )


OWN = [passage(0, 40), passage(40, len(TEXT))]
OTHER = [passage(0, 20, "A storm hit the coast.", n) for n in range(3)]


def rows(question: str, words: str | None, seed: int = 1) -> list[dict[str, object]]:
    """What one question becomes."""
    at = TEXT.index(words) if words else 0
    spans = ((at, at + len(words)),) if words else ()
    return list(examples_of(Asked(question, STORED, spans), OWN, OTHER, random.Random(seed)))


@given(st.integers(0, 50))
def test_an_answer_stands_where_its_row_says(seed: int) -> None:
    made = rows("how close was it", "12 votes", seed)
    answers = [(row["context"], answer) for row in made for answer in row["answers"]]
    assert answers
    for context, answer in answers:
        assert context[answer["answer_start"] :].startswith("12 votes")
        assert answer["text"] == "12 votes"


@given(st.integers(0, 50))
def test_a_passage_that_says_the_answer_is_never_given_as_a_wrong_one(seed: int) -> None:
    for row in rows("how close was it", "12 votes", seed):
        assert bool(row["answers"]) == ("12 votes" in row["context"])


@given(st.integers(0, 50))
def test_a_question_that_its_article_leaves_open_has_no_answer_in_any_row(seed: int) -> None:
    made = rows("who counted the votes", None, seed)
    assert made[0]["context"] == OWN[0].text or OWN[0].text in made[0]["context"]
    assert not any(row["answers"] for row in made)


def test_an_article_keeps_its_key_whatever_its_white_space() -> None:
    assert key_of("A b\n\nc") == key_of("A  b c ") != key_of("A b d")
    assert key_of(replace(STORED.article, publisher="X").text) == key_of(TEXT)
