"""`byline eval`: scores a file of questions on the corpus."""

from __future__ import annotations

from dataclasses import asdict
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import click

from retrieval.cli.program import (
    BylineCommand,
    Program,
    console,
    json_option,
    pass_program,
    print_json,
    progress_bar,
)
from retrieval.scoring.reliability import Trade, reliability, trade_off

if TYPE_CHECKING:
    from retrieval.evaluate import Report
    from retrieval.scoring.judge import Judged

_BAR = 40
_PRINTED = tuple(step / 10 for step in range(1, 10))


@click.command("eval", cls=BylineCommand, epilog="Example:  byline eval questions.jsonl --json > scores.json")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--misses", is_flag=True, help="List each question that was answered wrongly or refused.")
@json_option
@pass_program
def eval_command(program: Program, file: Path, misses: bool, as_json: bool) -> None:
    """Score the questions of FILE on the corpus.

    FILE holds one question a line: {"question", "answers", "gold", "type", …}; "gold" are the links of the
    articles that answer it, and a question without answers is one the corpus does not hold.
    """
    from retrieval.evaluate import evaluate

    with program.answerer(briefly=False) as answerer, progress_bar("Asking") as progress:
        report = evaluate(file, answerer, progress)
    if as_json:
        print_json(report_json(report))
        return
    print_report(report)
    if misses:
        _print_misses(report)


def report_json(report: Report) -> dict[str, object]:
    """What `byline eval --json` prints: every figure with its range, and every question's outcome."""
    return {
        "file": report.path.name,
        "sha256": report.sha256,
        "scores": {
            score.name: {
                "value": round(score.value, 4),
                "low": round(score.low, 4),
                "high": round(score.high, 4),
                "questions": score.questions,
            }
            for score in report.scores
        },
        "reliability": [asdict(bin_) for bin_ in reliability(report.judged)],
        "trade_off": [{"threshold": trade.threshold, **_rates(trade)} for trade in trade_off(report.judged)],
        "questions": [_outcome(judged) for judged in report.judged],
        "seconds": round(report.seconds, 2),
    }


def print_report(report: Report) -> None:
    """Print the figures as a table."""
    from rich.table import Table

    table = Table(title=report.path.name, box=None, pad_edge=False, title_justify="left")
    table.add_column("score")
    for name in ("value", "95 % range", "questions"):
        table.add_column(name, justify="right")
    for score in report.scores:
        interval = f"{score.low:.3f} to {score.high:.3f}"
        table.add_row(score.name, f"{score.value:.3f}", interval, str(score.questions))
    console().print(table)
    _print_reliability(report)
    _print_trade_off(report)


def _print_reliability(report: Report) -> None:
    from rich.table import Table

    title = "Does confidence keep its word? (█ share answerable, ┃ confidence)"
    table = Table(title=title, box=None, pad_edge=False, title_justify="left")
    for name in ("confidence", "answerable", "questions"):
        table.add_column(name, justify="right")
    table.add_column()
    for bin_ in reliability(report.judged):
        row = (f"{bin_.confidence:.2f}", f"{bin_.answerable:.2f}", str(bin_.questions))
        table.add_row(*row, _bar(bin_.answerable, bin_.confidence))
    console().print(table)


def _bar(filled: float, mark: float) -> str:
    cells = ["█" if cell < round(filled * _BAR) else "░" for cell in range(_BAR)]
    cells[min(int(mark * _BAR), _BAR - 1)] = "┃"
    return "".join(cells)


def _print_trade_off(report: Report) -> None:
    from rich.table import Table

    table = Table(title="Refusing below a confidence", box=None, pad_edge=False, title_justify="left")
    for name in ("threshold", "answerable refused", "unanswerable refused"):
        table.add_column(name, justify="right")
    for trade in trade_off(report.judged, _PRINTED):
        shown = (f"{rate:.2f}" if rate is not None else "-" for rate in _rates(trade).values())
        table.add_row(f"{trade.threshold:.2f}", *shown)
    console().print(table)


def _rates(trade: Trade) -> dict[str, float | None]:
    """Rounded, and None for what no question tells: JSON has no nan."""
    rates = {"false_refusals": trade.false_refusals, "refusal_recall": trade.refusal_recall}
    return {name: None if isnan(rate) else round(rate, 4) for name, rate in rates.items()}


def _outcome(judged: Judged) -> dict[str, object]:
    return {
        "question": judged.question.text,
        "type": judged.question.type,
        "article_rank": judged.article_rank,
        "shown": judged.shown,
        "refused": judged.refused,
        "confidence": round(judged.confidence, 4),
    }


def _print_misses(report: Report) -> None:
    for judged in report.judged:
        wanted = judged.question.answerable
        if wanted and not judged.shown:
            click.echo(f"{'refused' if judged.refused else 'not shown':<10} {judged.question.text}")
        elif not wanted and not judged.refused:
            click.echo(f"{'answered':<10} {judged.question.text}")
