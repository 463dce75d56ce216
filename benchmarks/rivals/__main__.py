"""Byline beside LangChain, LlamaIndex and txtai: the same articles, model and questions, in one run.

    .venv/bin/python -m benchmarks.rivals [--articles FILE --questions FILE] [--cores 1] [--rounds 3]

Each lives in an environment of its own: Byline as the Makefile installs it, a rival from its pinned versions
(`benchmarks/rivals/NAME.txt`), some two gigabytes each under `--environments`; `--remove` removes them at the
end. The contestants take turns, round by round, each in a process of its own; a ratio is between two of one
round, and its spread over the rounds stands beside it. By default the articles are the sample and others made
up of its words. What does not install or does not run is said so, and left out.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.corpora import ROOT, SAMPLE
from benchmarks.question import story
from benchmarks.rivals.environment import HERE, Environment, NotInstalledError, make
from benchmarks.rivals.table import BYLINE, Measured, table
from benchmarks.rivals.turn import FailedError, Task, Turn, take_turn
from corpus.weights import PACKAGE, packaged_model

RIVALS = ("langchain", "llamaindex", "txtai")


def main() -> int:
    """Make what is missing, let them take turns, and print."""
    options = _options()
    if options.cores:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.cores])
    contestants = _installed(options)
    with tempfile.TemporaryDirectory() as folder:
        articles = options.articles or _made_up(Path(folder, "articles.jsonl"), options.made_up)
        asked = [one for one in _lines(options.questions) if one.get("gold")]
        questions = Path(folder, "questions.json")
        questions.write_text(json.dumps([one["question"] for one in asked]), "utf-8")
        task = Task(packaged_model().folder, articles, questions)
        rounds = _rounds(contestants, task, Path(folder, "stores"), options.rounds)
        words = sum(len(str(one["text"]).split()) for one in _lines(articles))
    sizes = {name: environment.size for name, environment in contestants.items()}
    print(f"{words:,} words, {len(asked)} questions, {len(rounds)} rounds")
    for line in table(Measured(words, [frozenset(one["gold"]) for one in asked], rounds, sizes)):
        print(line)
    if options.remove:
        shutil.rmtree(options.environments)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rivals", nargs="*", default=RIVALS, choices=RIVALS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=Path, help="JSON lines with a title, a text and a url each")
    parser.add_argument("--made-up", type=int, default=20, help="how many are made up beside the sample")
    parser.add_argument(
        "--questions", type=Path, default=SAMPLE.questions, help="as benchmarks/questions.jsonl"
    )
    parser.add_argument("--cores", type=int, help="hold all contestants to so many")
    parser.add_argument("--environments", type=Path, default=ROOT / "var" / "rivals")
    parser.add_argument("--remove", action="store_true", help="remove the environments at the end")
    return parser.parse_args()


def _installed(options: argparse.Namespace) -> dict[str, Environment]:
    """Byline with what it needs now, run from this checkout, and the rivals that install."""
    needs = (ROOT / "pyproject.toml").read_text("utf-8")
    lines = f"{ROOT}\n--no-deps {PACKAGE}==0.1.0\n"
    found = {BYLINE: make(options.environments / BYLINE, lines, needs)}
    for name in options.rivals:
        try:
            found[name] = make(options.environments / name, (HERE / f"{name}.txt").read_text("utf-8"))
        except NotInstalledError as error:
            print(f"{name} does not install: {error}")
    return found


def _rounds(
    contestants: dict[str, Environment], task: Task, stores: Path, count: int
) -> list[dict[str, Turn]]:
    rounds = []
    for number in range(count):
        turns = {}
        for name, environment in list(contestants.items()):
            try:
                turns[name] = take_turn(environment.python, name, task, stores / name)
            except FailedError as error:
                print(f"{name} does not run: {error}")
                del contestants[name]
        rounds.append(turns)
        print(f"round {number + 1} of {count}", file=sys.stderr, flush=True)
    return [{name: turns[name] for name in contestants} for turns in rounds]


def _made_up(path: Path, count: int) -> Path:
    """The sample articles, and so many of the same words that answer nothing."""
    lines = SAMPLE.articles[0].read_text("utf-8").splitlines()
    for number in range(count):
        article = story(number)[0].article
        lines.append(json.dumps({"title": article.title, "text": article.text, "url": article.url}))
    path.write_text("\n".join(lines), "utf-8")
    return path


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main())
