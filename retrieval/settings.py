"""Which optional models retrieval uses: the settings named `RETRIEVAL_…`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus import SettingsError


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

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> RetrievalSettings:
        """Read the settings; an empty value counts as unset.

        Raises:
            SettingsError: `RETRIEVAL_ANSWER_BASE_URL` is not an http or https address.
        """
        base_url = environment.get("RETRIEVAL_ANSWER_BASE_URL") or None
        if base_url and not base_url.startswith(("http://", "https://")):
            raise SettingsError("RETRIEVAL_ANSWER_BASE_URL", "must start with http:// or https://")
        return cls(
            reranker_model=environment.get("RETRIEVAL_RERANKER_MODEL") or None,
            answer_model=environment.get("RETRIEVAL_ANSWER_MODEL") or None,
            answer_base_url=base_url,
            reader_model=environment.get("RETRIEVAL_READER_MODEL") or None,
        )
