"""Which entries of a timeline change what their publisher told: "rose from at least 11 to 14". Pure."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.compare import updated_of
from retrieval.differing.claims import Statement
from retrieval.models import Citation
from retrieval.quote import Citations
from retrieval.updates import updates

# A topic asks for nothing, and all entries concern it: these are the counts that reports of an event change.
_ASKED = "How many people were killed, injured, missing or arrested?"


def changes_in(cited: Iterable[Citation]) -> dict[int, str]:
    """What each citation, by its number, changes of an earlier one of its publisher."""
    citations = list(cited)
    statements = [Statement(c.quote, c.start, c.end, c.passage_id, c.article) for c in citations]
    numbers = {(c.article.id, c.start): c.number for c in citations}
    found: dict[int, str] = {}
    for update in updates(_ASKED, statements):
        later = update.later.statements[0]
        updated = updated_of(update, Citations(citations))
        found.setdefault(numbers[later.article.id, later.start], f"{updated.about}: {updated}")
    return found
