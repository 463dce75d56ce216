"""What one training example is, and how the reading sets become examples."""

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """One question over one passage; `spans` are character ranges of the passage."""

    question: str
    passage: str
    spans: tuple[tuple[int, int], ...]
    """Accepted answers; empty when unanswerable, or when the answer is no span (yes or no)."""
    answerable: bool
    header: str = ""
    """The line that production puts before a passage: headline, publisher and date."""
    group: str = ""
    """The article the passage comes from, where the set names one."""
    source: str = ""


def read_rows(path: Path) -> Iterator[Row]:
    """The JSON lines of a plain or xz-compressed file."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, to prove which data a model rests on."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def from_row(row: Row, source: str) -> Example:
    """One line of the common format (`question, context, answers, title`)."""
    spans = tuple((a["answer_start"], a["answer_start"] + len(a["text"])) for a in row["answers"])
    title = str(row.get("title", "")).replace("_", " ").strip()
    header, group = ("", ":".join(title.split(":")[:3])) if title.startswith("Wiki1k:") else (title, title)
    header = row.get("header", header)
    passage = row["context"]
    return Example(row["question"].strip(), passage, spans, bool(spans), header, group, source)


def all_occurrences(example: Example) -> Example:
    """Accept every place where the answer's words stand: the set does not know which one was meant."""
    found: set[tuple[int, int]] = set()
    for start, end in example.spans:
        words, at = example.passage[start:end], -1
        while words and (at := example.passage.find(words, at + 1)) >= 0:
            found.add((at, at + len(words)))
    return replace(example, spans=tuple(sorted(found)))


def from_boolq(row: Row) -> Example:
    """A yes/no question: answerable from its passage, though no span says so."""
    passage, question = row["query"].removeprefix("Passage: ").rsplit("\nQuestion:", 1)
    return Example(question.removesuffix("Answer:").strip(), passage, (), True, source="boolq")


def from_clapnq(row: Row) -> Example:
    """A search question with the passage a search found; some find no answer there."""
    passage, output = row["passages"][0], row["output"][0]
    chosen = [s for s in output["selected_sentences"] if s]
    return Example(
        row["input"], passage["text"], (), bool(chosen), passage["title"], passage["title"], "clapnq"
    )


def read_set(folder: Path, name: str) -> list[Example]:
    """All examples of one named set under the folder of reading sets."""
    if name == "clapnq":
        files = sorted((folder.parent / "clapnq_dev").glob("*.jsonl"))
        return [from_clapnq(row) for file in files for row in read_rows(file)]
    rows = read_rows(folder / f"{name}.jsonl.xz")
    if name == "boolq":
        return [from_boolq(row) for row in rows]
    examples = (from_row(row, name) for row in rows)
    return [all_occurrences(e) if name == "squad11_train" else e for e in examples]
