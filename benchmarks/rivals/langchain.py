"""LangChain as its tutorials have it: RecursiveCharacterTextSplitter, HuggingFaceEmbeddings, Chroma."""

from __future__ import annotations

from collections.abc import Mapping

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.rivals.contest import LIMIT, Ask, Place, contest


class _LangChain:
    """Splits, embeds, adds, and searches by similarity."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._embeddings = HuggingFaceEmbeddings(model_name=str(place.model))
        self._embeddings.embed_query("warm up")
        self._store = Chroma("articles", self._embeddings, persist_directory=str(place.store))

    def add(self) -> int:
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        documents = [
            Document(f"{one['title']}\n\n{one['text']}", metadata={"url": one["url"]})
            for one in self._place.read()
        ]
        parts = splitter.split_documents(documents)
        self._store.add_documents(parts)
        return len(parts)

    def asks(self) -> Mapping[str, Ask]:
        def ask(question: str) -> list[str]:
            found = self._store.similarity_search(question, k=LIMIT)
            return [document.metadata["url"] for document in found]

        return {"similarity": ask}


if __name__ == "__main__":
    contest(_LangChain)
