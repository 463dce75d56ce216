"""What a model wrote, cut into sentences with their keys."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.cite import Marked, Sentences, marked

KEYS = ("k7f2", "m3q9")


def heard(text: str, size: int = 1) -> list[Marked]:
    """What comes of a text that arrives in pieces of a size."""
    sentences = Sentences(KEYS)
    found = [
        sentence for at in range(0, len(text), size) for sentence in sentences.feed(text[at : at + size])
    ]
    return [*found, *sentences.end()]


@pytest.mark.parametrize(
    ("written", "sentences"),
    [
        ("Nine were hurt [k7f2]. Ada fled [m3q9].", [("Nine were hurt.", "k7f2"), ("Ada fled.", "m3q9")]),
        ("Nine were hurt. [k7f2] Ada fled. [m3q9]", [("Nine were hurt.", "k7f2"), ("Ada fled.", "m3q9")]),
        ("[k7f2] Nine were hurt.\n[m3q9] Ada fled.", [("Nine were hurt.", "k7f2"), ("Ada fled.", "m3q9")]),
        ("Ada fled [k7f2][m3q9].", [("Ada fled.", "k7f2 m3q9")]),
        ("Ada fled [k7f2, m3q9].", [("Ada fled.", "k7f2 m3q9")]),
        ("Ada [k7f2] fled to [m3q9] Boren.", [("Ada fled to Boren.", "k7f2 m3q9")]),
        ("Ada fled [k7f2] [k7f2].", [("Ada fled.", "k7f2")]),
        ("Ada fled [key: K7F2].", [("Ada fled.", "k7f2")]),
        ("Ada fled【k7f2】。", [("Ada fled。", "k7f2")]),
        ("Ada fled [k7f2](http://evil.example).", [("Ada fled.", "k7f2")]),
        ("Ada fled. Bo stayed [k7f2].", [("Ada fled.", ""), ("Bo stayed.", "k7f2")]),
        ("Ada left the U.S. Army [k7f2].", [("Ada left the U.S. Army.", "k7f2")]),
        ("- **Ada** fled [k7f2].\n- Bo stayed [m3q9].", [("Ada fled.", "k7f2"), ("Bo stayed.", "m3q9")]),
        ("See [the report](http://evil.example) [k7f2].", [("See the report.", "k7f2")]),
        ("<think>Ada? [m3q9]. No.</think>\nBo stayed [k7f2].", [("Bo stayed.", "k7f2")]),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1_000])
def test_sentences_get_the_keys_of_their_markers(
    written: str, sentences: list[tuple[str, str]], size: int
) -> None:
    assert heard(written, size) == [Marked(text, tuple(keys.split())) for text, keys in sentences]


@pytest.mark.parametrize(
    "invented", ["[1]", "[12]", "[z9z9]", "[bcdf]", "[1, 2]", "[source 3]", "[^1]", "[#2]"]
)
def test_markers_that_stand_for_no_passage_leave_no_trace(invented: str) -> None:
    assert heard(f"Ada fled {invented}.") == [Marked("Ada fled.", ())]
    assert heard(f"Ada {invented} fled [k7f2]{invented}.") == [Marked("Ada fled.", ("k7f2",))]


def test_brackets_that_are_prose_stay() -> None:
    assert marked("He [sic] said “[they] fled” [k7f2].", KEYS)[0].text == "He [sic] said “[they] fled”."


def test_a_thought_that_never_ends_is_no_answer() -> None:
    assert heard("<think>Ada fled [k7f2]. Or Bo? ") == []


def test_a_sentence_is_given_as_soon_as_the_next_one_begins() -> None:
    sentences = Sentences(KEYS)
    assert list(sentences.feed("Ada fled [k7f2]. ")) == []
    assert list(sentences.feed("B")) == [Marked("Ada fled.", ("k7f2",))]
    assert list(sentences.feed("o stayed [m3q9].")) == []
    assert list(sentences.end()) == [Marked("Bo stayed.", ("m3q9",))]


pieces = st.sampled_from(
    [
        "Ada fled",
        " ",
        ". ",
        ".",
        "\n",
        "[k7f2]",
        "[m3q9]",
        "[zzzz]",
        "[1]",
        "[",
        "]",
        "”",
        "!",
        "- ",
        "**",
        "Bo",
        "(x)",
    ]
)


@settings(deadline=None)
@given(st.lists(pieces, max_size=25).map("".join), st.integers(1, 9))
def test_it_does_not_matter_in_which_pieces_a_text_arrives(text: str, size: int) -> None:
    assert heard(text, size) == heard(text, len(text) or 1)


@settings(deadline=None)
@given(st.text(max_size=80) | st.lists(pieces, max_size=25).map("".join))
def test_only_keys_that_were_given_come_out(text: str) -> None:
    for sentence in heard(text, 5):
        assert set(sentence.keys) <= set(KEYS)
        assert len(set(sentence.keys)) == len(sentence.keys)
        assert not any(f"[{key}]" in sentence.text for key in KEYS)


@pytest.mark.parametrize(
    "odd", ["[" + "1" * 60, "[1 ", ".", "[k7f2]", "[a](", "1. ", "* ", "_a", "【k7f2", "[1,", "<think>", "x"]
)
def test_no_text_takes_long(odd: str) -> None:
    text = (odd * 6_000)[:6_000]
    began = time.process_time()
    heard(text, 1_000)
    assert time.process_time() - began < 2
