"""`Answer` → one card within Discord's limits.  [pure]

`answer_card(answer).to_dict()` is the embed as it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.card import REFUSED, Card, Field, fields_of
from bot.escape import embolden, escape, link, plain
from bot.limits import TITLE, cut, units
from bot.sources import HEADLINE, PUBLISHER, QUOTE, by, sources
from corpus import Filters
from retrieval import (
    Answer,
    Citation,
    Disagreement,
    Hit,
    Searched,
    Sentence,
    Side,
    Status,
    Updated,
    day,
    marks_of,
    spoken_unknown,
)

# Budgets in units of unescaped text; escaping at most doubles them. Together with one field for what differs
# and two for sources they stay below 6,000 for a single sentence, whatever an article contains.
SPEAKER = 60
SIDE = 240
MARKS = 120
WRITER = 80
ONE_SENTENCE = 1_000
MARKERS = 8
STRANGER = 150
PART = 150
PARTS = 3
NAMES = 8
RELATED = 3

CUT_NOTE = "*The rest of the answer does not fit into one message; ask about a part of it to read more.*"
WIDENED_NOTE = "*Nothing inside the given publisher and dates answers this, so all articles were searched.*"


def answer_card(answer: Answer) -> Card:
    """The card for an answer or a refusal: always one that can be sent.

    As many sentences as fit, from the first on, each whole; the sources are those of the sentences shown.
    """
    if answer.status is Status.REFUSED or not answer.sentences:
        return refusal_card(answer)
    by_number = {citation.number: citation for citation in answer.citations}
    aside = [side for differing in answer.disagreements for side in differing.sides]
    for updates in (answer.updates, ()):
        for count in range(len(answer.sentences), 0, -1):
            shown = answer.sentences[:count]
            text = _text(answer, shown, sentence_limit=None)
            said: tuple[Sentence | Side, ...] = (
                *shown,
                *aside,
                *(side for updated in updates for side in updated.sides),
            )
            beside = *_differ(answer.disagreements, by_number, most=2), *_updated(updates, by_number)
            card = _card(answer, text, beside, _sources(answer, said, most=4))
            if not card.problems():
                return card
    text = _text(answer, answer.sentences[:1], sentence_limit=ONE_SENTENCE)
    differ = _differ(answer.disagreements, by_number, most=1)
    return _card(answer, text, differ, _sources(answer, (answer.sentences[0], *aside), most=2))


def refusal_card(answer: Answer) -> Card:
    """The card that says: not found, where it was looked for, and what comes nearest."""
    text = "**The articles do not hold an answer to this question.**\n" + searched_text(answer.searched)
    related = [_related_line(hit) for hit in answer.related[:RELATED]]
    name = "Related, but no answer to the question"
    return Card(text, _title(answer), fields_of(name, related, most=2), colour=REFUSED)


def searched_text(searched: Searched) -> str:
    """What was searched, in one or two sentences: articles, publishers, from when to when."""
    coverage, filters = searched.coverage, searched.filters
    narrowed = "" if searched.widened else _narrowed(filters)
    strangers = "".join(f"\n{escape(spoken_unknown(one), STRANGER)}" for one in searched.unknown[:NAMES])
    if not coverage.articles:
        return strangers.strip() or f"There are no articles{narrowed}."
    several = "article" if coverage.articles == 1 else "articles"
    text = f"Searched {coverage.articles:,} {several}{narrowed}"
    if coverage.earliest and coverage.latest:
        first, last = day(coverage.earliest), day(coverage.latest)
        text += f", published on {first}" if first == last else f", published from {first} to {last}"
    if coverage.publishers:
        text += f", by {_names(coverage.publishers)}"
    return f"{text}." + (f"\n{WIDENED_NOTE}" if searched.widened else "") + strangers


def _narrowed(filters: Filters) -> str:
    given = ["publisher"] if filters.publishers else []
    given += ["dates"] if filters.since or filters.until else []
    return f" for the given {' and '.join(given)}" if given else ""


def _card(answer: Answer, text: str, differ: Sequence[Field], sources: Sequence[Field]) -> Card:
    return Card(text, _title(answer), (*differ, *sources), _footer(answer))


def _title(answer: Answer) -> str:
    return escape(answer.question, TITLE // 2 if units(escape(answer.question)) > TITLE else None)


def _text(answer: Answer, shown: Sequence[Sentence], sentence_limit: int | None) -> str:
    """The sentences with their markers; a new line where the sources change."""
    text, before = "", None
    for sentence in shown:
        if before is not None:
            text += " " if sentence.citations == before else "\n"
        text += _quote(sentence, sentence_limit) + " " + _markers(sentence.citations) + _said(sentence)
        before = sentence.citations
    notes = [WIDENED_NOTE] if answer.searched.widened else []
    notes += [f"*{escape(spoken_unknown(one), STRANGER)}*" for one in answer.searched.unknown[:NAMES]]
    notes += [f"*Nothing on this by {escape(name, PUBLISHER)}.*" for name in answer.searched.silent[:NAMES]]
    notes += [f"*No answer to “{escape(part, PART)}”.*" for part in answer.searched.unanswered[:PARTS]]
    if len(shown) < len(answer.sentences) or sentence_limit is not None:
        notes.append(CUT_NOTE)
    return "\n\n".join([text.rstrip(), *notes])


def _quote(sentence: Sentence, limit: int | None) -> str:
    """The sentence with the words that answer in bold; one that must be cut is plain, its length known."""
    if limit is not None:
        return escape(sentence.text, limit)
    return embolden(sentence.text, sentence.focus)


def _said(told: Sentence | Side, limit: int | None = None) -> str:
    """Who says it and how, in italics, where that is not plain from the words."""
    marks = escape("; ".join(marks_of(told, SPEAKER)), limit)
    return f" *({marks})*" if marks else ""


def _markers(numbers: Sequence[int]) -> str:
    return "".join(f"[{number}]" for number in numbers[:MARKERS])


def _sources(answer: Answer, shown: Iterable[Sentence | Side], most: int) -> tuple[Field, ...]:
    cited = {number for told in shown for number in told.citations}
    return sources([one for one in answer.citations if one.number in cited], not answer.verbatim, most)


def _differ(
    disagreements: Sequence[Disagreement], citations: Mapping[int, Citation], most: int
) -> tuple[Field, ...]:
    lines = []
    for disagreement in disagreements:
        lines.append(f"**{escape(disagreement.about, HEADLINE) or 'One fact'}**")
        lines += [_side(side, citations) for side in disagreement.sides]
    return fields_of("Sources differ", lines, most)


def _updated(updates: Sequence[Updated], citations: Mapping[int, Citation]) -> tuple[Field, ...]:
    """What a publisher first told otherwise, the earlier report first."""
    lines = []
    for updated in updates:
        about = escape(updated.about, HEADLINE) or "One fact"
        lines.append(f"**{about}**: {escape(str(updated), HEADLINE)}")
        lines += [_side(side, citations) for side in updated.sides]
    return fields_of("Updated since", lines, most=1)


def _side(side: Side, citations: Mapping[int, Citation]) -> str:
    cited = [citations[number] for number in side.citations if number in citations]
    named = by(cited[0].article.article) if cited else ""
    return f"- {escape(side.text, SIDE)} {_markers(side.citations)}{named}{_said(side, MARKS)}"


def _related_line(hit: Hit) -> str:
    article = hit.article.article
    headline = link(article.title, article.url, limit=HEADLINE)
    return f"- {headline}{by(article)}: “{escape(hit.passage.text, QUOTE)}”"


def _names(publishers: Sequence[str]) -> str:
    shown = [escape(name, PUBLISHER) for name in publishers[:NAMES]]
    more = len(publishers) - len(shown)
    listed = ", ".join(shown) + (f" and {more} more" if more else "")
    return f"{len(publishers)} publishers ({listed})" if len(publishers) > 1 else listed


def _footer(answer: Answer) -> str:
    newest = answer.newest_source
    fresh = f"Newest source: {day(newest)}" if newest else "No source is dated"
    count = answer.independent_sources
    line = f"{fresh} · {count} independent sources" if count != 1 else f"{fresh} · only one source"
    return plain(line if answer.verbatim else f"{line} · written by {cut(answer.writer, WRITER)}, checked")
