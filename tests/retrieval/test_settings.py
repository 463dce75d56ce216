"""The settings named RETRIEVAL_…."""

from __future__ import annotations

import pytest

from corpus import SettingsError
from retrieval.settings import RetrievalSettings


def test_nothing_is_set_by_default() -> None:
    assert RetrievalSettings.from_environment({}) == RetrievalSettings()


def test_an_empty_value_counts_as_unset() -> None:
    names = ("RERANKER_MODEL", "ANSWER_MODEL", "ANSWER_BASE_URL", "READER_MODEL")
    empty = {f"RETRIEVAL_{name}": "" for name in names}
    assert RetrievalSettings.from_environment(empty) == RetrievalSettings()


def test_every_setting_is_read() -> None:
    settings = RetrievalSettings.from_environment(
        {
            "RETRIEVAL_RERANKER_MODEL": "some/folder",
            "RETRIEVAL_ANSWER_MODEL": "ollama:tiny",
            "RETRIEVAL_ANSWER_BASE_URL": "http://localhost:8000/v1",
            "RETRIEVAL_READER_MODEL": "some/reader",
        }
    )
    assert settings == RetrievalSettings(
        "some/folder", "ollama:tiny", "http://localhost:8000/v1", "some/reader"
    )


def test_an_address_that_is_not_of_the_web_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="RETRIEVAL_ANSWER_BASE_URL"):
        RetrievalSettings.from_environment({"RETRIEVAL_ANSWER_BASE_URL": "localhost:8000"})
