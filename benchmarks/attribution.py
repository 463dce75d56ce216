"""`python -m benchmarks.attribution`: how often the speaker and the kind of saying of a sentence are right.

Every sentence of the sample articles (`attribution.jsonl`), labelled by hand; where several readings are
fair, all are listed. Where the Wikinews articles are on this machine, also how often the speaker is the name
that a plain pattern finds in sentences such as `"…," said Ada Brandt`. `--all` prints every mistake.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.corpora import NEWS, SAMPLE
from benchmarks.rate import Rate, share
from corpus import split_sentences
from retrieval.attribution import Attribution, attribute
from retrieval.speech.sayings import Stance

LABELS = Path(__file__).with_name("attribution.jsonl")
_FULL_NAME = r"([A-Z][a-z]+ [A-Z][a-z]+)"
_SAID = "(?:said|told|stated|added|wrote|explained)"
_PLAIN = re.compile(
    rf"[\"”],? said {_FULL_NAME}(?=[.,])|^{_FULL_NAME},? {_SAID} |, {_FULL_NAME} {_SAID}\b"
    rf"|ccording to {_FULL_NAME}(?=[.,])|^{_FULL_NAME}, (?:a|an|the) [^,]*, {_SAID} "
)
# Words that open a sentence and are no first name.
_NO_NAMES = re.compile(r"^(?:The|An?|In|On|At|But|And|However|Yesterday|Later)\b")


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled sentence and what was read off it."""

    sentence: str
    speakers: tuple[str | None, ...]
    stances: tuple[str, ...]
    found: Attribution

    @property
    def speaker_is_right(self) -> bool:
        """Whether the speaker is one of those that are fair."""
        return _plain(self.found.speaker) in set(map(_plain, self.speakers))

    @property
    def stance_is_right(self) -> bool:
        """Whether the kind of saying is one of those that are fair."""
        return self.found.stance in self.stances


def judged() -> list[Judged]:
    """Read every labelled sentence in its article."""
    texts = {row["url"]: row["text"] for path in SAMPLE.articles for row in _rows(path)}
    return [
        Judged(
            row["sentence"],
            tuple(row["speakers"]),
            tuple(row["stances"]),
            attribute(texts[row["url"]], (row["start"], row["end"])),
        )
        for row in _rows(LABELS)
    ]


def scores(found: Iterable[Judged]) -> dict[str, Rate]:
    """The figures that a floor may hold."""
    found = list(found)
    spoken = [one for one in found if one.found.stance is not Stance.FACT]
    to_find = [one for one in found if Stance.FACT not in one.stances]
    sided = [one for one in spoken if one.found.stance not in (Stance.STATEMENT, Stance.PLAN)]
    return {
        "speaker right": share([one.speaker_is_right for one in found]),
        "kind of saying right": share([one.stance_is_right for one in found]),
        "speaker precision": share([one.speaker_is_right for one in spoken]),
        "sayings found": share([one.found.stance is not Stance.FACT for one in to_find]),
        "kind precision, marked ones": share([one.stance_is_right for one in sided]),
    }


def measured() -> dict[str, Rate]:
    """The figures on the sample articles that a floor may hold."""
    return scores(judged())


def measured_on_news() -> dict[str, Rate]:
    """The figure on the Wikinews articles that a floor may hold."""
    right, total, _ = explicit()
    return {"speaker plainly named": Rate(right / total, total)}


def explicit() -> tuple[int, int, list[str]]:
    """Of Wikinews sentences that plainly name their speaker, how many are read so, all, and the others."""
    missed, total = [], 0
    for row in _rows(NEWS.articles[0]):
        for span, name in _named(row["text"]):
            total += 1
            found = attribute(row["text"], span).speaker
            if name not in (found or ""):
                missed.append(f"\n{row['text'][slice(*span)]}\n    {found}, not {name}")
    return total - len(missed), total, missed


def main(arguments: list[str]) -> int:
    """Print the figures, and the mistakes where asked."""
    found = judged()
    for name, rate in scores(found).items():
        print(f"{name:30}{rate.value:8.3f} of {rate.count}")
    if NEWS.articles[0].exists():
        right, total, missed = explicit()
        print(f"{'Wikinews, plainly named':30}{right / total:8.3f} of {total}")
        for line in missed if "--all" in arguments else ():
            print(line)
    for one in found if "--all" in arguments else ():
        if not (one.speaker_is_right and one.stance_is_right):
            print(f"\n{one.sentence}\n    {one.found.stance}, {one.found.speaker}")
            print(f"    not {one.stances}, {one.speakers}")
    return 0


def _named(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    for start, end in split_sentences(text):
        match = _PLAIN.search(text[start:end])
        name = next(filter(None, match.groups()), "") if match else ""
        if name and not _NO_NAMES.match(name):
            yield (start, end), name


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text("utf-8").splitlines())


def _plain(speaker: str | None) -> str | None:
    return re.sub(r"^(?:the|an?|its|his|her|their) ", "", speaker.casefold()) if speaker else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
