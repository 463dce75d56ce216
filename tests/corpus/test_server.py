"""A Chroma server as it is in earnest: behind a token and TLS, wiped, away for a while, shared by many."""

from __future__ import annotations

import logging
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import (
    CorpusSettings,
    Filters,
    Index,
    IndexState,
    IndexUnavailableError,
    Library,
    SettingsError,
)
from corpus.index.connection import connect, disconnect
from corpus.index.server import ServerPlace
from corpus.settings import ChromaAccess
from tests.chromaproxy import GuardedProxy
from tests.chromaserver import ChromaServer, free_port
from tests.corpus.stories import EMBEDDER, save_story

SECRET = "s3cret-chroma-token"
STORIES = 5


@pytest.fixture
def settings(tmp_path: Path, chroma: ChromaServer) -> CorpusSettings:
    return CorpusSettings(tmp_path / "corpus", chroma_url=chroma.url)


@pytest.fixture
def library(settings: CorpusSettings) -> Iterator[Library]:
    with Library.open(settings.directory) as library:
        library.adopt(EMBEDDER.identity)
        for number in range(STORIES):
            save_story(library, number)
        yield library


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for the loopback with its key, signed by nobody else."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    file = tmp_path_factory.mktemp("tls") / "loopback.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = [program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run(
        [*made, "-days", "2", *subject, "-keyout", str(file), "-out", f"{file}.part"],
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + Path(f"{file}.part").read_text())
    return file


def finds_everything(index: Index, library: Library) -> bool:
    return all(
        one in dict(index.nearest(vector, 5))
        for ids, vectors in library.embeddings()
        for one, vector in zip(ids, vectors, strict=True)
    )


def behind(settings: CorpusSettings, proxy: GuardedProxy, **access: object) -> CorpusSettings:
    return replace(settings, chroma_url=proxy.url, chroma_access=ChromaAccess(**access))  # type: ignore[arg-type]


# Who may ask


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("x-chroma-token", ("x-chroma-token", SECRET)),
        ("Authorization", ("authorization", f"Bearer {SECRET}")),
    ],
)
def test_a_token_goes_where_the_server_looks_for_it(
    settings: CorpusSettings, library: Library, chroma: ChromaServer, header: str, wanted: tuple[str, str]
) -> None:
    with GuardedProxy(chroma.port, wanted) as proxy:
        with Index.open(behind(settings, proxy, token=SECRET, token_header=header), library) as index:
            assert index.state is IndexState.READY
            save_story(library, STORIES)
            assert index.catch_up() == 1
            assert finds_everything(index, library)
        assert proxy.refused == 0


