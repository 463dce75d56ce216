"""Questions in, cited answers out: the front door of retrieval."""

from retrieval.answerer import Answerer
from retrieval.build import build_answerer
from retrieval.dates import day, period
from retrieval.deeplink import deep_link
from retrieval.errors import (
    CorpusEmptyError,
    DateError,
    EmptyQuestionError,
    ModelUnavailableError,
    QuestionFileError,
    QuestionTooLongError,
    RetrievalError,
)
from retrieval.json_shapes import answer_json, citation_json, hit_json, search_json, searched_json
from retrieval.models import (
    Answer,
    Citation,
    Disagreement,
    Hit,
    Query,
    Searched,
    Sentence,
    Side,
    Status,
)
from retrieval.refusal import Strictness
from retrieval.retriever import HybridRetriever
from retrieval.settings import RetrievalSettings

__all__ = [
    "Answer",
    "Answerer",
    "Citation",
    "CorpusEmptyError",
    "DateError",
    "Disagreement",
    "EmptyQuestionError",
    "Hit",
    "HybridRetriever",
    "ModelUnavailableError",
    "Query",
    "QuestionFileError",
    "QuestionTooLongError",
    "RetrievalError",
    "RetrievalSettings",
    "Searched",
    "Sentence",
    "Side",
    "Status",
    "Strictness",
    "answer_json",
    "build_answerer",
    "citation_json",
    "day",
    "deep_link",
    "hit_json",
    "period",
    "search_json",
    "searched_json",
]
