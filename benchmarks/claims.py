"""`python -m benchmarks.claims`: how often `byline check` gives the right verdict on claims of our own.

72 claims over the sample articles (`claims.jsonl`): true in other words, made false, or not said at all.
`--all` prints every mistake. What was said of the claims with an even number was not read while the rules
were written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import SAMPLE, open_answerer
from benchmarks.rate import Rate, share
from retrieval import Checked, Checker, ClaimVerdict

CLAIMS = Path(__file__).with_name("claims.jsonl")


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim, the verdict it should get, and words of the quote that should be shown."""

    number: int
    claim: str
    verdict: ClaimVerdict
    kind: str
    quote: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A claim and what was said of it."""

    asked: Asked
    checked: Checked

    @property
    def right(self) -> bool:
        """Whether the verdict is the wanted one."""
        return self.checked.verdict is self.asked.verdict

    @property
    def shown(self) -> bool:
        """Whether the wanted quote is among those on the wanted side."""
        disputed = self.asked.verdict is ClaimVerdict.DISPUTED
        side = self.checked.disputing if disputed else self.checked.supporting
        return any(self.asked.quote in citation.quote for citation in side)


def outcomes() -> list[Outcome]:
    """Check every claim on the sample articles."""
    asked = [_asked(line) for line in CLAIMS.read_text("utf-8").splitlines()]
    with open_answerer(SAMPLE) as answerer:
        checker = Checker(answerer)
        return [Outcome(one, checker.check(one.claim)) for one in asked]


def scores(found: Iterable[Outcome]) -> dict[str, Rate]:
    """The figures that a floor may hold."""
    found = list(found)
    named = {"check accuracy": share([one.right for one in found])}
    for verdict in ClaimVerdict:
        named[f"check recall, {verdict}"] = share([o.right for o in found if o.asked.verdict is verdict])
        named[f"check precision, {verdict}"] = share([o.right for o in found if o.checked.verdict is verdict])
    told = [one for one in found if one.asked.verdict is not ClaimVerdict.NOT_FOUND]
    named["right quote shown"] = share([one.shown for one in told])
    return named


def measured() -> dict[str, Rate]:
    """The figures of both halves that a floor may hold."""
    return scores(outcomes())


def main(arguments: list[str]) -> int:
    """Print the figures of both halves, and the mistakes."""
    found = outcomes()
    seen, unseen = ([one for one in found if one.asked.number % 2 == rest] for rest in (1, 0))
    rows = [scores(half) for half in (seen, unseen, found)]
    print(f"{'':30}{'seen':>8}{'unseen':>8}{'all':>8}")
    for name in rows[0]:
        print(f"{name:30}" + "".join(f"{row[name].value:8.3f}" for row in rows))
    for one in found if "--all" in arguments else seen:
        if not one.right:
            print(
                f"\n{one.asked.verdict}, called {one.checked.verdict} ({one.asked.kind}): {one.asked.claim}"
            )
            for citation in (*one.checked.supporting, *one.checked.disputing):
                print(f"    {citation.quote}")
            print("   ", *(reason for claim in one.checked.claims for reason in claim.reasons), sep="; ")
    return 0


def _asked(line: str) -> Asked:
    row = json.loads(line)
    number = int(row["id"].rpartition("-")[2])
    return Asked(number, row["claim"], ClaimVerdict(row["verdict"]), row["kind"], row["quote"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
