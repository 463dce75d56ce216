"""What extraction is measured on: every field of every story, and every page that is none."""

from __future__ import annotations

from benchmarks.extraction import measured
from tests.newssite.stories import stories


def test_every_story_and_every_paragraph_counts() -> None:
    figures = measured()
    assert figures["stories read"].count == len(stories())
    assert figures["paragraphs recall"].count == sum(len(story.paragraphs) for story in stories())
    assert figures["no stories refused"].count >= 20
