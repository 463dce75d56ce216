"""Articles in, passages out: the front door of the corpus."""

from typing import TYPE_CHECKING

from corpus.door import open_when_asked

if TYPE_CHECKING:
    from corpus.backup import BackedUp, Restored, backup, holds_anything, restore
    from corpus.changes import UNNAMED, Action, Actor, Change, LogEntry, LogFilters
    from corpus.corpus import Corpus
    from corpus.dedupe import Decision, Known, decide
    from corpus.embed import (
        Embedder,
        EmbeddingIdentity,
        PairScorer,
        Vectors,
        load_cross_encoder,
        load_embedder,
    )
    from corpus.errors import (
        ArticleNotFoundError,
        BlockedError,
        ClusterError,
        CorpusError,
        DisallowedError,
        EmbeddingMismatchError,
        FeedNotFoundError,
        FetchError,
        IndexBusyError,
        IndexUnavailableError,
        LibraryError,
        LinkError,
        ModelError,
        NoCorpusError,
        NotAFeedError,
        NotAnArticleError,
        NotOwnedError,
        NotTextError,
        SettingsError,
        StaleDecisionError,
        TooLargeError,
        UnreadableError,
    )
    from corpus.feed import (
        Feed,
        FeedItem,
        FeedKind,
        FeedStatus,
        Refreshed,
        RefreshOutcome,
        RefreshProgress,
    )
    from corpus.feeds.follow import add_feed, find_feed, list_feeds, remove_feed
    from corpus.feeds.refresh import refresh_due, refresh_feed
    from corpus.feeds.schedule import FeedPolicy
    from corpus.feeds.world import FeedWorld
    from corpus.files import count_items, read_bytes, read_target
    from corpus.graph import Graph
    from corpus.index import Index, IndexState
    from corpus.ingest import ingest, ingest_drafts, remove_article
    from corpus.job import ItemKind, Job, JobItem, JobState
    from corpus.kept import (
        AskedQuestion,
        Correction,
        Forgotten,
        KeptAnswer,
        KeptCitation,
        KeptQuestion,
        KeptThread,
        KeptTurn,
        Quoted,
        Vote,
        digest_of,
    )
    from corpus.library import IndexAction, IndexOperation, Library
    from corpus.links import canonical_link
    from corpus.models import (
        Article,
        Audience,
        Coverage,
        Draft,
        Filters,
        Hints,
        Ingested,
        NotModified,
        Outcome,
        Page,
        Passage,
        Span,
        StoredArticle,
        Validators,
        utc_now,
    )
    from corpus.place import check_there, may_write, size_of
    from corpus.reindex import reindex
    from corpus.sentences import split_sentences
    from corpus.servers import ServerSettings
    from corpus.settings import CorpusSettings
    from corpus.tokens import TextTokenizer, Tokens
    from corpus.workers import Workers

__all__ = [
    "UNNAMED",
    "Action",
    "Actor",
    "Article",
    "ArticleNotFoundError",
    "AskedQuestion",
    "Audience",
    "BackedUp",
    "BlockedError",
    "Change",
    "ClusterError",
    "Corpus",
    "CorpusError",
    "CorpusSettings",
    "Correction",
    "Coverage",
    "Decision",
    "DisallowedError",
    "Draft",
    "Embedder",
    "EmbeddingIdentity",
    "EmbeddingMismatchError",
    "Feed",
    "FeedItem",
    "FeedKind",
    "FeedNotFoundError",
    "FeedPolicy",
    "FeedStatus",
    "FeedWorld",
    "FetchError",
    "Filters",
    "Forgotten",
    "Graph",
    "Hints",
    "Index",
    "IndexAction",
    "IndexBusyError",
    "IndexOperation",
    "IndexState",
    "IndexUnavailableError",
    "Ingested",
    "ItemKind",
    "Job",
    "JobItem",
    "JobState",
    "KeptAnswer",
    "KeptCitation",
    "KeptQuestion",
    "KeptThread",
    "KeptTurn",
    "Known",
    "Library",
    "LibraryError",
    "LinkError",
    "LogEntry",
    "LogFilters",
    "ModelError",
    "NoCorpusError",
    "NotAFeedError",
    "NotAnArticleError",
    "NotModified",
    "NotOwnedError",
    "NotTextError",
    "Outcome",
    "Page",
    "PairScorer",
    "Passage",
    "Quoted",
    "RefreshOutcome",
    "RefreshProgress",
    "Refreshed",
    "Restored",
    "ServerSettings",
    "SettingsError",
    "Span",
    "StaleDecisionError",
    "StoredArticle",
    "TextTokenizer",
    "Tokens",
    "TooLargeError",
    "UnreadableError",
    "Validators",
    "Vectors",
    "Vote",
    "Workers",
    "add_feed",
    "backup",
    "canonical_link",
    "check_there",
    "count_items",
    "decide",
    "digest_of",
    "find_feed",
    "holds_anything",
    "ingest",
    "ingest_drafts",
    "list_feeds",
    "load_cross_encoder",
    "load_embedder",
    "may_write",
    "open_when_asked",
    "read_bytes",
    "read_target",
    "refresh_due",
    "refresh_feed",
    "reindex",
    "remove_article",
    "remove_feed",
    "restore",
    "size_of",
    "split_sentences",
    "utc_now",
]

# The same names as above; tests/test_architecture.py compares them.
open_when_asked(
    "corpus",
    {
        "corpus.backup": "BackedUp Restored backup holds_anything restore",
        "corpus.changes": "UNNAMED Action Actor Change LogEntry LogFilters",
        "corpus.corpus": "Corpus",
        "corpus.dedupe": "Decision Known decide",
        "corpus.embed": "Embedder EmbeddingIdentity PairScorer Vectors load_cross_encoder load_embedder",
        "corpus.errors": (
            "ArticleNotFoundError BlockedError ClusterError CorpusError DisallowedError "
            "EmbeddingMismatchError FeedNotFoundError FetchError IndexBusyError IndexUnavailableError "
            "LibraryError LinkError ModelError NoCorpusError NotAFeedError NotAnArticleError NotOwnedError "
            "NotTextError SettingsError StaleDecisionError TooLargeError UnreadableError"
        ),
        "corpus.feed": "Feed FeedItem FeedKind FeedStatus Refreshed RefreshOutcome RefreshProgress",
        "corpus.feeds.follow": "add_feed find_feed list_feeds remove_feed",
        "corpus.feeds.refresh": "refresh_due refresh_feed",
        "corpus.feeds.schedule": "FeedPolicy",
        "corpus.feeds.world": "FeedWorld",
        "corpus.files": "count_items read_bytes read_target",
        "corpus.graph": "Graph",
        "corpus.index": "Index IndexState",
        "corpus.ingest": "ingest ingest_drafts remove_article",
        "corpus.job": "ItemKind Job JobItem JobState",
        "corpus.kept": "AskedQuestion Correction Forgotten KeptAnswer KeptCitation KeptQuestion"
        " KeptThread KeptTurn Quoted Vote digest_of",
        "corpus.library": "IndexAction IndexOperation Library",
        "corpus.links": "canonical_link",
        "corpus.models": (
            "Article Audience Coverage Draft Filters Hints Ingested NotModified Outcome Page "
            "Passage Span StoredArticle Validators utc_now"
        ),
        "corpus.place": "check_there may_write size_of",
        "corpus.reindex": "reindex",
        "corpus.sentences": "split_sentences",
        "corpus.servers": "ServerSettings",
        "corpus.settings": "CorpusSettings",
        "corpus.tokens": "TextTokenizer Tokens",
        "corpus.workers": "Workers",
    },
)
