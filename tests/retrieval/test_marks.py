"""What a reader is told beside a sentence, in words."""

from __future__ import annotations

import pytest

from retrieval.marks import MOST, SINGLE, marks_of
from retrieval.models import Sentence, Voice
from retrieval.speech.sayings import Stance


def told(text: str, stance: Stance | None, speaker: str | None, alone: bool = False) -> list[str]:
    return marks_of(Sentence(text, (1,), (), stance, speaker, alone))


@pytest.mark.parametrize(
    ("stance", "speaker", "words"),
    [
        (Stance.ALLEGATION, "The United States", "allegation by the United States"),
        (Stance.ALLEGATION, None, "allegation"),
        (Stance.DENIAL, "Officials", "denial by officials"),
        (Stance.DENIAL, "She", "denial"),
        (Stance.CONFIRMATION, "Ada Brandt", "confirmed by Ada Brandt"),
        (Stance.OPINION, "Critics", "view of critics"),
        (Stance.STATEMENT, "Police Chief Lena Okoye", "said by Police Chief Lena Okoye"),
        (Stance.PLAN, "Its owner", "announced by its owner"),
    ],
)
def test_a_saying_is_named_in_plain_words(stance: Stance, speaker: str | None, words: str) -> None:
    assert told("It rained.", stance, speaker) == [words]


def test_facts_and_what_nobody_looked_at_are_not_marked() -> None:
    assert told("It rained.", Stance.FACT, None) == []
    assert told("It rained.", None, None) == []
    assert told("He spoke.", Stance.STATEMENT, "He") == []


def test_a_statement_that_shows_its_speaker_is_not_marked_again() -> None:
    assert told("“It rained,” said Ada\n Brandt.", Stance.STATEMENT, "Ada Brandt") == []
    assert told("Ada Brandt denied it.", Stance.DENIAL, "Ada Brandt") == ["denial by Ada Brandt"]


def test_hearsay_is_called_not_confirmed() -> None:
    assert told("The choir was reportedly dissolved.", Stance.ALLEGATION, None) == ["not confirmed"]


def test_a_claim_of_one_source_is_said_to_be_one() -> None:
    assert told("It rained.", Stance.ALLEGATION, "Arlen", alone=True) == ["allegation by Arlen", SINGLE]
    assert told("It rained.", Stance.STATEMENT, None, alone=True) == [SINGLE]


def test_each_voice_of_a_long_quote_is_marked_once() -> None:
    voices = [
        Voice(Stance.ALLEGATION, "Arlen"),
        Voice(Stance.DENIAL, "Boren"),
        Voice(Stance.STATEMENT, "Boren"),
    ]
    heard = Sentence("Arlen accused. Boren denied.", (1,), (), Stance.DENIAL, "Boren", voices=tuple(voices))
    assert marks_of(heard) == ["allegation by Arlen", "denial by Boren"]
    many = tuple(Voice(Stance.DENIAL, name) for name in ("Ada", "Tom", "Lena", "Pavel"))
    assert len(marks_of(Sentence("They denied.", (1,), voices=many))) == MOST


def test_a_name_too_long_to_show_is_left_out() -> None:
    assert marks_of(Sentence("It rained.", (1,), (), Stance.DENIAL, "A" * 61), 60) == ["denial"]
