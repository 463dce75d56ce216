"""What is surely in another language is refused; what is short, mixed or alike is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import SettingsError
from corpus.language import check_languages, foreign_language
from corpus.settings import CorpusSettings
from corpus.words import count_words

ENGLISH = (
    "The ferry to Saltholm will sail again on Thursday, the harbour office said, after divers had freed its"
    " rudder from a net. About 300 people had waited since the weekend, and the bakery there ran"
    " out of flour on Tuesday. “We are tired, but nobody went hungry,” said Ida Brandt, who runs the inn."
)
GERMAN = (
    "Die Fähre nach Saltholm fährt ab Donnerstag wieder, sagte das Hafenamt, nachdem Taucher ihr Ruder aus"
    " einem Netz befreit hatten. Rund 300 Menschen hatten seit dem Wochenende auf der Insel gewartet, und der"
    " Bäckerei ging am Dienstag das Mehl aus. „Wir sind müde, aber niemand hat gehungert“, sagte Ida Brandt."
)
CHINESE = (
    "港口办公室表示，开往盐岛的渡轮将于星期四恢复航行，此前潜水员已将船舵从渔网中解开。自周末以来，约有三百人在岛上等候，"
    "岛上的面包店星期二就用完了面粉。旅馆老板说，大家虽然疲惫，但没有人挨饿。"
)
ONLY_ENGLISH = frozenset({"en"})


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (CHINESE, "zh")])
def test_a_story_in_another_language_is_told(text: str, language: str) -> None:
    assert foreign_language(text, ONLY_ENGLISH) == language
    assert foreign_language(text, frozenset({"en", language})) is None


def test_a_story_in_an_accepted_language_stays() -> None:
    assert foreign_language(ENGLISH, ONLY_ENGLISH) is None
    assert foreign_language(ENGLISH, frozenset({"de"})) == "en"


def test_without_a_choice_every_language_is_accepted() -> None:
    assert foreign_language(GERMAN, frozenset()) is None


@pytest.mark.parametrize("text", ["", "Kurz und gut.", GERMAN[:120], "12 345 " * 200, "？！" * 300])
def test_what_is_too_short_to_tell_is_not_refused(text: str) -> None:
    assert foreign_language(text, ONLY_ENGLISH) is None


def test_a_story_that_quotes_at_length_in_another_language_stays() -> None:
    assert foreign_language(f"{ENGLISH}\n\n{GERMAN}\n\n{ENGLISH}", ONLY_ENGLISH) is None


def test_a_language_that_cannot_be_told_is_a_wrong_setting() -> None:
    check_languages(["en", "de", "no", "zh"])
    with pytest.raises(SettingsError, match="CORPUS_LANGUAGES: xx"):
        check_languages(["en", "xx"])


def test_the_setting_is_a_list_of_codes() -> None:
    read = CorpusSettings.from_environment({"CORPUS_LANGUAGES": " EN, de ,"})
    assert read.languages == {"en", "de"}
    assert CorpusSettings.from_environment({}).languages == frozenset()
    with pytest.raises(SettingsError, match="codes such as"):
        CorpusSettings.from_environment({"CORPUS_LANGUAGES": "English"})


@given(st.text(max_size=600))
def test_any_text_is_told_or_not(text: str) -> None:
    assert foreign_language(text, ONLY_ENGLISH) != "en"


def test_scripts_without_spaces_have_words_too() -> None:
    assert count_words("The ferry, at last: 300 people.") == 6
    assert count_words("渡轮将于星期四") == 7
