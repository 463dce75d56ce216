"""`byline check`: is a claim supported, disputed or not found."""

from __future__ import annotations

import sys

import click

from corpus import Filters
from retrieval.cli.filters import filter_options, mention_unknown
from retrieval.cli.program import (
    BylineCommand,
    Program,
    console,
    json_option,
    pass_program,
    print_json,
    working,
)

NOT_FOUND = 3


@click.command(
    "check",
    cls=BylineCommand,
    epilog="Example:  byline check 'The ferry sank in May and 12 people died.' --since 2024-09",
)
@click.argument("claim")
@filter_options()
@json_option
@pass_program
def check_command(program: Program, claim: str, filters: Filters, as_json: bool) -> int:
    """Check CLAIM, a sentence or a pasted paragraph, against the articles.

    Each claim in it is supported, disputed or not found, with the quotes that say so. A claim of `-` is read
    from standard input. Exit code 3: not found, or not all of it.
    """
    from retrieval.check import MAX_TEXT, Checker, ClaimVerdict

    # More than is taken is enough to say that it is too much.
    asked = sys.stdin.read(4 * MAX_TEXT) if claim == "-" else claim
    with program.answerer() as answerer:
        with working("Checking"):
            checked = Checker(answerer).check(asked, filters)
        mention_unknown(checked.searched.unknown)
        if as_json:
            from retrieval.check_json import check_json

            print_json(check_json(checked))
        else:
            from retrieval.cli.show_check import show_check

            show_check(checked, console())
    return NOT_FOUND if checked.verdict is ClaimVerdict.NOT_FOUND else 0
