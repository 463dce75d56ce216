"""A question over several named things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.parts import asks_several, parts_of
from retrieval.understanding.each import MOST, for_each


@pytest.mark.parametrize(
    ("question", "each"),
    [
        (
            "Who won in Arlen, Boren and Corvale?",
            ("Who won in Arlen?", "Who won in Boren?", "Who won in Corvale?"),
        ),
        (
            "Who won the Arlen, New Boren and Corvale votes in 2031?",
            (
                "Who won the Arlen votes in 2031?",
                "Who won the New Boren votes in 2031?",
                "Who won the Corvale votes in 2031?",
            ),
        ),
        (
            "Who was hurt in Arlen in May and in Boren in June?",
            ("Who was hurt in Arlen in May?", "Who was hurt in Boren in June?"),
        ),
        ("who was hurt on monday and on friday", ("who was hurt on monday", "who was hurt on friday")),
        (
            "Two ferries sank, at the mole of Arlen and in Boren. What were they?",
            (
                "Two ferries sank, at the mole of Arlen. What were they?",
                "Two ferries sank, in Boren. What were they?",
            ),
        ),
        ("When did both Rossum and Okafor resign?", ("When did Rossum resign?", "When did Okafor resign?")),
        (
            "how many seats did the harbour party and the orchard party get?",
            ("how many seats did the harbour party get?", "how many seats did the orchard party get?"),
        ),
    ],
)
def test_what_is_asked_of_several_is_asked_of_each(question: str, each: tuple[str, ...]) -> None:
    assert for_each(question) == each
    assert tuple(part.text for part in parts_of(question)) == each
    assert asks_several(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who resigned?",
        "Who owns Hale and Sons?",
        "What did Rossum and Okafor sign?",
        "What is the treaty between Arlen, Boren and Corvale about?",
        "How many votes did the harbour party and the orchard party get together?",
        "Who was hurt in Arlen and in what state is she?",
        "In May did the ferry that sank off the coast of Boren turn over and in June too?",
    ],
)
def test_what_is_asked_of_all_together_stays_one_question(question: str) -> None:
    assert for_each(question) == (question,)


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["in", "Arlen", "both", "and", ",", "the", "a", "Boren", "of"])).map(" ".join)
)
def test_any_text_gives_one_question_or_a_few(text: str) -> None:
    assert 1 <= len(for_each(text)) <= MOST
    assert all(for_each(text)) or not text
