"""The settings named RETRIEVAL_…."""

from __future__ import annotations

import pytest

from corpus import SettingsError
from retrieval.settings import RetrievalSettings


def test_nothing_is_set_by_default() -> None:
    assert RetrievalSettings.from_environment({}) == RetrievalSettings()


def test_an_empty_value_counts_as_unset() -> None:
    names = ("RERANKER_MODEL", "ANSWER_MODEL", "ANSWER_BASE_URL", "ANSWER_SECONDS", "READER_MODEL")
    empty = {f"RETRIEVAL_{name}": "" for name in names}
    assert RetrievalSettings.from_environment(empty) == RetrievalSettings()


def test_every_setting_is_read() -> None:
    settings = RetrievalSettings.from_environment(
        {
            "RETRIEVAL_RERANKER_MODEL": "some/folder",
            "RETRIEVAL_ANSWER_MODEL": "ollama:tiny",
            "RETRIEVAL_ANSWER_BASE_URL": "http://localhost:8000/v1",
            "RETRIEVAL_READER_MODEL": "some/reader",
            "RETRIEVAL_ANSWER_SECONDS": "2.5",
        }
    )
    assert settings == RetrievalSettings(
        "some/folder", "ollama:tiny", "http://localhost:8000/v1", "some/reader", 2.5
    )


def test_an_address_that_is_not_of_the_web_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="RETRIEVAL_ANSWER_BASE_URL"):
        RetrievalSettings.from_environment({"RETRIEVAL_ANSWER_BASE_URL": "localhost:8000"})


@pytest.mark.parametrize("seconds", ["soon", "0", "-1", "601", "nan", "inf"])
def test_a_wait_that_is_no_time_is_refused_by_name(seconds: str) -> None:
    with pytest.raises(SettingsError, match="RETRIEVAL_ANSWER_SECONDS"):
        RetrievalSettings.from_environment({"RETRIEVAL_ANSWER_SECONDS": seconds})


@pytest.mark.parametrize(
    ("model", "address", "name"),
    [
        (None, None, None),
        ("openai:x", None, "openai:x"),
        ("anthropic:x:y", None, "anthropic:x:y"),
        ("x", None, "openai:x"),
        ("mistralai:x", None, "mistralai:x"),
        ("llama3:8b", "http://localhost/v1", "openai:llama3:8b"),
        ("ollama:llama3:8b", "http://localhost", "ollama:llama3:8b"),
    ],
)
def test_a_model_has_its_provider_in_its_name(
    model: str | None, address: str | None, name: str | None
) -> None:
    assert RetrievalSettings(answer_model=model, answer_base_url=address).answer_name == name


def test_the_key_is_read_from_the_providers_own_variable_and_never_shown() -> None:
    keys = {"OPENAI_API_KEY": "sk-open", "ANTHROPIC_API_KEY": "sk-anth"}
    for model, key in {
        "openai:x": "sk-open",
        "x": "sk-open",
        "anthropic:y": "sk-anth",
        "ollama:z": None,
    }.items():
        settings = RetrievalSettings.from_environment({"RETRIEVAL_ANSWER_MODEL": model, **keys})
        assert settings.answer_key == key
        assert "sk-" not in repr(settings)
    assert RetrievalSettings.from_environment(keys).answer_key is None
