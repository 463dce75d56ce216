"""What can go wrong with articles: one base, the context inside, a plain sentence each.

CorpusError
├─ LinkError(url)
│  ├─ BlockedError          the link leads where Byline must not go
│  ├─ DisallowedError       the site's robots.txt asks not to fetch the page
│  ├─ FetchError            the site did not give the page, or not in time
│  │  └─ NotTextError       what the site gave is no page of text
│  ├─ TooLargeError         more bytes than the bounds allow
│  └─ NotAFeedError         there is no feed, or one that cannot be read
├─ NotAnArticleError(target) nothing in it to add, with the reason
├─ UnreadableError(target)   a file of the wrong kind, encoding or size
├─ ArticleNotFoundError(article_id)
├─ NotOwnedError(article_id)  a server would change what is the operator's
├─ FeedNotFoundError(named)  no feed that is followed is called so
├─ LibraryError(path)        the library's file cannot be read or written
│  └─ NoCorpusError          there is none in the folder
├─ StaleDecisionError(article_id)  the library changed between deciding and saving
├─ IndexBusyError(path)      another process holds the embedded index
├─ IndexUnavailableError     the index does not answer
├─ EmbeddingMismatchError(index, settings)
├─ ClusterError(address)     the workers of a cluster cannot be used
├─ ModelError(name)          the embedding model is missing or is not what its hash says
└─ SettingsError(name)       a setting has a value that cannot be used
"""

from __future__ import annotations

from pathlib import Path


class CorpusError(Exception):
    """Anything this package refuses or fails to do; `str()` is a sentence for a person."""


class LinkError(CorpusError):
    """A link that could not be turned into a page."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(reason)
        self.url = url


class BlockedError(LinkError):
    """The link, or a redirect behind it, leads where Byline must not go."""


class DisallowedError(LinkError):
    """The site's robots.txt asks programs not to fetch the page."""


class FetchError(LinkError):
    """The site did not give the page, or not in time; it may another day, unless it says 404 or 410."""

    def __init__(
        self, url: str, reason: str, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(url, reason)
        self.status = status
        """The HTTP status that it answered; `None` if it did not answer."""
        self.retry_after = retry_after
        """Seconds for which it asks to be left alone; `None` if it does not say."""


class NotTextError(FetchError):
    """The site gave something that is no page of text: a picture, an archive. It will another day too."""


class TooLargeError(LinkError):
    """More bytes than the bounds allow."""


class NotAFeedError(LinkError):
    """A link that leads to no feed, or to one that cannot be read."""


class NotAnArticleError(CorpusError):
    """There is no story in the target."""

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(reason)
        self.target = target


class UnreadableError(CorpusError):
    """A file, or a line of one, that cannot be read as what it claims to be."""

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(reason)
        self.target = target


class ArticleNotFoundError(CorpusError):
    """No article has this id."""

    def __init__(self, article_id: str, reason: str | None = None) -> None:
        super().__init__(reason or f"There is no article with the id {article_id!r}.")
        self.article_id = article_id


class NotOwnedError(CorpusError):
    """A server may see an article that is the operator's, and not change or remove it."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"{article_id} is shared with every server; only the bot's operator can remove it.")
        self.article_id = article_id


class FeedNotFoundError(CorpusError):
    """No feed that is followed has this id or address."""

    def __init__(self, named: str, reason: str | None = None) -> None:
        super().__init__(reason or f"No feed is followed under {named!r}. See: byline feeds list")
        self.named = named


class LibraryError(CorpusError):
    """The library's file cannot be opened, read or written."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        """The file; of a library in PostgreSQL its address, without the password."""


class NoCorpusError(LibraryError):
    """There is no corpus in the folder, or the database, that was named."""

    def __init__(self, path: Path | str) -> None:
        """`path`: the library's file, or the address of a database."""
        where, named = (
            (path, "CORPUS_LIBRARY_URL")
            if isinstance(path, str)
            else (path.parent, "--corpus and CORPUS_DIR")
        )
        super().__init__(
            path,
            f"There is no corpus in {where}. Check {named}, or add a first article: byline add story.txt",
        )


class StaleDecisionError(CorpusError):
    """Another writer came first: what was decided on is no longer what the library holds."""

    def __init__(self, article_id: str, reason: str) -> None:
        super().__init__(reason)
        self.article_id = article_id


class IndexBusyError(CorpusError):
    """Another process holds the embedded index; one process owns it at a time."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"Another process is using the index in {path}. Stop it, or run a Chroma server"
            " (chroma run --path DIR) and set CORPUS_CHROMA_URL for both."
        )
        self.path = path


class IndexUnavailableError(CorpusError):
    """The index does not answer; questions fall back to the library until it does."""


class EmbeddingMismatchError(CorpusError):
    """The corpus was embedded by another model than the one the settings name."""

    def __init__(self, index: str, settings: str) -> None:
        super().__init__(
            f"This corpus was embedded with {index}, but the settings name {settings}."
            " Run `byline reindex` to embed it again, or set CORPUS_EMBEDDING_MODEL back."
        )
        self.index = index
        self.settings = settings


class ModelError(CorpusError):
    """The embedding model is missing, cannot be loaded, or is not what its hash says."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name


class ClusterError(CorpusError):
    """The workers of a Ray cluster cannot be reached, or would not do what this machine does."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(reason)
        self.address = address


class SettingsError(CorpusError):
    """A setting has a value that cannot be used."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
