"""`byline questions`: what was asked in Discord servers that keep it, for whoever runs the bot."""

from __future__ import annotations

import click

from corpus import AskedQuestion
from retrieval.cli.program import BylineCommand, Program, json_option, pass_program, plain, print_json
from retrieval.cli.tables import print_table


@click.command(
    "questions",
    cls=BylineCommand,
    epilog="Examples:  byline questions --server 7 ·  byline questions --json --limit 1000",
)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many to list.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to pass over first.")
@click.option("--server", metavar="ID", help="Only questions of this Discord server.")
@json_option
@pass_program
def questions_command(program: Program, limit: int, offset: int, server: str | None, as_json: bool) -> None:
    """Show what was asked in servers that keep questions: first what the articles held no answer to.

    A server keeps them where its admins set that with /corpus settings.
    """
    with program.library() as library:
        asked = library.questions.asked(server, limit, offset)
        refused, answered = library.questions.count(server)
    if as_json:
        shown = [question_json(one) for one in asked]
        print_json({"questions": shown, "without_answer": refused, "answered": answered})
        return
    rows = [
        (f"{one.at:%Y-%m-%d %H:%M}", ("yes", "green") if one.answered else ("no", "red"), _asked(one))
        for one in asked
    ]
    print_table(("Last (UTC)", "Answered", "Question"), rows, whole=("Last (UTC)", "Answered"))
    click.echo(f"Without an answer: {refused:,}, answered: {answered:,}.", err=True)


def question_json(asked: AskedQuestion) -> dict[str, object]:
    """A question as scripts read it; times in UTC."""
    return {
        "question": asked.question,
        "answered": asked.answered,
        "times": asked.times,
        "last_at": asked.at.isoformat(),
        "server": asked.server,
    }


def _asked(asked: AskedQuestion) -> str:
    often = f" ({asked.times:,} times)" if asked.times > 1 else ""
    return plain(" ".join(asked.question.split())) + often
