"""Measures quality and holds it to its floors."""
