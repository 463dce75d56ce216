"""Which optional models retrieval uses: the settings named `RETRIEVAL_…`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from corpus import SettingsError

# Those with a class of their own in retrieval/langchain; others need the package `langchain`.
KNOWN_PROVIDERS = ("openai", "anthropic", "ollama")
# Discord waits a quarter of an hour for an answer, nobody else does.
_LONGEST_WAIT = 600


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """The optional models of a program. Programs' roots read it; nothing below them reads the environment."""

    reranker_model: str | None = None
    """`RETRIEVAL_RERANKER_MODEL`: a local folder or hub name of a cross-encoder; `None` for no reranking."""
    answer_model: str | None = None
    """`RETRIEVAL_ANSWER_MODEL`: a LangChain model name; `None` means that answers are extractive."""
    answer_base_url: str | None = None
    """`RETRIEVAL_ANSWER_BASE_URL`: address of an OpenAI-compatible server; `None` for the model's own."""
    reader_model: str | None = None
    """`RETRIEVAL_READER_MODEL`: a local folder or hub name of a reader; `None` for the packaged one."""
    answer_seconds: float = 30.0
    """`RETRIEVAL_ANSWER_SECONDS`: how long an answer waits for the model before it quotes instead."""
    answer_key: str | None = field(default=None, repr=False)
    """The key of the language model, from its provider's own variable, such as `OPENAI_API_KEY`."""

    @property
    def answer_name(self) -> str | None:
        """The language model as `provider:model`; a bare name is taken for an OpenAI-compatible one."""
        name = self.answer_model
        if not name or name.partition(":")[0] in KNOWN_PROVIDERS:
            return name
        return f"openai:{name}" if self.answer_base_url or ":" not in name else name

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> RetrievalSettings:
        """Read the settings; an empty value counts as unset.

        Raises:
            SettingsError: `RETRIEVAL_ANSWER_BASE_URL` is not an http or https address, or
                `RETRIEVAL_ANSWER_SECONDS` is no sensible number.
        """
        base_url = environment.get("RETRIEVAL_ANSWER_BASE_URL") or None
        if base_url and not base_url.startswith(("http://", "https://")):
            raise SettingsError("RETRIEVAL_ANSWER_BASE_URL", "must start with http:// or https://")
        settings = cls(
            reranker_model=environment.get("RETRIEVAL_RERANKER_MODEL") or None,
            answer_model=environment.get("RETRIEVAL_ANSWER_MODEL") or None,
            answer_base_url=base_url,
            reader_model=environment.get("RETRIEVAL_READER_MODEL") or None,
            answer_seconds=_seconds(environment.get("RETRIEVAL_ANSWER_SECONDS") or "30"),
        )
        provider = (settings.answer_name or "").partition(":")[0].upper()
        return replace(settings, answer_key=environment.get(f"{provider}_API_KEY") or None)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= _LONGEST_WAIT:
        raise SettingsError("RETRIEVAL_ANSWER_SECONDS", f"must be a number of seconds up to {_LONGEST_WAIT}")
    return seconds
