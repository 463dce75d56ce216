"""`python -m benchmarks.disagreements`: whether differences between sources are shown, and nothing else is.

One table: for each set how many of its contradictions are shown (recall), how many of the differences shown
are real (precision), and the false alarms per 100 answers. Each set is divided by a hash of its questions:
rules were made with the *first* half alone, the *second* only measures them. `--half first` shows one half,
`--show false` (or `right`, or `missed`) what lies behind a figure.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from benchmarks.corpora import SHARED
from benchmarks.disputes import CONSISTENT, CONTRADICTING, Case
from benchmarks.rate import Rate
from retrieval.differing.numbers import FIGURE, value_of
from retrieval.disagree import Conflict, disagreements
from retrieval.updates import Update, updates

INPUTS = tuple(
    SHARED / path
    for path in (
        "wp_current_events/updates_qa.jsonl",
        "wp_current_events/articles.jsonl",
        "wikicontradict/wiki_contradict_refined.jsonl",
        "ramdocs/RAMDocs_test.jsonl",
        "wikinews/dev.jsonl",
        "wikinews/articles.jsonl",
        "mhrag500/facts.jsonl",
        "mhrag500/queries.jsonl",
    )
)
_YES_NO = re.compile(r"\W*(?:yes|no)\b", re.IGNORECASE)
_FIGURE = re.compile(rf"(?<![\w.,]){FIGURE}", re.IGNORECASE)
_HEADER = f"{'set':34}{'half':>7}{'answers':>9}{'shown':>7}{'right':>7}{'precision':>11}{'recall':>8}"


@dataclass(slots=True)
class Tally:
    """The counts of one set, or of all."""

    answers: int = 0
    contradictions: int = 0
    found: int = 0
    shown: int = 0
    right: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count another set in."""
        self.answers += other.answers
        self.contradictions += other.contradictions
        self.found += other.found
        self.shown += other.shown
        self.right += other.right

    def line(self, name: str, half: str) -> str:
        """The row of the table."""
        precision = f"{self.right / self.shown:.2f}" if self.shown and self.contradictions else "-"
        recall = f"{self.found / self.contradictions:.2f}" if self.contradictions else "-"
        false = f"{100 * (self.shown - self.right) / max(1, self.answers):.2f}"
        counts = f"{self.answers:>9}{self.shown:>7}{self.right:>7}"
        return f"{name:34}{half:>7}{counts}{precision:>11}{recall:>8}{false:>11}"


def main() -> None:
    """Print the table for what this machine has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("first", "second", "both"), default="both")
    parser.add_argument("--show", choices=("right", "false", "missed"))
    parser.add_argument("--only", default="", help="sets whose name holds this")
    chosen = parser.parse_args()
    if not SHARED.is_dir():
        print(f"{SHARED.name}: not on this machine")
        return
    cases = {
        name: list(make(SHARED))
        for name, make in {**CONTRADICTING, **CONSISTENT}.items()
        if chosen.only in name
    }
    print(f"{_HEADER}{'false/100':>11}")
    for half in ("first", "second") if chosen.half == "both" else (chosen.half,):
        _print_half(cases, half, chosen.show)


def _print_half(cases: dict[str, list[Case]], half: str, show: str | None) -> None:
    total = Tally()
    for name, held in cases.items():
        tally = score((case for case in held if case.seen == (half == "first")), show)
        total.add(tally)
        print(tally.line(name, half))
        print("".join(f"\n  {example}" for example in tally.examples), end="\n" if tally.examples else "")
    print(total.line("all", half))


def measured() -> dict[str, Rate]:
    """The figures of both halves that a floor may hold."""
    return scores({name: score(make(SHARED)) for name, make in {**CONTRADICTING, **CONSISTENT}.items()})


def scores(tallies: Mapping[str, Tally]) -> dict[str, Rate]:
    """Recall where something contradicts, false alarms where nothing does, and precision over all."""
    total = Tally()
    named = {}
    for name, tally in tallies.items():
        total.add(tally)
        if tally.contradictions:
            named[f"recall, {name}"] = Rate(tally.found / tally.contradictions, tally.contradictions)
        else:
            named[f"false per 100, {name}"] = _false(tally)
    precision = Rate(total.right / total.shown if total.shown else float("nan"), total.shown)
    return {"precision": precision, "false per 100": _false(total), **named}


def _false(tally: Tally) -> Rate:
    return Rate(100 * (tally.shown - tally.right) / max(1, tally.answers), tally.answers)


def score(cases: Iterable[Case], show: str | None = None) -> Tally:
    """Judge each case: what is shown, and whether it is the contradiction that the case holds."""
    tally = Tally()
    for case in cases:
        shown: list[Conflict | Update] = list(disagreements(case.question, case.evidence))
        right = [conflict for conflict in shown if not case.update and is_right(case, conflict)]
        if case.update:
            changes = updates(case.question, case.evidence)
            right = [change for change in changes if is_right(case, change)]
            shown += changes
        tally.answers += 1
        tally.contradictions += case.answers is not None
        tally.found += bool(right)
        tally.shown += len(shown)
        tally.right += len(right)
        wrong = [conflict for conflict in shown if conflict not in right]
        wanted = {"right": right, "false": wrong, None: []}
        if show == "missed" and case.answers and not right:
            tally.examples.append(_text(case, shown))
        elif wanted.get(show):
            tally.examples.append(_text(case, wanted[show]))
    return tally


def is_right(case: Case, conflict: Conflict | Update) -> bool:
    """Whether its sides give the two answers that contradict; any two, where those are yes and no."""
    if case.answers is None:
        return False
    if any(_YES_NO.match(answer) for answer in case.answers):
        return True
    values = [side.value for side in conflict.sides]
    first, second = case.answers
    return any(_same(first, value) for value in values) and any(_same(second, value) for value in values)


def _same(answer: str, value: str) -> bool:
    """Whether a value is a form of an answer: they share a number or a word of substance."""
    return bool(_marks(answer) & _marks(value))


def _marks(text: str) -> set[str]:
    """The words of substance, and the numbers in digits however they are written."""
    numbers = {f"{value_of(number):g}" for number in _FIGURE.findall(text)}
    words = re.findall(r"[^\W_]+", text.casefold().replace(",", ""))
    return numbers | {word for word in words if len(word) > 2 or word.isdigit()}


def _text(case: Case, shown: Iterable[Conflict | Update]) -> str:
    lines = [f"{case.question} {case.answers or ''}"]
    for conflict in shown:
        lines.append(f"    {type(conflict).__name__} {conflict.about}")
        lines += [f"      {side.value}: {side.statements[0].text}" for side in conflict.sides]
    if not lines[1:]:
        lines += [f"      {statement.publisher}: {statement.text}" for statement in case.evidence]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
