"""Trains, exports and scores the reading model that Byline ships; no part of the product imports it."""
