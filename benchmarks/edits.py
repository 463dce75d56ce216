"""Small edits of a true sentence: those that make it false, and those that leave it true.

Each takes the sentence with what to draw from, and a source of chance; `None` where it has no place in it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.differing.figures import Figure
from retrieval.judging.parse import Name, Parsed, Sort, parse, same_name

_MONTHS_TEXT = """
January February March April May June July August September October November December
"""
_MONTHS = _MONTHS_TEXT.split()
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_NUMBER_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|may|should)\b(?! (?:not|no|never)\b)"
)
_PAST = re.compile(r"(?<=[\w’'] )(?<!been )(?<!being )\b(\w{3,}ed|said|told|took|won|found|made|gave|held)\b")
_NEGATION = re.compile(r"(?<=\w) not\b")
_LEAD = re.compile(
    r"^((?:In|On|At|After|Before|Following|According to|During|Since|When|While|As|For|Under|By|Despite)\b"
    r"[^,;]{3,80}), (.+?)(\.?)$"
)
_TRAIL = re.compile(
    r"^(.{30,}?),? ((?:on|in|at|after|before|following|during|since|when|while|as) [^,;]{4,60})\.$"
)
_ACTIVE = re.compile(
    r"^(?P<who>(?:[\w’'.-]+ ){1,6}?)(?P<verb>\w{3,}ed) "
    r"(?P<what>(?:the |a |an )?[\w’'-]+(?: [A-Z][\w’'-]+){0,3})"
    r"(?P<rest>(?: (?:in|on|at|after|for|with|during|before|from)\b[^,;]*)?)\.$"
)
_PARENTHESIS = re.compile(
    r" \([^()]*\)|, (?:who|which|where|whose|a|an|the)\b[^,;]{4,120},(?= )| [–—-] [^–—]{4,100} [–—-](?= )"
)
_LAST_CLAUSE = re.compile(r"^(.{40,}?)(?:,|;| –| —) [^,;–—]{8,}\.$")


@dataclass(frozen=True, slots=True)
class Source:
    """A true sentence and what an edit of it may draw from."""

    sentence: Parsed
    article_names: Sequence[Name]
    """Names of the same article: an edit with one of them is hard to see."""
    other_names: Sequence[Name]


Edit = Callable[[Source, random.Random], str | None]


def changed_number(source: Source, chance: random.Random) -> str | None:
    """Another number in the place of one."""
    figures = [figure for figure in source.sentence.figures if _digits(source.sentence, figure)]
    if not figures:
        return None
    figure = chance.choice(figures)
    start, end = _digits(source.sentence, figure) or figure.span
    old = source.sentence.text[start:end]
    return _replaced(source.sentence.text, (start, end), _other_number(old, chance))


def _digits(sentence: Parsed, figure: Figure) -> tuple[int, int] | None:
    words = "|".join(_NUMBER_WORDS)
    found = re.search(
        rf"\d[\d,]*(?:\.\d+)?|\b(?:{words})\b", sentence.text[slice(*figure.span)], re.IGNORECASE
    )
    return (figure.span[0] + found.start(), figure.span[0] + found.end()) if found else None


def _other_number(old: str, chance: random.Random) -> str:
    if not old[0].isdigit():
        new = chance.choice([word for word in _NUMBER_WORDS if word != old.casefold()])
        return new.capitalize() if old[0].isupper() else new
    value = float(old.replace(",", ""))
    grown = (
        value * chance.uniform(1.3, 3) + 1
        if chance.random() < 0.5 or value < 3
        else value * chance.uniform(0.3, 0.75)
    )
    if "." in old:
        return f"{grown:.{len(old.split('.')[1])}f}"
    whole = int(grown) if int(grown) != int(value) else int(value) + 1
    return f"{whole:,}" if "," in old else str(whole)


def changed_name(source: Source, chance: random.Random) -> str | None:
    """Another name of the same article in the place of one."""
    return _renamed(source.sentence, source.article_names, chance)


def changed_to_a_stranger(source: Source, chance: random.Random) -> str | None:
    """A name that the article does not have in the place of one."""
    return _renamed(source.sentence, source.other_names, chance)


def _renamed(sentence: Parsed, pool: Sequence[Name], chance: random.Random) -> str | None:
    if not sentence.names:
        return None
    name = chance.choice(sentence.names)
    drawn = chance.sample(pool, min(len(pool), 40))
    fresh = [one for one in drawn if not any(same_name(one.words, held.words) for held in sentence.names)]
    like = [one for one in fresh if len(one.words) == len(name.words)] or fresh
    return _replaced(sentence.text, _span(sentence, name), chance.choice(like).text) if like else None


def changed_date(source: Source, chance: random.Random) -> str | None:
    """Another weekday, day, month or year in the place of one."""
    dates = [(n, match) for n, match in enumerate(_dates(source.sentence.text))]
    if not dates:
        return None
    match = chance.choice(dates)[1]
    old = match.group()
    if old in _DAYS or old in _MONTHS:
        new = chance.choice([other for other in (_DAYS if old in _DAYS else _MONTHS) if other != old])
    elif len(old) == 4:
        new = str(int(old) - chance.randint(1, 6))
    else:
        new = str(chance.choice([day for day in range(1, 29) if day != int(old)]))
    return _replaced(source.sentence.text, match.span(), new)


def _dates(text: str) -> list[re.Match[str]]:
    months = "|".join(month for month in _MONTHS if month not in {"May", "March"})
    pattern = (
        rf"\b(?:{'|'.join(_DAYS)}|{months})\b|\b\d{{1,2}}(?= (?:{months})\b)|(?<=\bin )(?:19|20)\d\d\b"
        rf"|(?:(?<=January )|(?<=April )|(?<=June )|(?<=July )|(?<=October )|(?<=December ))\d{{1,2}}\b"
    )
    return list(re.finditer(pattern, text))


def swapped_roles(source: Source, chance: random.Random) -> str | None:
    """Two names that stand around a verb, each in the place of the other."""
    sentence = source.sentence
    pairs = [
        (one, other)
        for one, other in zip(sentence.names, sentence.names[1:], strict=False)
        if _verb_between(sentence, one, other) and not same_name(one.words, other.words)
    ]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    first, second = _span(sentence, one), _span(sentence, other)
    text = sentence.text
    return text[: first[0]] + other.text + text[first[1] : second[0]] + one.text + text[second[1] :]


def _verb_between(sentence: Parsed, one: Name, other: Name) -> bool:
    between = sentence.tokens[one.last + 1 : other.first]
    verbs = {"said", "told", "took", "won", "beat", "met", "left", "gave", "made"} - {"met"}
    acts = any((t.sort is Sort.WORD and t.text.endswith("ed")) or t.text in verbs for t in between)
    return acts and not any(t.text.casefold() in {"met", "and", "with", ",", ";"} for t in between)


def negated(source: Source, chance: random.Random) -> str | None:
    """A "not" put in, or taken out."""
    text = source.sentence.text
    there = list(_NEGATION.finditer(text))
    if there:
        return _replaced(text, chance.choice(there).span(), "")
    auxiliary = list(_AUXILIARY.finditer(text))
    if auxiliary:
        match = auxiliary[0]
        return _replaced(text, match.span(), f"{match.group()} not")
    past = list(_PAST.finditer(text))
    return _replaced(text, past[0].span(), f"never {past[0].group()}") if past else None


def verbatim(source: Source, _: random.Random) -> str | None:
    """The sentence itself."""
    return source.sentence.text


def reordered(source: Source, _: random.Random) -> str | None:
    """The opening clause behind the rest, or the last in front."""
    text = source.sentence.text
    lead = _LEAD.match(text)
    if lead:
        opening = lead.group(1)[0].lower() + lead.group(1)[1:]
        rest = lead.group(2)
        return f"{rest[0].upper()}{rest[1:]}, {opening}."
    trail = _TRAIL.match(text)
    if not trail:
        return None
    rest = trail.group(1)
    keeps = bool(source.sentence.names) and source.sentence.names[0].first == 0
    return (
        f"{trail.group(2)[0].upper()}{trail.group(2)[1:]}, {rest if keeps else rest[0].lower() + rest[1:]}."
    )


def without_a_clause(source: Source, _: random.Random) -> str | None:
    """The sentence less a parenthesis or its last clause."""
    text = source.sentence.text
    cut = _PARENTHESIS.sub("", text, count=1)
    if cut != text:
        return cut
    last = _LAST_CLAUSE.match(text)
    return f"{last.group(1)}." if last else None


def turned_passive(source: Source, _: random.Random) -> str | None:
    """The active sentence in the passive; only the plainest can be turned."""
    match = _ACTIVE.match(source.sentence.text)
    if not match:
        return None
    what, who = match["what"], match["who"].strip()
    if what.casefold() in {
        "to",
        "that",
        "in",
        "on",
        "by",
        "at",
        "for",
        "from",
        "with",
        "the",
        "a",
        "of",
        "as",
        "into",
    }:
        return None
    keeps = bool(source.sentence.names) and source.sentence.names[0].first == 0
    doer = who if keeps else who[0].lower() + who[1:]
    return f"{what[0].upper()}{what[1:]} was {match['verb']} by {doer}{match['rest']}."


FALSE: dict[str, Edit] = {
    "number": changed_number,
    "name, of the article": changed_name,
    "name, a stranger's": changed_to_a_stranger,
    "date": changed_date,
    "roles swapped": swapped_roles,
    "negation": negated,
}
TRUE: dict[str, Edit] = {
    "verbatim": verbatim,
    "clauses reordered": reordered,
    "a clause dropped": without_a_clause,
    "passive": turned_passive,
}


def _span(sentence: Parsed, name: Name) -> tuple[int, int]:
    return sentence.tokens[name.first].span[0], sentence.tokens[name.last].span[1]


def _replaced(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def parsed(text: str, beside: str) -> Parsed:
    """The sentence as edits take it; `beside` is its article."""
    return parse(text, None, (beside,))
