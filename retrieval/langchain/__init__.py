"""The one door to LangChain: Byline as a retriever for its chains, its chat models as Byline's writers."""

from retrieval.langchain.chat import load_chat_model
from retrieval.langchain.retriever import BylineRetriever

__all__ = ["BylineRetriever", "load_chat_model"]
