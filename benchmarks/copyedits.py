"""What other desks do to a story before they print it: edits of our own, the same on every run. Pure."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from corpus import Article

Edit = Callable[[Article, random.Random], Article]

_PARAGRAPHS = re.compile(r"\n\s*\n")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s")
_LEAD_WORDS = 12
"""A first paragraph of fewer words is a date line or a cross-heading."""
_FILLERS = ("reportedly", "meanwhile", "officials", "later", "local", "further", "earlier", "also")
_QUOTES = str.maketrans({'"': "”", "'": "’", "“": '"', "”": '"', "‘": "'", "’": "'"})
_DASHES = str.maketrans({"–": " - ", "—": " -- ", "…": "...", " ": " "})


def headline_changed(article: Article, chance: random.Random) -> Article:
    """Another headline over the same text."""
    words = article.title.split()
    chance.shuffle(words)
    return replace(article, title=f"{chance.choice(_FILLERS).title()}: {' '.join(words)}")


def lead_rewritten(article: Article, chance: random.Random) -> Article:
    """The first paragraph in other words and another order; not four words of it stay together."""
    parts = _PARAGRAPHS.split(article.text)
    lead = next((at for at, part in enumerate(parts) if len(part.split()) >= _LEAD_WORDS), 0)
    words = parts[lead].split()
    pairs = [words[at : at + 2] for at in range(0, len(words), 2)]
    told = [word for pair in reversed(pairs) for word in (*pair, *chance.choices(_FILLERS, k=1))]
    parts[lead] = f"{' '.join(told).rstrip('.').capitalize()}."
    return replace(article, text="\n\n".join(parts))


def cut_in_half(article: Article, _: random.Random) -> Article:
    """The first half, to the end of a sentence."""
    text = article.text
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    end = min(ends, key=lambda at: abs(at - len(text) // 2), default=len(text) // 2)
    return replace(article, text=text[:end].rstrip())


def quotes_swapped(article: Article, _: random.Random) -> Article:
    """Straight quotes for typographic ones and the other way round."""
    return replace(article, text=article.text.translate(_QUOTES), title=article.title.translate(_QUOTES))


def byline_added(article: Article, chance: random.Random) -> Article:
    """Who wrote it and where above the text, an agency's credit below it."""
    name = f"{chance.choice('ABCDEFG')}. {chance.choice(('Holm', 'Rask', 'Brandt', 'Moreau'))}"
    place = chance.choice(("LUNOW", "OSTBY", "VIK"))
    credit = f"({place.title()} Wire; reporting by {name}, editing by the foreign desk)"
    return replace(article, text=f"By {name}\n\n{place} — {article.text}\n\n{credit}")


def typography_changed(article: Article, _: random.Random) -> Article:
    """Lines broken elsewhere, other dashes and dots, ligatures, thin spaces in numbers, soft hyphens."""
    text = re.sub(r"(\d),(\d{3})\b", "\\1\u202f\\2", article.text.translate(_DASHES))
    text = text.replace("fi", "ﬁ").replace("tion", "\u00adtion")
    return replace(article, text=re.sub(r"(\S+ \S+ \S+ \S+ \S+ \S+ \S+) ", "\\1\n", text))


def words_edited(article: Article, chance: random.Random) -> Article:
    """One word in twenty is another one, as a copy desk leaves a story."""
    words = re.split(r"(\s+)", article.text)
    for at in range(0, len(words), 2):
        if words[at] and chance.random() < 0.05:
            words[at] = chance.choice(_FILLERS)
    return replace(article, text="".join(words))


def all_of(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edited(article: Article, chance: random.Random) -> Article:
        for edit in edits:
            article = edit(article, chance)
        return article

    return edited


EDITS: dict[str, Edit] = {
    "headline changed": headline_changed,
    "first paragraph rewritten": lead_rewritten,
    "cut in half": cut_in_half,
    "quotes swapped": quotes_swapped,
    "byline added": byline_added,
    "typography changed": typography_changed,
    "one word in twenty edited": words_edited,
    "headline, byline, quotes, typography": all_of(
        headline_changed, byline_added, quotes_swapped, typography_changed
    ),
    "cut in half, byline, words edited": all_of(cut_in_half, byline_added, words_edited),
    "first paragraph rewritten, byline, quotes": all_of(lead_rewritten, byline_added, quotes_swapped),
    "first paragraph rewritten, cut in half": all_of(cut_in_half, lead_rewritten),
}
"""Every kind of copy that is measured, by its name."""
