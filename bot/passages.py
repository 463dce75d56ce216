"""What the buttons below an answer show: its passages, and where its sources differ, as cards.  [pure]"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.archive import Cited, Differ
from bot.card import REFUSED, Card, Field, fields_of
from bot.escape import embolden, escape, link, web_link
from bot.render import SIDE
from bot.sources import HEADLINE, PUBLISHER, sentence_link
from corpus import Span, StoredArticle
from retrieval import day

# Characters of a passage with its quote; escaping at most doubles their units, which fits a description.
MOST = 1_500
# Where the passage is not known any more, so much around the quote is shown, up to the paragraph's ends.
AROUND = 400
# What the sources differ about, in units before escaping; four facts with all their sides fit a card.
ABOUT = 120
FACTS = 4

REMOVED = "This article was removed since. Its words are no longer shown."
CHANGED = "This article was replaced since. The words that were quoted are no longer held."
CORRECTED = "Updated since, and the quoted words are no longer in it: below is the earlier text."
UPDATED = "Updated since; the quoted words are still in it. Below is the earlier text."


def passage_card(cited: Cited, place: int, total: int) -> Card:
    """One passage, its quote in bold, with its article; `place` counts from 1."""
    title = f"Passage {place} of {total}, source [{cited.kept.number}]"
    if cited.then is None:
        return Card(REMOVED if cited.now is None else f"{CHANGED}\n{_now(cited.now)}", title, colour=REFUSED)
    then = cited.then
    fields = [Field("Article", "\n".join(_facts(cited, then)))]
    note = _note(cited)
    if note:
        fields.insert(0, Field("Note", note))
    quote, span = (cited.kept.start, cited.kept.end), cited.span
    return Card(passage_text(then.article.text, quote, span), title, tuple(fields))


def address_of(cited: Cited) -> str | None:
    """The link that leads to the quoted sentence, or to its article; `None` without one that may be shown."""
    if cited.then is None:
        return None
    article = cited.then.article
    return web_link(sentence_link(article, (cited.kept.start, cited.kept.end))) or web_link(article.url)


def passage_text(text: str, quote: Span, span: Span | None) -> str:
    """The passage with the quote in bold; of a long one what stands around the quote."""
    start, end = quote
    if end - start > MOST:
        return escape(text[start:end], MOST)
    first, last = span or _paragraph(text, quote)
    room = (MOST - (end - start)) // 2
    low, high = max(first, start - room), min(last, end + room)
    low = _word_start(text, low, start) if low > first else low
    high = _word_end(text, end, high) if high < last else high
    passage = embolden(text[low:high], [(start - low, end - low)])
    return ("… " if low > first else "") + passage + (" …" if high < last else "")


def differ_card(differ: Differ, cited: Sequence[Cited]) -> Card:
    """Each fact on which the sources differ, its sides quoted, named and dated."""
    by_number = {one.kept.number: one for one in cited}
    fields = [_fact(about, sides, by_number) for about, sides in differ[:FACTS]]
    text = "The sources of this answer do not say the same. Each side is quoted as its article says it."
    return Card(text, "Sources differ", tuple(fields))


def _fact(about: str, sides: Sequence[Sequence[int]], cited: Mapping[int, Cited]) -> Field:
    lines = []
    for side in sides:
        known = [cited[number] for number in side if number in cited]
        lines += [_side_line(one) for one in known[:1]]
    more = fields_of(escape(about, ABOUT) or "One fact", lines, most=1)
    return more[0] if more else Field("One fact", REMOVED)


def _side_line(one: Cited) -> str:
    mark = f"[{one.kept.number}]"
    if one.then is None:
        return f"- {mark} {REMOVED if one.now is None else CHANGED}"
    article = one.then.article
    # The line must fit a field of 1,024 units, whatever the address: a name without its link will do.
    by = escape(article.publisher, PUBLISHER) if article.publisher else "publisher not known"
    corrected = " *(updated since)*" if one.now and one.now.version != one.then.version else ""
    return f"- “{escape(one.quote, SIDE)}” {mark} · {by} · {day(article.published_at)}{corrected}"


def _facts(cited: Cited, then: StoredArticle) -> list[str]:
    article = then.article
    headline = link(article.title, article.url, limit=100)  # with its address it must fit a field
    published = f"Published: {day(article.published_at)}"
    updated = f", updated: {day(article.updated_at)}" if article.updated_at else ""
    lines = [
        f"**{headline}**",
        f"Publisher: {escape(article.publisher, PUBLISHER)}" if article.publisher else "Publisher not known",
        published + updated,
    ]
    if cited.versions > 1:
        lines.append(f"Version {then.version} of {cited.versions}")
    if cited.copies:
        lines.append(f"Also printed by {cited.copies} other{'s' if cited.copies != 1 else ''}")
    return lines


def _note(cited: Cited) -> str:
    if cited.now is None or cited.then is None or cited.now.version == cited.then.version:
        return ""
    when = cited.now.article.updated_at or cited.now.article.fetched_at
    on = f" ({day(when)})" if when else ""
    return (UPDATED if cited.is_still_said else CORRECTED).replace("Updated since", f"Updated since{on}", 1)


def _now(stored: StoredArticle) -> str:
    return link(stored.article.title, stored.article.url, limit=HEADLINE)


def _paragraph(text: str, quote: Span) -> Span:
    start, end = quote
    low = text.rfind("\n", max(0, start - AROUND), start) + 1 or max(0, start - AROUND)
    high = text.find("\n", end, end + AROUND)
    first = low if low == 0 or text[low - 1] == "\n" else _word_start(text, low, start)
    last = high if high >= 0 else _word_end(text, end, min(len(text), end + AROUND))
    return first, last


def _word_start(text: str, low: int, start: int) -> int:
    space = text.find(" ", low, start)
    return space + 1 if space >= 0 else start


def _word_end(text: str, end: int, high: int) -> int:
    if high >= len(text):
        return len(text)
    space = text.rfind(" ", end, high)
    return space if space >= 0 else end
