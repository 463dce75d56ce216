"""`byline ask` and `byline search`: questions in, cited answers or ranked passages out."""

from __future__ import annotations

import sys
from dataclasses import replace

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
from retrieval.models import Query, Status
from retrieval.refusal import Strictness

NOT_HELD = 3

_count = click.option(
    "-k",
    "limit",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="How many passages to consider or print.",
)


@click.command(
    "ask",
    cls=BylineCommand,
    epilog="Example:  byline ask 'How many people were hurt?' --since 2024-09 --publisher 'Harbour Ledger'",
)
@click.argument("question")
@filter_options()
@_count
@click.option("--related", is_flag=True, help="Show the nearest passages beside an answer, too.")
@click.option("--strict", is_flag=True, help="Answer only when surer: fewer wrong answers, more refusals.")
@click.option("--lenient", is_flag=True, help="Answer when less sure: fewer refusals, more wrong answers.")
@json_option
@pass_program
def ask_command(program: Program, question: str, filters: Filters, **options: bool | int) -> int:
    """Ask QUESTION; the answer is made of cited quotes, or of a language model's checked sentences.

    A question of `-` is read from standard input. Exit code 3: the corpus does not hold the answer.
    """
    strictness = _strictness(bool(options["strict"]), bool(options["lenient"]))
    asked = sys.stdin.read() if question == "-" else question
    with program.answerer() as answerer:
        with working("Reading") as say:
            answer = answerer.answer(
                asked, filters, int(options["limit"]), strictness, lambda sentence: say(sentence.text)
            )
            if options["related"] and not answer.related:
                near = answerer.search(Query(answer.question, filters), int(options["limit"]))
                answer = replace(answer, related=tuple(near))
        mention_unknown(answer.searched.unknown)
        if options["as_json"]:
            from retrieval.json_shapes import answer_json

            print_json(answer_json(answer))
        else:
            from retrieval.cli.show import show_answer

            show_answer(answer, console())
    return NOT_HELD if answer.status is Status.REFUSED else 0


@click.command("search", cls=BylineCommand, epilog="Example:  byline search 'ferry accident' -k 10 --json")
@click.argument("query")
@filter_options()
@_count
@json_option
@pass_program
def search_command(program: Program, query: str, filters: Filters, limit: int, as_json: bool) -> int:
    """Rank the passages nearest to QUERY, best first."""
    with program.answerer() as answerer:
        with working("Searching"):
            hits = answerer.search(Query(query, filters), limit)
            searched = answerer.searched(filters)
        mention_unknown(searched.unknown)
        if as_json:
            from retrieval.json_shapes import search_json

            print_json(search_json(query, hits, searched))
        else:
            from retrieval.cli.show import show_hits

            show_hits(hits, console())
    return 0


def _strictness(strict: bool, lenient: bool) -> Strictness:
    if strict and lenient:
        raise click.UsageError("--strict and --lenient exclude each other: give one, or neither.")
    return Strictness.STRICT if strict else Strictness.LENIENT if lenient else Strictness.NORMAL
