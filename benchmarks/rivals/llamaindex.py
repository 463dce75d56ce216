"""LlamaIndex, hybrid: Chroma and BM25, their rankings fused by reciprocal rank.

By itself its splitter makes nodes of 1,024 tokens, of which this model would read 256: it is told so.
"""

from __future__ import annotations

from collections.abc import Mapping

import chromadb
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.chroma import ChromaVectorStore

from benchmarks.rivals.contest import LIMIT, Ask, Place, contest


class _LlamaIndex:
    """Parses into nodes, embeds them into Chroma, and keeps a BM25 index beside it."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._embedding = HuggingFaceEmbedding(model_name=str(place.model))
        self._embedding.get_text_embedding("warm up")
        client = chromadb.PersistentClient(str(place.store / "chroma"))
        self._vectors = ChromaVectorStore(chroma_collection=client.get_or_create_collection("articles"))
        self._words = str(place.store / "bm25")

    def add(self) -> int:
        documents = [
            Document(
                text=one["text"],
                metadata={"title": one["title"], "url": one["url"]},
                excluded_embed_metadata_keys=["url"],
            )
            for one in self._place.read()
        ]
        nodes = SentenceSplitter(chunk_size=256, chunk_overlap=20).get_nodes_from_documents(documents)
        storage = StorageContext.from_defaults(vector_store=self._vectors)
        VectorStoreIndex(nodes, storage_context=storage, embed_model=self._embedding)
        BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=2 * LIMIT).persist(self._words)
        return len(nodes)

    def asks(self) -> Mapping[str, Ask]:
        index = VectorStoreIndex.from_vector_store(self._vectors, embed_model=self._embedding)
        fused = QueryFusionRetriever(
            [
                index.as_retriever(similarity_top_k=2 * LIMIT),
                BM25Retriever.from_persist_dir(self._words),
            ],
            llm=MockLLM(),
            mode="reciprocal_rerank",
            num_queries=1,
            similarity_top_k=LIMIT,
            use_async=False,
        )
        return {"hybrid": lambda question: [found.node.metadata["url"] for found in fused.retrieve(question)]}


if __name__ == "__main__":
    contest(_LlamaIndex)
