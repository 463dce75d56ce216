"""LangChain's own conformance tests, over the sample articles."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import RetrieversIntegrationTests

import corpus
from corpus.files import read_target
from corpus.models import Draft, Hints
from retrieval.langchain import BylineRetriever
from retrieval.rankers import DenseRanker, LexicalRanker
from retrieval.retriever import HybridRetriever
from tests.retrieval.newsroom import Newsroom

SAMPLE = Path(corpus.__file__).parent / "sample" / "articles.jsonl"


@pytest.fixture(scope="class")
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    drafts = [draft for draft in read_target(str(SAMPLE), Hints()) if isinstance(draft, Draft)]
    texts = {draft.article.content_hash: draft.article for draft in drafts}
    newsroom = Newsroom(tmp_path_factory.mktemp("sample"), texts.values())
    dense = DenseRanker(newsroom.index, newsroom.library, newsroom.embedder)
    request.cls.hybrid = HybridRetriever(newsroom.library, [dense, LexicalRanker(newsroom.library)])
    yield
    newsroom.library.close()


@pytest.mark.usefixtures("sample")
class TestBylineRetriever(RetrieversIntegrationTests):
    hybrid: HybridRetriever

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return BylineRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"retriever": self.hybrid}

    @property
    def retriever_query_example(self) -> str:
        return "Who denied sending missiles?"

    def test_a_document_says_where_it_is_from(self) -> None:
        retriever = BylineRetriever(retriever=self.hybrid, k=2)
        for document in retriever.invoke(self.retriever_query_example):
            found = document.metadata
            assert found["end"] - found["start"] == len(document.page_content)
            assert found["passage_id"].startswith(found["article_id"])
            assert datetime.fromisoformat(found["published_at"]).tzinfo
            assert {"title", "publisher", "url", "score"} <= set(found)


def test_the_front_door_does_not_load_langchain() -> None:
    code = "import retrieval, sys; sys.exit('langchain_core' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
