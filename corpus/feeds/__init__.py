"""Feeds are found, read, followed and refreshed: RSS, Atom, JSON Feed and sitemaps into links to ingest.

The front door is `corpus`; this file imports nothing, since the library keeps states that this package makes.
"""
