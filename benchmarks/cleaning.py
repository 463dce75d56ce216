"""What cleaning takes from pasted text, and what it must not take: `python -m benchmarks.cleaning`.

Furniture is measured twice: on lines of every kind, and on the twenty pages of the tests' own news site
pasted whole, as readers see them. What must stay is measured on real articles, sentence by sentence, and on
the paragraphs of reading comprehension sets, each of which stands as a line of its own. `--list` shows all
that fails.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from benchmarks.corpora import NEWS, SHARED
from benchmarks.pasted import pasted
from benchmarks.rate import Rate, share
from corpus.clean import clean, normalise
from corpus.furniture import KINDS, kind_of
from corpus.sentences import split_sentences
from tests.newssite import designs
from tests.newssite.designs import HOUSES, page_of
from tests.newssite.furniture import FURNITURE, examples
from tests.newssite.stories import STORIES, Story, stories

OURS = (FURNITURE, STORIES, Path(designs.__file__))
"""The repository's own: lines under their kinds, the stories and the designs of the pages."""
READING = tuple(
    SHARED / "reading" / f"{name}.jsonl.xz" for name in ("squad11_dev", "qamr_test", "squadshifts_new_wiki")
)
THEIRS = (*NEWS.articles, *READING)
STORY = "The ferry left the harbour at noon.\n\n{}\n\nIt came back in the evening."


def measured() -> dict[str, Rate]:
    """The figures that a floor may hold, of the repository's own lines and pages."""
    known = {example.kind for example in examples() if kind_of(example.line) == example.kind}
    parts = [part in cleaned for story, cleaned in _pages() for part in _own(story)]
    return {
        "kinds of furniture known": Rate(len(known) / len(KINDS), len(KINDS)),
        "lines of furniture dropped": share(not kept for _, kept in _lines()),
        "furniture of whole pages dropped": share(not kept for _, _, kept in _page_lines()),
        "paragraphs of whole pages kept": share(parts),
    }


def measured_on_articles() -> dict[str, Rate]:
    """How much of real stories goes: of sentences of articles, and of paragraphs that stand alone."""
    sentences = sum(1 for text in _articles() for _ in split_sentences(text))
    alone = _paragraphs()
    return {
        "story sentences lost": Rate(len(lost_sentences()) / sentences, sentences),
        "paragraphs taken for furniture": share(kind_of(line) is not None for line in alone),
    }


def lost_sentences() -> list[str]:
    """The sentences of real articles that cleaning takes; a picture's credit is none."""
    lost: list[str] = []
    for text in _articles():
        # By how often each stands there: of two alike, one may have gone.
        before = Counter(" ".join(text[start:end].split()) for start, end in split_sentences(text))
        kept = clean(text)
        after = Counter(" ".join(kept[start:end].split()) for start, end in split_sentences(kept))
        lost += [gone for gone in before - after if kind_of(gone) != "photo credit"]
    return lost


def _lines() -> Iterator[tuple[str, bool]]:
    """Each line of furniture, and whether it stays between two sentences."""
    for example in examples():
        yield example.line, clean(STORY.format(example.line)) != STORY.format("").replace("\n\n\n\n", "\n\n")


def _pages() -> Iterator[tuple[Story, str]]:
    """Each story, and its whole page as pasted and cleaned."""
    for story in stories():
        yield story, clean(_page(story))


def _own(story: Story) -> list[str]:
    """The lines of the page that are the story's."""
    return [part.removeprefix("- ") for part in normalise(story.text).split("\n\n")]


def _page_lines() -> Iterator[tuple[Story, str, bool]]:
    """Each line of a whole page that is neither its story's nor about it, and whether it stays."""
    for story, cleaned in _pages():
        day = story.published_at
        about = (story.published[:10], f"{day.day} {day:%B %Y}", *filter(None, [story.author]))
        kept = Counter(cleaned.split("\n"))
        for line in normalise(_page(story)).split("\n"):
            if line not in (story.title, *_own(story)) and not any(word in line for word in about):
                yield story, line, kept[line] > 0


@cache
def _page(story: Story) -> str:
    source = page_of(story, f"https://{story.design}.example").decode(HOUSES[story.design].charset)
    return pasted(source)


@lru_cache(maxsize=1)
def _articles() -> tuple[str, ...]:
    return tuple(
        normalise(json.loads(line)["text"])
        for path in NEWS.articles
        for line in path.read_text("utf-8").splitlines()
    )


@lru_cache(maxsize=1)
def _paragraphs() -> tuple[str, ...]:
    found: set[str] = set()
    for path in READING:
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                found.update(filter(None, normalise(json.loads(line)["context"]).split("\n")))
    return tuple(sorted(found))


def show_failing() -> None:
    """Print each line of furniture that stays, and each of a story that goes."""
    for line, kept in _lines():
        if kept:
            print(f"stays: {line}")
    for story, line, kept in _page_lines():
        if kept:
            print(f"stays on {story.design}'s page: {line}")
    if all(path.is_file() for path in THEIRS):
        for sentence in lost_sentences():
            print(f"goes: {sentence}")
        for line in _paragraphs():
            if kind := kind_of(line):
                print(f"goes as {kind}: {line}")


def main(names: list[str]) -> int:
    """Print the figures, or with `--list` what fails."""
    if names == ["--list"]:
        show_failing()
        return 0
    here = all(path.is_file() for path in THEIRS)
    for name, rate in (measured() | (measured_on_articles() if here else {})).items():
        print(f"{name:40}{rate.value:10.5f}{rate.count:8}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
