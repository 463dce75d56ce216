"""What of a model's wording can be held against a passage, and which words it brings along. Pure."""

from __future__ import annotations

import re

from corpus import Article
from retrieval.judging.lexicon import meaning
from retrieval.judging.parse import LIGHT, Sort, parse, surroundings
from retrieval.writing.visible import seen

# A word that answers yes or no says nothing that a passage could be held against; what follows it does.
_YES_NO = re.compile(
    r"^(?:yes|no|true|false|correct|incorrect|right|wrong|indeed|certainly|absolutely|of course)"
    r"(?:\s*[,.:;!—–]+\s*|\s+-\s+)",
    re.IGNORECASE,
)
_REPORTS = r"(?:report(?:s|ed)|says|said|writes|wrote|notes|noted|states|stated)"
# Words that put a sentence together and claim nothing.
_JOINING_WORDS = "according also amid article however include including meanwhile passage regarding"
_JOINING = frozenset(map(meaning, _JOINING_WORDS.split()))
_FEWEST_WORDS = 2


def without_yes_or_no(text: str) -> str:
    """A sentence without the yes or no that opens it."""
    rest = _YES_NO.sub("", text)
    return text if rest == text else rest[:1].upper() + rest[1:]


def without_publisher(text: str, publisher: str | None) -> str:
    """The claim in a sentence that says which publisher reports it, if that is this one."""
    name = re.sub(r"^the\s+", "", seen(publisher or ""), flags=re.IGNORECASE)
    if not name:
        return text
    named = rf"(?:the\s+)?{re.escape(name)}"
    for pattern in (
        rf"^(?:according to|as reported by)\s+{named},?\s+",
        rf"^{named}\s+{_REPORTS}(?:\s+that)?\s+",
        rf",\s+(?:according to\s+{named}|{named}\s+{_REPORTS})(?=\.?$)",
    ):
        rest = re.sub(pattern, "", text, flags=re.IGNORECASE)
        if rest != text:
            return rest[:1].upper() + rest[1:]
    return text


def is_claim(text: str) -> bool:
    """Whether a sentence says enough to be wrong."""
    telling = (Sort.WORD, Sort.NAME, Sort.NUMBER, Sort.TIME)
    return sum(token.sort in telling for token in parse(text).tokens) >= _FEWEST_WORDS


def brings_words(claim: str, shown: str, article: Article) -> bool:
    """Whether a claim has a plain word that neither the shown text nor the article's headline has.

    "Illegally", put into a long true sentence, changes little of any score and everything of what it says.
    """
    held = surroundings(shown).meanings | surroundings(seen(article.title)).meanings | LIGHT | _JOINING
    return any(token.sort is Sort.WORD and token.meaning not in held for token in parse(claim).tokens)
