"""Byline's retriever for LangChain: put it into any chain that takes a retriever."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from corpus import Filters
from retrieval.models import Hit, Query
from retrieval.retriever import HybridRetriever


class BylineRetriever(BaseRetriever):
    """Passages of the corpus as LangChain documents, best first.

    A document's content is the passage as its article prints it. Its metadata: `article_id`, `passage_id`,
    `title`, `publisher`, `published_at` (ISO 8601, UTC), `url`, `start`, `end` (offsets in the article's
    text) and `score`; what an article does not say is `None`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: HybridRetriever
    filters: Filters = Field(default_factory=Filters)
    k: int = 5
    """How many documents a query gives; `invoke(query, k=…)` overrides it."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None, **_: Any
    ) -> list[Document]:
        hits = self.retriever.retrieve(Query(query, self.filters), self.k if k is None else k)
        return [_document(hit) for hit in hits]


def _document(hit: Hit) -> Document:
    article = hit.article.article
    return Document(
        id=hit.passage.id,
        page_content=hit.passage.text,
        metadata={
            "article_id": hit.article.id,
            "passage_id": hit.passage.id,
            "title": article.title,
            "publisher": article.publisher,
            "published_at": article.published_at.isoformat() if article.published_at else None,
            "url": article.url,
            "start": hit.passage.start,
            "end": hit.passage.end,
            "score": hit.score,
        },
    )
