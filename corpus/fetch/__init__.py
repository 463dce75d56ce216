"""A link becomes a page: safely, politely and within bounds. The only door to the network."""

from corpus.fetch.network import Network
from corpus.fetch.visit import FetchBounds, fetch

__all__ = ["FetchBounds", "Network", "fetch"]
