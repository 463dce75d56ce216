"""Answers and hits as the JSON of the interface: the shapes that scripts rely on. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from corpus import StoredArticle
from retrieval.models import Answer, Citation, Disagreement, Hit, Searched, Sentence, Side, Updated
from retrieval.speech.sayings import Stance

Json = dict[str, object]


def answer_json(answer: Answer) -> Json:
    """What `byline ask --json` prints."""
    return {
        "question": answer.question,
        "status": answer.status.value,
        "writer": answer.writer,
        "sentences": [sentence_json(sentence) for sentence in answer.sentences],
        "citations": [citation_json(citation) for citation in answer.citations],
        "disagreements": [disagreement_json(disagreement) for disagreement in answer.disagreements],
        "updates": [updated_json(updated) for updated in answer.updates],
        "related": hits_json(answer.related),
        "searched": searched_json(answer.searched),
        "newest_source": when(answer.newest_source),
        "independent_sources": answer.independent_sources,
        "seconds": round(answer.seconds, 4),
        "confidence": round(answer.confidence, 3),
        "asked": answer.asked,
    }


def search_json(query: str, hits: Sequence[Hit], searched: Searched) -> Json:
    """What `byline search --json` prints."""
    return {"query": query, "hits": hits_json(hits), "searched": searched_json(searched)}


def hits_json(hits: Sequence[Hit]) -> list[Json]:
    """Hits in their order, ranked from 1."""
    return [hit_json(rank, hit) for rank, hit in enumerate(hits, start=1)]


def hit_json(rank: int, hit: Hit) -> Json:
    """One hit; `text` is `article.text[start:end]`."""
    article = hit.article.article
    return {
        "rank": rank,
        "score": hit.score,
        "passage_id": hit.passage.id,
        "article_id": hit.article.id,
        "title": article.title,
        "publisher": article.publisher,
        "published_at": when(article.published_at),
        "url": article.url,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text,
    }


def citation_json(citation: Citation) -> Json:
    """One citation; `quote` is `article.text[start:end]`."""
    article = citation.article.article
    return {
        "number": citation.number,
        "quote": citation.quote,
        "article_id": citation.article.id,
        "passage_id": citation.passage_id,
        "start": citation.start,
        "end": citation.end,
        "title": article.title,
        "publisher": article.publisher,
        "author": article.author,
        "published_at": when(article.published_at),
        "url": article.url,
        "deep_link": citation.deep_link,
    }


def article_json(stored: StoredArticle) -> Json:
    """One article as a line of `.jsonl` and in `articles show --json`, without versions and passages."""
    article = stored.article
    return {
        "id": stored.id,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "publisher": article.publisher,
        "author": article.author,
        "published_at": when(article.published_at),
        "updated_at": when(article.updated_at),
        "fetched_at": when(article.fetched_at),
        "syndicated_from": stored.syndicated_from,
    }


def sentence_json(sentence: Sentence) -> Json:
    """One sentence of an answer with the numbers of its citations; `focus` are offsets in `text`.

    `attribution` is null for what the outlet reports in its own voice; `voices` are all that are heard in a
    quote of several sentences.
    """
    return {
        "text": sentence.text,
        "citations": list(sentence.citations),
        "focus": [list(span) for span in sentence.focus],
        **_told(sentence),
        "single_source": sentence.single_source,
    }


def disagreement_json(disagreement: Disagreement) -> Json:
    """A fact on which the sources differ, side by side."""
    return {"about": disagreement.about, "sides": [side_json(side) for side in disagreement.sides]}


def updated_json(updated: Updated) -> Json:
    """What a publisher has changed: `change` is rose, fell or changed; of `sides` the earlier comes first."""
    return {
        "about": updated.about,
        "publisher": updated.publisher,
        "change": updated.verb,
        "from": updated.before,
        "to": updated.after,
        "sides": [side_json(side) for side in updated.sides],
    }


def side_json(side: Side) -> Json:
    """One side: its words, the numbers of its citations, and who says so, as for a sentence."""
    return {"text": side.text, "citations": list(side.citations), **_told(side)}


def _told(said: Sentence | Side) -> Json:
    told = said.stance is not None and said.stance is not Stance.FACT
    return {
        "attribution": {"speaker": said.speaker, "stance": said.stance} if told else None,
        "voices": [{"speaker": voice.speaker, "stance": voice.stance} for voice in said.voices],
    }


def searched_json(searched: Searched) -> Json:
    """What was searched: how many articles, of how many publishers, from when to when."""
    coverage, filters = searched.coverage, searched.filters
    return {
        "articles": coverage.articles,
        "publishers": len(coverage.publishers),
        "from": _day(coverage.earliest),
        "to": _day(coverage.latest),
        "filters": {
            "publishers": list(filters.publishers),
            "since": when(filters.since),
            "until": when(filters.until),
        },
        "widened": searched.widened,
        "silent": list(searched.silent),
        "unanswered": list(searched.unanswered),
        "unknown_publishers": [{"name": one.name, "closest": list(one.closest)} for one in searched.unknown],
    }


def when(value: datetime | None) -> str | None:
    """A time as ISO 8601, or nothing."""
    return value.isoformat() if value else None


def _day(value: datetime | None) -> str | None:
    return value.date().isoformat() if value else None
