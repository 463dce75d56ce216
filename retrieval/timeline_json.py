"""A timeline as the JSON of the interface. Pure."""

from __future__ import annotations

from retrieval.json_shapes import Json, citation_json, searched_json, when
from retrieval.timeline import Entry, Timeline


def timeline_json(timeline: Timeline) -> Json:
    """What `byline timeline --json` prints."""
    return {
        "topic": timeline.topic,
        "entries": [entry_json(entry) for entry in timeline.entries],
        "left_out": timeline.left_out,
        "reports": len(timeline.reports),
        "complete": timeline.complete,
        "searched": searched_json(timeline.searched),
    }


def entry_json(entry: Entry) -> Json:
    """One entry; `when` is a day, `said` the words that name it, `null` where it is that of publication."""
    return {
        "when": entry.when.isoformat() if entry.when else None,
        "said": entry.said,
        "published_at": when(entry.citation.article.article.published_at),
        "text": entry.citation.quote,
        "citation": citation_json(entry.citation),
        "publishers": list(entry.publishers),
        "update": entry.update,
    }
