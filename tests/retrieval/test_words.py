"""The words two texts share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.words import content_stems, covered, one_line, rarity, shared_stems, stem, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [("transferred", "transferring"), ("Iran’s", "iran"), ("accused", "accuses"), ("warned", "warning")],
)
def test_inflections_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("17", "170"), ("1,200", "1,300"), ("iran", "iraq"), ("bill", "bil")]
)
def test_different_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_only_words_that_say_what_about_are_content() -> None:
    assert content_stems("Who was it that warned the mayor of Arlen?") == ("warn", "mayor", "arlen")


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    weights = rarity(["dam", "mayor"], [stems("the dam"), stems("a dam broke"), stems("the mayor")])
    assert weights["mayor"] > weights["dam"]
    assert covered(weights, stems("the mayor")) > 0.5


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=5))
def test_a_share_is_a_share(question: str, texts: list[str]) -> None:
    weights = rarity(content_stems(question), map(stems, texts))
    for text in (*texts, question):
        assert 0 <= covered(weights, stems(text)) <= 1.000001
    assert not weights or covered(weights, stems(question)) > 0.99 or sum(weights.values()) == 0


def test_what_is_typed_becomes_one_line_of_real_characters() -> None:
    assert one_line("  who \n\t won\ud83d ") == "who won?"


_SAID = ("ban", "Banned", "o'neill", "1,200", "200", "neill’s", "ß", "İran", "x_dam")


@given(
    st.text(max_size=60),
    st.lists(st.sampled_from(_SAID)),
    st.sampled_from([" ", "\n", ", ", "-", "\u2003"]),
)
def test_the_stems_a_text_shares_are_among_its_stems(noise: str, said: list[str], between: str) -> None:
    text = between.join([*said, noise])
    wanted = [*stems("ban o'neill neill 200 1,200 dam ß ss İran"), *stems(noise)]
    assert shared_stems(wanted, text) == stems(text) & set(wanted)
