"""The corpus opened as one, and its index made anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import (
    Corpus,
    CorpusSettings,
    EmbeddingMismatchError,
    Index,
    IndexBusyError,
    IndexState,
    Library,
    LibraryError,
    ModelError,
    Vectors,
    reindex,
)
from tests.corpus.stories import EMBEDDER, save_story
from tests.fakes import WordEmbedder


@pytest.fixture
def settings(tmp_path: Path) -> CorpusSettings:
    return CorpusSettings(tmp_path / "corpus")


def fill(settings: CorpusSettings, stories: int = 4) -> None:
    with Corpus.open(settings, EMBEDDER) as corpus:
        for number in range(stories):
            save_story(corpus.library, number)
        corpus.index.catch_up()


def test_an_empty_library_takes_on_the_embedder(settings: CorpusSettings) -> None:
    with Corpus.open(settings, EMBEDDER) as corpus:
        assert corpus.library.identity() == EMBEDDER.identity
        assert corpus.index.state is IndexState.READY
    other = WordEmbedder("other", dimension=64)
    with Corpus.open(settings, other) as corpus:
        assert corpus.library.identity() == other.identity


def test_the_packaged_model_is_named_without_being_loaded(settings: CorpusSettings) -> None:
    with Corpus.open(settings) as corpus:
        assert str(corpus.library.identity()).startswith("all-MiniLM-L6-v2@53aa5117")


def test_another_embedder_than_the_corpus_was_made_with_is_refused(settings: CorpusSettings) -> None:
    fill(settings)
    with pytest.raises(EmbeddingMismatchError, match=r"words \(384.*other \(384.*byline reindex"):
        Corpus.open(settings, WordEmbedder("other"))
    Corpus.open(settings, EMBEDDER).close()


def test_a_failed_open_lets_go_of_everything(
    settings: CorpusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Corpus.open(settings, EMBEDDER), pytest.raises(IndexBusyError):
        Corpus.open(settings, EMBEDDER)
    closed: list[Path] = []
    close = Library.close
    monkeypatch.setattr(Library, "close", lambda self: closed.append(self.path) or close(self))
    with pytest.raises(ModelError):
        Corpus.open(CorpusSettings(settings.directory, embedding_model="./absent"))
    assert closed == [settings.directory / "library.sqlite3"]
    Corpus.open(settings, EMBEDDER).close()


def test_the_library_is_closed_even_if_the_index_cannot_be(
    settings: CorpusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = Corpus.open(settings, EMBEDDER)
    close = Index.close

    def fail(self: Index) -> None:
        close(self)
        raise OSError("disk")

    monkeypatch.setattr(Index, "close", fail)
    with pytest.raises(OSError, match="disk"):
        corpus.close()
    with pytest.raises(LibraryError, match="closed"):
        corpus.library.coverage()


def test_reindexing_uses_the_stored_embeddings(settings: CorpusSettings) -> None:
    fill(settings)
    embedder, told = WordEmbedder(), []
    assert reindex(settings, lambda done, total: told.append((done, total)), embedder=embedder) == 12
    assert embedder.texts == []
    assert told[-1] == (12, 12)


def test_reindexing_embeds_again_with_another_model_or_on_request(settings: CorpusSettings) -> None:
    fill(settings)
    other = WordEmbedder("other", dimension=64)
    assert reindex(settings, embedder=other) == 12
    assert len(other.texts) == 12
    with Corpus.open(settings, other) as corpus:
        (passage, _), *_ = corpus.library.passages([f"{2:016x}-1-1"])
        found = corpus.index.nearest(other.embed([passage.ranked_text])[0], 12)
        assert passage.id in {identity for identity, cosine in found if cosine > 0.99}
    again = WordEmbedder("other", dimension=64)
    assert reindex(settings, embed_again=True, embedder=again) == 12
    assert len(again.texts) == 12


def test_an_interrupted_reindex_leaves_the_corpus_as_it_was(settings: CorpusSettings) -> None:
    class Interrupted(WordEmbedder):
        def embed(self, texts: object) -> Vectors:
            raise KeyboardInterrupt

    fill(settings)
    with pytest.raises(KeyboardInterrupt):
        reindex(settings, embedder=Interrupted("other"))
    with Corpus.open(settings, EMBEDDER) as corpus:
        assert corpus.index.state is IndexState.READY
        assert corpus.index.count() == 12


def test_reindexing_an_empty_corpus_is_no_error(settings: CorpusSettings) -> None:
    Library.open(settings.directory).close()
    assert reindex(settings, embedder=EMBEDDER) == 0


def test_a_corpus_in_use_is_not_reindexed(settings: CorpusSettings) -> None:
    with Corpus.open(settings, EMBEDDER), pytest.raises(IndexBusyError):
        reindex(settings, embedder=EMBEDDER)
