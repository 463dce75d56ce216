"""Unanswerable examples made from answerable ones: another passage, or a changed detail in the question."""

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from training.examples import Example

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'’.-]+(?: (?:of |the )?[A-Z][\w'’.-]+)*")
_YEAR = re.compile(r"\b(1[5-9]|20)\d\d\b")


def holds_answer(example: Example, passage: str) -> bool:
    """Whether an accepted answer's words stand in another passage too, which may then answer the question."""
    lowered = passage.lower()
    return any(example.passage[a:b].lower() in lowered for a, b in example.spans)


def same_article(examples: Iterable[Example], rng: random.Random) -> list[Example]:
    """Each question over another passage of the same article, unless the answer stands there as well."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        if example.group and example.spans:
            groups[example.group].append(example)
    made = []
    for members in groups.values():
        for example in members:
            other = rng.choice(members)
            if other.passage != example.passage and not holds_answer(example, other.passage):
                made.append(_unanswered(example, other, "same_article"))
    return made


def other_article(examples: list[Example], rng: random.Random) -> list[Example]:
    """Each question over a passage of any other article."""
    made = []
    for example in examples:
        other = rng.choice(examples)
        if other.group != example.group and not holds_answer(example, other.passage):
            made.append(_unanswered(example, other, "other_article"))
    return made


def changed_detail(examples: list[Example], rng: random.Random) -> list[Example]:
    """Each question with one name or year changed to one that its passage never mentions."""
    names = sorted({m.group() for e in examples for m in _NAME.finditer(e.question)})
    made = []
    for example in examples:
        question = _change(example, names, rng) if example.spans else None
        if question is not None:
            made.append(
                replace(example, question=question, spans=(), answerable=False, source="changed_detail")
            )
    return made


def _change(example: Example, names: list[str], rng: random.Random) -> str | None:
    year = _YEAR.search(example.question)
    if year is not None and year.group() in example.passage:
        new = str(int(year.group()) + rng.choice([-4, -3, -2, -1, 1, 2, 3]))
        return None if new in example.passage else _swap(example.question, year, new)
    found = [m for m in _NAME.finditer(example.question) if m.group() in example.passage]
    if not found or not names:
        return None
    new = rng.choice(names)
    if any(word in example.passage for word in new.split()):
        return None
    return _swap(example.question, rng.choice(found), new)


def _swap(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _unanswered(example: Example, other: Example, source: str) -> Example:
    return Example(example.question, other.passage, (), False, other.header, other.group, source)
