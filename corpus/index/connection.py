"""Clients of a Chroma server: an address, a token, a certificate; and every failure in one plain sentence."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, urlsplit

from corpus.errors import IndexUnavailableError
from corpus.settings import ChromaAccess

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.config import Settings

_CONNECT_SECONDS = 3.0
_ANSWER_SECONDS = 30.0
_USUAL = ChromaAccess()

_UNNAMED = "The Chroma server at {url} wants a token: set CORPUS_CHROMA_TOKEN."
_REFUSED = (
    "The Chroma server at {url} does not take the token in CORPUS_CHROMA_TOKEN. Check it, and that the server"
    " looks for it where CORPUS_CHROMA_TOKEN_HEADER says."
)
_UNTRUSTED = (
    "The certificate of the Chroma server at {url} is not trusted. If it is of an authority of your own, name"
    " its file in CORPUS_CHROMA_CERTIFICATE. ({words})"
)
_NOWHERE = (
    "The Chroma server at {url} has no database {access.database!r} of tenant {access.tenant!r}: check"
    " CORPUS_CHROMA_TENANT and CORPUS_CHROMA_DATABASE."
)


class _StatusError(Exception):
    """A status that says what is wrong."""


def connect(url: str, access: ChromaAccess = _USUAL) -> Client:
    """A client of the Chroma server at `http[s]://host[:port]`.

    Raises:
        IndexUnavailableError: nobody answers there, or not as Chroma does, or the token is not taken.
    """
    parts = urlsplit(url)
    secure, host = parts.scheme == "https", parts.hostname or "localhost"
    port = parts.port or (443 if secure else 8000)
    with _in_words(url, access):
        _ask_first(host, port, access, secure)
        import chromadb

        settings = chroma_settings(chroma_server_host=host, chroma_server_http_port=port)
        if secure and access.certificate:
            # Of a file's name, which it asks for, it makes a use that its own HTTP library warns of.
            settings.chroma_server_ssl_verify = cast("Any", _trusted(access))
        headers, within = _headers(access), (access.tenant, access.database)
        client = cast("Client", chromadb.HttpClient(host, port, secure, headers, settings, *within))
        # It offers no setting for this either; a server that hangs must not hang a question.
        for session in _sessions(client):
            session.timeout = _ANSWER_SECONDS
        return client


def disconnect(client: Client) -> None:
    """Let go of a client's files or connections."""
    sessions = _sessions(client)
    with suppress(IndexUnavailableError), one_error():
        client.close()
    for session in sessions:
        # Chroma leaves the connections to a server open.
        session.close()


def holds(client: Client, name: str) -> bool:
    """Whether a server holds a collection."""
    from chromadb.errors import NotFoundError

    with one_error():
        try:
            client.get_collection(name, embedding_function=None)
        except NotFoundError:
            return False
    return True


def drop(client: Client, name: str) -> None:
    """Delete a collection on a server, if it is there."""
    from chromadb.errors import NotFoundError

    with one_error(), suppress(NotFoundError):
        client.delete_collection(name)


def chroma_settings(**values: Any) -> Settings:
    """Settings of Chroma's that come from us alone."""
    from chromadb.config import Settings

    # No .env: by itself Chroma reads the one in the current folder, which is ours.
    # No telemetry, either.
    return Settings(**{"_env_file": None, "anonymized_telemetry": False, **values})


@contextmanager
def one_error(what: str = "The index does not answer") -> Iterator[None]:
    """Turn whatever Chroma raises into an `IndexUnavailableError`."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, IndexUnavailableError):
        raise
    except BaseException as error:  # a panic in Chroma's Rust half is no Exception
        raise IndexUnavailableError(f"{what}: {type(error).__name__}: {error}") from error


@contextmanager
def _in_words(url: str, access: ChromaAccess) -> Iterator[None]:
    """The same while connecting, where most of what goes wrong is a setting; never with the token in it."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 (told in words)
        said = _sentence(error, url, access)
        said = said.replace(access.token, "***") if access.token else said
        # Without the cause: its traceback would show what it was called with.
        raise IndexUnavailableError(said) from None


def _sentence(error: Exception, url: str, access: ChromaAccess) -> str:
    status = error.args[0] if isinstance(error, _StatusError) else None
    if status in (401, 403):
        return (_REFUSED if access.token else _UNNAMED).format(url=url)
    if status == 404:
        return _NOWHERE.format(url=url, access=access)
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return _UNTRUSTED.format(url=url, words=error)
    said = f"it answers with status {status}" if status else f"{type(error).__name__}: {error}"
    return f"The Chroma server at {url} does not answer: {said}"


def _headers(access: ChromaAccess) -> dict[str, str]:
    if not access.token:
        return {}
    bearer = "Bearer " if access.token_header.lower() == "authorization" else ""
    return {access.token_header: f"{bearer}{access.token}"}


def _sessions(client: Client) -> list[Any]:
    """The client's HTTP sessions; its administrative half has one of its own. None for a folder."""
    halves = (client, getattr(client, "_admin_client", None))
    servers = [getattr(half, "_server", None) for half in halves]
    return [session for server in servers if (session := getattr(server, "_session", None)) is not None]


def _ask_first(host: str, port: int, access: ChromaAccess, secure: bool) -> None:
    """See whether somebody answers, takes the token and has the database.

    Chroma's client waits without end, from its first request on, and one that cannot be made leaves its
    connections open.

    Raises:
        _StatusError: with another status than 200.
        OSError: nobody answers.
    """
    connection = HTTPConnection(host, port, timeout=_CONNECT_SECONDS)
    if secure:
        connection = HTTPSConnection(host, port, timeout=_CONNECT_SECONDS, context=_trusted(access))
    database = f"tenants/{quote(access.tenant, safe='')}/databases/{quote(access.database, safe='')}"
    try:
        for path in ("heartbeat", database):
            connection.request("GET", f"/api/v2/{path}", headers=_headers(access))
            answer = connection.getresponse()
            said = answer.read(65_536)
            if answer.status != 200:
                raise _StatusError(answer.status)
            if not isinstance(json.loads(said), dict):
                raise HTTPException("not as a Chroma server does")
    finally:
        connection.close()


def _trusted(access: ChromaAccess) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=access.certificate)
