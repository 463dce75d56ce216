"""`byline eval`: scores a file of questions on the corpus."""

from __future__ import annotations

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

if TYPE_CHECKING:
    from retrieval.evaluate import Report
    from retrieval.judge import Judged


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

    with program.answerer() as answerer, progress_bar("Asking") as progress:
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