@pytest.mark.parametrize(
    ("token", "said"), [("wrong-token-of-ours", "does not take the token"), (None, "wants a token")]
)
def test_a_wrong_token_is_one_plain_sentence_and_is_never_shown(
    settings: CorpusSettings,
    library: Library,
    chroma: ChromaServer,
    caplog: pytest.LogCaptureFixture,
    token: str | None,
    said: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    with GuardedProxy(chroma.port, ("x-chroma-token", SECRET)) as proxy:
        with Index.open(behind(settings, proxy, token=token), library) as index:
            assert index.state is IndexState.UNAVAILABLE
            with pytest.raises(IndexUnavailableError, match=said) as raised:
                index.nearest(EMBEDDER.embed(["ferry"])[0], 3)
        assert "CORPUS_CHROMA_TOKEN" in str(raised.value)
        assert proxy.refused
    assert library.scan(EMBEDDER.embed(["harbour3"])[0], Filters(), 1)
    shown = f"{caplog.text} {raised.value!r} {settings!r} {ChromaAccess(token=token)!r}"
    assert token is None or token not in shown


def test_tls_is_trusted_by_the_file_that_is_named_and_not_without(
    settings: CorpusSettings, library: Library, chroma: ChromaServer, certificate: Path
) -> None:
    with GuardedProxy(chroma.port, ("x-chroma-token", SECRET), certificate) as proxy:
        assert proxy.url.startswith("https:")
        with (
            Index.open(behind(settings, proxy, token=SECRET), library) as index,
            pytest.raises(IndexUnavailableError, match="CORPUS_CHROMA_CERTIFICATE"),
        ):
            index.nearest(EMBEDDER.embed(["ferry"])[0], 3)
        trusting = behind(settings, proxy, token=SECRET, certificate=certificate)
        with Index.open(trusting, library) as index:
            assert index.state is IndexState.READY
            assert finds_everything(index, library)


def test_a_tenant_and_a_database_are_asked_and_must_be_there(
    settings: CorpusSettings, library: Library, chroma: ChromaServer
) -> None:
    own = replace(settings, chroma_access=ChromaAccess(tenant="news", database="courier"))
    with (
        Index.open(own, library) as index,
        pytest.raises(IndexUnavailableError, match=r"no database 'courier' of tenant 'news'"),
    ):
        index.nearest(EMBEDDER.embed(["ferry"])[0], 3)
    client = connect(chroma.url)
    client._admin_client.create_tenant("news")
    client._admin_client.create_database("courier", "news")
    disconnect(client)
    with Index.open(own, library) as index:
        assert finds_everything(index, library)
    # Another database holds other collections: what is in this one is no index of that corpus.
    with Index.open(settings, library) as index:
        assert finds_everything(index, library)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CORPUS_CHROMA_URL", "https://name:password@chroma.example"),
        ("CORPUS_CHROMA_URL", "https://chroma.example/behind/a/path"),
        ("CORPUS_CHROMA_URL", "https://"),
        ("CORPUS_CHROMA_URL", "http://[::1"),
        ("CORPUS_CHROMA_TOKEN", "two\nlines"),
        ("CORPUS_CHROMA_TOKEN_HEADER", "no header: this"),
        ("CORPUS_CHROMA_CERTIFICATE", "/nowhere/at/all.pem"),
    ],
)
def test_what_cannot_be_a_setting_is_refused_without_being_shown_whole(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as raised:
        CorpusSettings.from_environment({"CORPUS_DIR": "corpus", name: value})
    assert "password@" not in str(raised.value)


def test_settings_of_a_server_are_read() -> None:
    read = CorpusSettings.from_environment(
        {
            "CORPUS_DIR": "corpus",
            "CORPUS_CHROMA_URL": "https://chroma.example:8443/",
            "CORPUS_CHROMA_TOKEN": f" {SECRET} ",
            "CORPUS_CHROMA_TENANT": "news",
        }
    )
    assert read.chroma_url == "https://chroma.example:8443"
    assert read.chroma_access == ChromaAccess(token=SECRET, tenant="news")
    assert SECRET not in repr(read)


# What befalls it


def test_a_collection_that_was_wiped_comes_back_from_the_library(
    settings: CorpusSettings, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ServerPlace, "retry_seconds", 0.0)
    with Index.open(settings, library) as index:
        wipe(settings, library)
        with pytest.raises(IndexUnavailableError):
            index.nearest(EMBEDDER.embed(["ferry"])[0], 3)
        assert index.wait(30)
        assert finds_everything(index, library)


def test_a_collection_that_is_there_and_empty_is_built_anew(
    settings: CorpusSettings, library: Library
) -> None:
    Index.open(settings, library).close()
    written = library.shared_index.record()
    assert written is not None
    wipe(settings, library)
    client = connect(settings.chroma_url or "")
    client.create_collection(written[0], embedding_function=None)
    disconnect(client)
    with Index.open(settings, library) as index:
        assert index.state is IndexState.READY
        assert finds_everything(index, library)
    assert written[0] not in collections(settings)


def test_a_server_that_is_nowhere_leaves_the_library_to_answer(
    settings: CorpusSettings, library: Library
) -> None:
    away = replace(settings, chroma_url=f"http://127.0.0.1:{free_port()}")
    with Index.open(away, library) as index:
        save_story(library, STORIES)
        assert index.catch_up() == 0
        with pytest.raises(IndexUnavailableError, match=r"The Chroma server at http://\S+ does not answer"):
            index.nearest(EMBEDDER.embed(["ferry"])[0], 3)
    assert library.waiting() == STORIES + 1


def test_a_restored_library_never_takes_up_the_collection_of_another_time(
    settings: CorpusSettings, library: Library, tmp_path: Path
) -> None:
    from corpus import backup, restore

    with Index.open(settings, library) as index:
        backup(settings, tmp_path / "then.backup")
        later = save_story(library, 0, version=2)
        index.catch_up()
        restored = restore(settings, tmp_path / "then.backup", replace=True)
        assert restored.indexed
        # The process that had it open all the while notices and takes up the one that counts now.
        index.catch_up()
        assert index.wait(30)
        assert finds_everything(index, library)
        assert later[0].id not in dict(index.nearest(EMBEDDER.embed([later[0].ranked_text])[0], 100))


def wipe(settings: CorpusSettings, library: Library) -> None:
    written = library.shared_index.record()
    assert written is not None
    client = connect(settings.chroma_url or "")
    client.delete_collection(written[0])
    disconnect(client)


def collections(settings: CorpusSettings) -> set[str]:
    client = connect(settings.chroma_url or "")
    names = {collection.name for collection in client.list_collections()}
    disconnect(client)
    return names
