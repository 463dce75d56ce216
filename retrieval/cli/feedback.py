"""`byline feedback`: what people in Discord think of answers, for whoever runs the bot."""

from __future__ import annotations

import click

from corpus import Vote
from retrieval.cli.program import BylineCommand, Program, json_option, pass_program, plain, print_json
from retrieval.cli.tables import Cell, print_table


@click.command(
    "feedback",
    cls=BylineCommand,
    epilog="Examples:  byline feedback --bad ·  byline feedback --json --limit 1000",
)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many to list.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to pass over first.")
@click.option("--server", metavar="ID", help="Only votes of this Discord server.")
@click.option("--bad", is_flag=True, help="Only answers that did not help.")
@json_option
@pass_program
def feedback_command(
    program: Program, limit: int, offset: int, as_json: bool, **narrowed: str | bool | None
) -> None:
    """Show the votes of every Discord server, newest first, with question, answer and quotes."""
    server = str(narrowed["server"]) if narrowed["server"] else None
    with program.library() as library:
        votes = library.answers.votes(server, False if narrowed["bad"] else None, limit, offset)
        good, bad = library.answers.count(server)
    if as_json:
        print_json({"votes": [vote_json(vote) for vote in votes], "helpful": good, "not_helpful": bad})
        return
    rows = [(f"{vote.at:%Y-%m-%d %H:%M}", _thought(vote), _of_what(vote)) for vote in votes]
    print_table(("When (UTC)", "Vote", "Of what"), rows, whole=("When (UTC)", "Vote"))
    click.echo(f"Helpful: {good:,}, not helpful: {bad:,}.", err=True)


def vote_json(vote: Vote) -> dict[str, object]:
    """A vote as scripts read it; times in UTC."""
    return {
        "at": vote.at.isoformat(),
        "helpful": vote.good,
        "reason": vote.reason,
        "question": vote.question,
        "answer": vote.said,
        "citations": [
            {
                "number": one.number,
                "article_id": one.article_id,
                "title": one.title,
                "publisher": one.publisher,
                "quote": one.quote,
            }
            for one in vote.citations
        ],
        "server": vote.server,
        "user": vote.user,
    }


def _thought(vote: Vote) -> Cell:
    return ("helpful", "green") if vote.good else ("not helpful", "red")


def _of_what(vote: Vote) -> str:
    """The question and, on a second line, why, or what was answered."""
    said = f"why: {vote.reason}" if vote.reason else vote.said
    return f"{plain(vote.question)}\n{plain(' '.join(said.split()))}"
