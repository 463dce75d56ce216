"""Byline beside other ways to the same answers, each in an environment of its own, in one run."""
