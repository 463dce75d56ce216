"""Which near copies are linked, and which different reports are not: `python -m benchmarks.copies`.

Copies are made of every longer report by `copyedits.py` and looked up in a library that holds all reports.
What is different are all reports to one another, and hardest those on one story: the same headline within
days, or words in common. Reports whose whole text is in another are no such case; `--list` shows them, and
every two reports that are linked.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.copyedits import EDITS
from benchmarks.corpora import NEWS_IN_A_CROWD
from benchmarks.rate import Rate, share
from corpus import Article, Decision, EmbeddingIdentity, Library, Outcome, StoredArticle, decide
from corpus.likeness import Wording
from corpus.near import near, soon

INPUTS = NEWS_IN_A_CROWD.articles
WORDS = 100
"""A shorter report has often but one paragraph; rewritten, nothing that anybody could recognise is left."""
CROWD = 3
"""Of the short items every third is in the library, so that measuring takes half a minute."""
_NO_VECTORS = np.zeros((0, 4), np.float32)


@dataclass
class Pressroom:
    """A library that holds reports without passages, and what was decided on each."""

    library: Library
    linked: list[tuple[Article, Decision]] = field(default_factory=list)
    """The reports that were taken for near copies of another."""
    held: dict[str, StoredArticle] = field(default_factory=dict)
    """The reports that are kept as they are, by their text."""

    def print(self, reports: list[Article]) -> None:
        """Add the reports, each after looking for it."""
        self.library.adopt(EmbeddingIdentity("none", 4, "float32"))
        for report in reports:
            known = self.library.known(report)
            decision = decide(report, known)
            if decision.saves:
                self.library.save(decision.stored, [], _NO_VECTORS)
            if known.near is not None and known.same_link is None:
                self.linked.append((report, decision))
            elif decision.outcome is Outcome.ADDED:
                self.held[report.text] = decision.stored

    def finds(self, copy: Article, original: StoredArticle) -> tuple[bool, bool]:
        """Whether a copy is linked at all, and to the story that it is a copy of."""
        decision = decide(copy, self.library.known(copy))
        named = decision.stored.story
        linked = decision.outcome is not Outcome.ADDED or named != decision.stored.id
        return linked, linked and named == self.library.article(original.id).story


def reports() -> list[Article]:
    """All reports, each text once."""
    found: dict[str, Article] = {}
    for path in INPUTS:
        for line in path.read_text("utf-8").splitlines():
            said = json.loads(line)
            date = datetime.fromisoformat(said["published_at"]) if said["published_at"] else None
            report = Article(
                said["title"], said["text"], said["publisher"], url=said["url"], published_at=date
            )
            found.setdefault(report.content_hash, report)
    return list(found.values())


def is_long(text: str) -> bool:
    """Whether copies are made of a report."""
    return len(text.split()) >= WORDS


def copied(report: Article, kind: str, number: int) -> Article:
    """Another publisher's copy of a report, printed within two days; of every fifth no date is known."""
    chance = random.Random(f"{kind} {number}")
    date = report.published_at
    if date is not None:
        date = None if number % 5 == 0 else date + timedelta(hours=chance.randrange(48))
    edited = EDITS[kind](report, chance)
    return replace(
        edited, publisher="The Copied Courier", url=f"https://courier.example/{number}", published_at=date
    )


def hard_pairs(all_reports: list[Article]) -> Iterator[tuple[Article, Article]]:
    """Different reports on one story: of one headline within days, and those with most words in common."""
    by_title: dict[str, list[Article]] = defaultdict(list)
    by_key: dict[int, list[Article]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for report in all_reports:
        for key in Wording.of(report.text).keys:
            by_key[key].append(report)
        by_title[report.title].append(report)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for group in by_key.values():
        for one, other in _pairs(group) if len(group) < 30 else ():
            pair = (id(one), id(other))
            shared[pair] += 1
            if shared[pair] == 2 and pair not in seen:
                seen.add(pair)
                yield one, other
    for group in by_title.values():
        for one, other in _pairs(group):
            if soon(one, other) and (id(one), id(other)) not in seen:
                yield one, other


def _pairs(group: list[Article]) -> Iterator[tuple[Article, Article]]:
    return ((one, other) for at, one in enumerate(group) for other in group[:at])


def measured() -> dict[str, Rate]:
    """The figures that a floor may hold."""
    figures: dict[str, Rate] = {}
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder)) as library:
        room, everything = Pressroom(library), reports()
        crowd = [one for at, one in enumerate(everything) if at % CROWD == 0 or is_long(one.text)]
        room.print(crowd)
        originals = [stored for text, stored in room.held.items() if is_long(text)]
        answers: list[tuple[bool, bool]] = []
        for kind in EDITS:
            found = [
                room.finds(copied(stored.article, kind, number), stored)
                for number, stored in enumerate(originals)
            ]
            figures[f"recall: {kind}"] = share(right for _, right in found)
            answers += found
        apart = [
            near(one, Wording.of(one.text), StoredArticle("", other, 1)) is None
            for one, other in hard_pairs(everything)
        ]
        right = sum(right for _, right in answers)
        wrong = sum(linked and not right for linked, right in answers) + apart.count(False)
        figures["recall"] = share(right for _, right in answers)
        figures["precision"] = Rate(right / (right + wrong), right + wrong)
        figures["reports on one story kept apart"] = share(apart)
        figures["reports not linked to another"] = share(one.text in room.held for one in crowd)
        merged = {Outcome.DUPLICATE, Outcome.UPDATED}
        lost = [one for one, held in room.linked if held.outcome in merged or held.stored.syndicated_from]
        figures["reports not merged"] = Rate(1 - len(lost) / len(crowd), len(crowd))
    return figures


def show_linked() -> None:
    """Print every two reports that are taken for near copies of one another."""
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder)) as library:
        room = Pressroom(library)
        room.print(reports())
        for report, decision in room.linked:
            print(f"\n{decision.outcome}: {decision.reason}\n  {report.published_at} {report.title}")
            print(f"  {report.text[:400]!r}")
            origin = decision.stored.shares_with or decision.stored.syndicated_from or decision.stored.id
            print(f"  {library.article(origin).article.text[:400]!r}")


def main(names: list[str]) -> int:
    """Print the figures, or with `--list` the reports that are linked."""
    if not all(path.is_file() for path in INPUTS):
        print("The reports are not on this machine.")
    elif names == ["--list"]:
        show_linked()
    else:
        for name, rate in measured().items():
            print(f"{name:60}{rate.value:8.4f}{rate.count:8}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
