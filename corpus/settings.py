"""Where the corpus is and what embeds it: the settings named `CORPUS_…`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from corpus.errors import SettingsError


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """The corpus a program works on. Programs' roots read it; nothing below them reads the environment."""

    directory: Path
    """`CORPUS_DIR`: holds the library (`library.sqlite3`) and the embedded index (`index/`)."""
    chroma_url: str | None = None
    """`CORPUS_CHROMA_URL`: a Chroma server in place of the embedded index."""
    embedding_model: str | None = None
    """`CORPUS_EMBEDDING_MODEL`: a local folder or hub name; `None` means the packaged model."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> CorpusSettings:
        """Read the settings; an empty value counts as unset.

        Raises:
            SettingsError: `CORPUS_CHROMA_URL` is not an http or https address.
        """
        directory = environment.get("CORPUS_DIR")
        chroma_url = environment.get("CORPUS_CHROMA_URL") or None
        if chroma_url and not chroma_url.startswith(("http://", "https://")):
            raise SettingsError("CORPUS_CHROMA_URL", "must start with http:// or https://")
        return cls(
            directory=Path(directory).expanduser() if directory else user_data_path("byline"),
            chroma_url=chroma_url,
            embedding_model=environment.get("CORPUS_EMBEDDING_MODEL") or None,
        )
