"""`python -m benchmarks.timeline`: do timelines hold the right articles, on the right days?

Topics of our own over the sample articles (`timeline.jsonl`), each with the articles that concern it and the
days that are fair for each; the last ones concern nothing there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import SAMPLE, open_corpus_of
from benchmarks.rate import Rate, share
from retrieval.timeline import build_chronicler

TOPICS = Path(__file__).with_name("timeline.jsonl")


@dataclass(frozen=True, slots=True)
class Told:
    """A topic: the days that are fair for each article that concerns it, and the days shown, by address."""

    topic: str
    wanted: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, str]

    @property
    def right(self) -> set[str]:
        """The articles shown that concern the topic."""
        return set(self.wanted) & set(self.shown)


def told() -> list[Told]:
    """Make every timeline."""
    made = []
    with open_corpus_of(SAMPLE) as corpus:
        chronicler = build_chronicler(corpus)
        for row in map(json.loads, TOPICS.read_text("utf-8").splitlines()):
            entries = chronicler.timeline(row["topic"]).entries
            shown = {entry.citation.article.article.url or "": str(entry.when) for entry in entries}
            wanted = {entry["url"]: tuple(entry["days"]) for entry in row["entries"]}
            made.append(Told(row["topic"], wanted, shown))
    return made


def scores(found: Iterable[Told]) -> dict[str, Rate]:
    """Precision and recall of the articles, how many of those shown rightly stand on a fair day, silence."""
    found = list(found)
    shown = [(one, url) for one in found if one.wanted for url in one.shown]
    return {
        "articles precision": share(url in one.wanted for one, url in shown),
        "articles recall": share(url in one.shown for one in found for url in one.wanted),
        "days right": share(one.shown[url] in one.wanted[url] for one in found for url in one.right),
        "nothing for strange topics": share(not one.shown for one in found if not one.wanted),
    }


def measured() -> dict[str, Rate]:
    """The figures that a floor may hold."""
    return scores(told())


def main() -> int:
    """Print the figures, and each topic with something wrong."""
    found = told()
    for name, rate in scores(found).items():
        print(f"{name:30}{rate.value:8.3f}{rate.count:6}")
    for one in found:
        if set(one.wanted) != set(one.shown) or any(
            one.shown[url] not in one.wanted[url] for url in one.right
        ):
            print(f"\n{one.topic}\n    {dict(one.shown)}\n    not {dict(one.wanted)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
