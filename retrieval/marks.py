"""How a sentence's attribution is said to a reader: "denial by Iran", "only one source says so". Pure."""

from __future__ import annotations

import re

from retrieval.models import Sentence, Side, Voice
from retrieval.speech.sayings import PEOPLE, Stance

_BY = {
    Stance.STATEMENT: "said by {}",
    Stance.ALLEGATION: "allegation by {}",
    Stance.DENIAL: "denial by {}",
    Stance.CONFIRMATION: "confirmed by {}",
    Stance.OPINION: "view of {}",
    Stance.PLAN: "announced by {}",
}
_BY_NOBODY = {Stance.ALLEGATION: "allegation", Stance.DENIAL: "denial"}
# These are marked even where the sentence shows who speaks: a reader must not take them for facts.
_ALWAYS = frozenset({Stance.ALLEGATION, Stance.DENIAL, Stance.CONFIRMATION, Stance.OPINION})
_HEARSAY = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|supposedly|rumou?red|is said to)\b", re.IGNORECASE
)
_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i"})
_LOWERED = re.compile(r"(?:The|A|An|Its|His|Her|Their|Our|This|Some|Several|Many|Two)\b")
MOST = 3
SINGLE = "only one source says so"


def marks_of(told: Sentence | Side, longest: int = 80) -> list[str]:
    """What a reader is told beside a sentence or a side, in few words; nothing for most.

    `longest` bounds a speaker's name in characters: one that is longer is left out.
    """
    voices = told.voices or ([Voice(told.stance, told.speaker)] if told.stance else [])
    said = dict.fromkeys(_said(voice, told.text, longest) for voice in voices)
    shown = [words for words in said if words][:MOST]
    alone = isinstance(told, Sentence) and told.single_source
    return [*shown, *([SINGLE] if alone else [])]


def _said(voice: Voice, text: str, longest: int) -> str:
    stance, speaker = voice.stance, _spoken(voice.speaker)
    if stance is Stance.FACT:
        return ""
    if speaker is None or len(speaker) > longest:
        if stance is Stance.ALLEGATION and _HEARSAY.search(text):
            return "not confirmed"
        return _BY_NOBODY.get(stance, "")
    shown = speaker.casefold() in " ".join(text.split()).casefold()
    return _BY[stance].format(speaker) if stance in _ALWAYS or not shown else ""


def _spoken(speaker: str | None) -> str | None:
    """The speaker as the end of a phrase: "the United States", "officials"; no pronoun."""
    if speaker is None or not speaker.strip() or speaker.casefold() in _PRONOUNS:
        return None
    first = speaker.split()[0]
    if _LOWERED.match(speaker) or (first.casefold() in PEOPLE and (first == speaker or first.endswith("s"))):
        return speaker[0].lower() + speaker[1:]
    return speaker
