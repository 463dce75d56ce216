"""A link becomes a page: safely, politely and within bounds. The only door to the network."""

from corpus.fetch.body import Kind
from corpus.fetch.network import Network
from corpus.fetch.visit import FetchBounds, fetch, fetch_if_changed

__all__ = ["FetchBounds", "Kind", "Network", "fetch", "fetch_if_changed"]
