"""What stands in front of a passage when it is embedded and ranked: headline, publisher, date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from corpus.models import Article

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
# Longer headlines exist only in broken pages; counting the tokens of a megabyte would be a gift to them.
_LONGEST_PART = 500


def compose_header(article: Article, count_tokens: Callable[[str], int], budget: int) -> str:
    """`Headline — Publisher, 10 September 2024`, without the parts that are not known.

    Args:
        article: Whose passages it is for.
        count_tokens: The embedding model's count.
        budget: The most tokens; a longer headline, or publisher, is shortened at a word.
    """
    publisher = _shorten(article.publisher or "", count_tokens, budget // 3)
    date = say_date(article.published_at) if article.published_at else ""
    tail = ", ".join(part for part in (publisher, date) if part)
    room = budget - count_tokens(f"— {tail}") if tail else budget
    title = _shorten(article.title, count_tokens, room)
    return " — ".join(part for part in (title, tail) if part)


def say_date(moment: datetime) -> str:
    """`10 September 2024`: as questions write it; in English whatever the machine's language."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def _shorten(text: str, count_tokens: Callable[[str], int], budget: int) -> str:
    """The text in one line, at most `budget` tokens, cut at a word with "…" where it is longer."""
    text = " ".join(text[:_LONGEST_PART].split())
    if count_tokens(text) <= budget:
        return text
    words = text.split(" ")
    fitting, too_many = 0, len(words)
    while too_many - fitting > 1:
        middle = (fitting + too_many) // 2
        if count_tokens(" ".join(words[:middle]) + "…") <= budget:
            fitting = middle
        else:
            too_many = middle
    return " ".join(words[:fitting]) + "…" if fitting else ""
