"""Articles in, passages out: the front door of the corpus."""

from corpus.corpus import Corpus
from corpus.dedupe import Decision, Known, canonical_link, decide
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
    CorpusError,
    EmbeddingMismatchError,
    FetchError,
    IndexBusyError,
    IndexUnavailableError,
    LibraryError,
    LinkError,
    ModelError,
    NotAnArticleError,
    SettingsError,
    StaleDecisionError,
    TooLargeError,
    UnreadableError,
)
from corpus.files import read_bytes, read_target
from corpus.index import Index, IndexState
from corpus.ingest import ingest, ingest_drafts, remove_article
from corpus.library import IndexAction, IndexOperation, Library
from corpus.models import (
    Article,
    Coverage,
    Draft,
    Filters,
    Hints,
    Ingested,
    Outcome,
    Page,
    Passage,
    Span,
    StoredArticle,
    utc_now,
)
from corpus.reindex import reindex
from corpus.sentences import split_sentences
from corpus.settings import CorpusSettings
from corpus.tokens import TextTokenizer, Tokens

__all__ = [
    "Article",
    "ArticleNotFoundError",
    "BlockedError",
    "Corpus",
    "CorpusError",
    "CorpusSettings",
    "Coverage",
    "Decision",
    "Draft",
    "Embedder",
    "EmbeddingIdentity",
    "EmbeddingMismatchError",
    "FetchError",
    "Filters",
    "Hints",
    "Index",
    "IndexAction",
    "IndexBusyError",
    "IndexOperation",
    "IndexState",
    "IndexUnavailableError",
    "Ingested",
    "Known",
    "Library",
    "LibraryError",
    "LinkError",
    "ModelError",
    "NotAnArticleError",
    "Outcome",
    "Page",
    "PairScorer",
    "Passage",
    "SettingsError",
    "Span",
    "StaleDecisionError",
    "StoredArticle",
    "TextTokenizer",
    "Tokens",
    "TooLargeError",
    "UnreadableError",
    "Vectors",
    "canonical_link",
    "decide",
    "ingest",
    "ingest_drafts",
    "load_cross_encoder",
    "load_embedder",
    "read_bytes",
    "read_target",
    "reindex",
    "remove_article",
    "split_sentences",
    "utc_now",
]
