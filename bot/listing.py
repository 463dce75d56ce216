"""What the corpus holds as cards, and what became of an item as a line.  [pure]"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.card import REFUSED, Card, fields_of
from bot.escape import escape, link
from bot.sources import HEADLINE, PUBLISHER
from corpus import Coverage, Ingested, Outcome, StoredArticle
from retrieval import day

MOST_LATEST = 10
BEGINNING = 160
REASON = 200
TARGET = 80

OUTCOMES = {
    Outcome.ADDED: "Added",
    Outcome.UPDATED: "Updated",
    Outcome.UNCHANGED: "Unchanged",
    Outcome.DUPLICATE: "Duplicate",
    Outcome.SYNDICATED: "Syndicated copy",
    Outcome.REFUSED: "Refused",
    Outcome.FAILED: "Failed",
}


def count_line(counts: Counter[Outcome]) -> str:
    """How many ended in which way: `Added: 3, Refused: 1`."""
    return ", ".join(f"{word}: {counts[outcome]:,}" for outcome, word in OUTCOMES.items() if counts[outcome])


def articles_card(articles: Sequence[StoredArticle], total: int, first: int) -> Card:
    """One page of articles; `first` is the number of its first one, counted from 1."""
    if not articles:
        return Card(
            "There are no articles here." if total else "There are no articles yet.",
            "Articles",
            colour=REFUSED,
        )
    title = f"Articles {first:,} to {first + len(articles) - 1:,} of {total:,}"
    lines = [_article_line(stored) for stored in articles]
    return Card("The newest first.", title, fields_of("Articles", lines, most=5))


def sources_card(coverage: Coverage, publishers: Sequence[tuple[str, int]]) -> Card:
    """Publishers with the number of their articles, and the span of time."""
    if not coverage.articles:
        return Card("There are no articles yet.", "What is searched", colour=REFUSED)
    text = f"{coverage.articles:,} article{'s' if coverage.articles != 1 else ''}"
    text += published_between(coverage)
    lines = [f"- {escape(name, PUBLISHER)}: {count:,}" for name, count in publishers]
    return Card(f"{text}.", "What is searched", fields_of("Articles by publisher", lines, most=4))


def latest_card(articles: Sequence[StoredArticle], publisher: str | None, topic: str | None) -> Card:
    """The newest articles with their first words; always one that can be sent."""
    about = [f"on {escape(topic, TARGET)}"] if topic else []
    about += [f"by {escape(publisher, PUBLISHER // 2)}"] if publisher else []
    title = " ".join(["Latest articles", *about])
    if not articles:
        return Card("There are none here.", title, colour=REFUSED)
    for beginning in (BEGINNING, BEGINNING // 2, 0):
        card = Card("\n".join(_latest_line(one, beginning) for one in articles), title)
        if not card.problems():
            return card
    # Ten addresses as long as they may be: the headlines alone say what there is.
    return Card("\n".join(f"- {escape(one.article.title, HEADLINE)}" for one in articles), title)


def _latest_line(stored: StoredArticle, beginning: int) -> str:
    article = stored.article
    by = f" · {escape(article.publisher, PUBLISHER)}" if article.publisher else ""
    first = f"\n{escape(article.text[: 4 * beginning], beginning)}" if beginning else ""
    return f"- **{day(article.published_at)}**{by} · {_headline(stored)}{first}"


def published_between(coverage: Coverage) -> str:
    """When what is held was published, behind a comma; nothing where no article has a date."""
    if not (coverage.earliest and coverage.latest):
        return ""
    first, last = day(coverage.earliest), day(coverage.latest)
    return f", published on {first}" if first == last else f", published from {first} to {last}"


def removal_card(stored: StoredArticle) -> Card:
    """Asks whether this article shall go."""
    text = f"{_article_line(stored)}\n\nIts earlier versions go with it. This cannot be undone."
    return Card(text, "Remove this article?")


def removed_card(stored: StoredArticle) -> Card:
    """Says that it is gone."""
    return Card(f"Removed: {_headline(stored)}")


def note_card(text: str) -> Card:
    """One plain sentence of ours."""
    return Card(text, colour=REFUSED)


def _headline(stored: StoredArticle) -> str:
    return link(stored.article.title, stored.article.url, limit=HEADLINE)


def _article_line(stored: StoredArticle) -> str:
    article = stored.article
    publisher = f" · {escape(article.publisher, PUBLISHER)}" if article.publisher else ""
    copied = " · syndicated copy" if stored.syndicated_from else ""
    return f"- {_headline(stored)}{publisher} · {day(article.published_at)}{copied} · `{stored.id}`"


def ingested_line(item: Ingested) -> str:
    """What became of one item."""
    what = escape(item.title, HEADLINE) if item.title else escape(item.target, TARGET)
    reason = f": {escape(item.reason, REASON)}" if item.reason else ""
    return f"**{OUTCOMES[item.outcome]}** · {what}{reason}"
