"""A checked message as a card: each claim, its verdict in words, the quotes for and against.  [pure]"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.card import REFUSED, Card, Field, fields_of
from bot.escape import escape, link
from bot.render import searched_text
from bot.sources import sentence_link
from retrieval import Checked, CheckedClaim, Citation, ClaimVerdict, day

VERDICTS = {
    ClaimVerdict.SUPPORTED: "Supported",
    ClaimVerdict.DISPUTED: "Disputed",
    ClaimVerdict.NOT_FOUND: "Not found",
}
TITLE = "Checked against the sources"
NOTHING = "No article here says or denies it."
NO_CLAIM = "**There is no claim in this message that could be checked.**"

# In units of unescaped text; escaping at most doubles them, and a claim's name holds its verdict as well.
CLAIM = 110
HEADLINE = 70
PUBLISHER = 40
REASON = 60
# How much of each quote is shown, how many a side, and whether links lead to the sentence: from the most that
# may fit to the least that is of use.
ATTEMPTS = ((180, 3, True), (140, 2, True), (120, 1, True), (120, 1, False), (70, 1, False))


def check_card(checked: Checked) -> Card:
    """The card for a checked message: always one that can be sent."""
    if not checked.claims:
        return Card(NO_CLAIM + _skipped(checked), TITLE, colour=REFUSED)
    for card in _attempts(checked):
        if not card.problems():
            break
    return card


def _attempts(checked: Checked) -> Iterator[Card]:
    for quote, most, deep in ATTEMPTS:
        fields = [_field(claim, quote, most, deep) for claim in checked.claims]
        yield _card(checked, fields)
    while len(fields) > 1:
        fields.pop()
        yield _card(checked, fields)


def _card(checked: Checked, fields: list[Field]) -> Card:
    counts = Counter(claim.verdict for claim in checked.claims)
    said = ", ".join(f"{word.lower()}: {counts[one]}" for one, word in VERDICTS.items() if counts[one])
    left_out = len(checked.claims) - len(fields)
    more = f"\n*{left_out} more claims do not fit into one message.*" if left_out else ""
    text = f"**{said.capitalize()}.**{more}{_skipped(checked)}\n{searched_text(checked.searched)}"
    return Card(text, TITLE, tuple(fields))


def _skipped(checked: Checked) -> str:
    count = len(checked.skipped)
    several = "sentence is" if count == 1 else "sentences are"
    return (
        f"\nNot checked: {count} {several} no claim, but a question, an opinion or the like." if count else ""
    )


def _field(claim: CheckedClaim, quote: int, most: int, deep: bool) -> Field:
    alleged = ["as an accusation" if one else "" for one in claim.alleged]
    against = list(zip(claim.disputing, claim.reasons, strict=True))[:most]
    supporting = list(zip(claim.supporting, alleged, strict=True))[:most]
    lines = [_line("Against", cited, why, quote, deep) for cited, why in against]
    lines += [_line("For", cited, why, quote, deep) for cited, why in supporting]
    (field, *_) = fields_of(f"{VERDICTS[claim.verdict]}: {escape(claim.claim, CLAIM)}", lines or [NOTHING], 1)
    return field


def _line(side: str, cited: Citation, why: str, quote: int, deep: bool) -> str:
    article = cited.article.article
    place = sentence_link(article, (cited.start, cited.end)) if deep else None
    headline = link(article.title, place, article.url, limit=HEADLINE)
    by = f" · {escape(article.publisher, PUBLISHER)}" if article.publisher else ""
    reason = f" *({escape(why, REASON)})*" if why else ""
    return f"{side}: “{escape(cited.quote, quote)}”{reason} {headline}{by} · {day(article.published_at)}"
