"""Whatever is asked for a server, every look into the library is for that server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpus import Audience, Corpus, CorpusSettings, Filters, Hints, ingest_drafts, read_bytes
from corpus.library.looking import Looking
from retrieval import Checker, RetrievalSettings, build_answerer, build_chronicler
from tests.fakes import WordEmbedder

STORY = (
    "The ferry Aurora ran aground near Port Ellis on Monday. Twelve passengers were hurt when the ferry"
    " Aurora ran aground, the coast guard said."
)


def test_every_look_into_the_library_carries_the_audience(
    tmp_path: Path, library_url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Audience | None] = []
    looking = Looking._looking

    def spy(library: Looking, filters: Filters) -> Any:
        seen.append(filters.audience)
        return looking(library, filters)

    audience = Audience("1")
    with Corpus.open(CorpusSettings(tmp_path, library_url=library_url), WordEmbedder()) as corpus:
        for publisher in ("Harbour Post", "Dunmore Times"):
            said = Hints(title=f"Ferry, {publisher}", publisher=publisher)
            list(ingest_drafts(read_bytes("a.txt", f"{STORY} {publisher}.".encode(), said), corpus))
        answerer, chronicler = build_answerer(corpus, RetrievalSettings()), build_chronicler(corpus)
        monkeypatch.setattr(Looking, "_looking", spy)
        for filters in (Filters(audience=audience), Filters(("Harbor Post",), audience=audience)):
            answerer.answer("How many passengers were hurt according to the Harbour Post?", filters)
            answerer.answer("Who was hurt, and what do the Post and the Times say?", filters)
            answerer.without_model().answer("Where did the ferry Aurora run aground?", filters)
            Checker(answerer).check("Fourteen passengers were hurt when the ferry ran aground.", filters)
            chronicler.timeline("ferry Aurora", filters)
    assert len(seen) > 20
    assert set(seen) == {audience}
