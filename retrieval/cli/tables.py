"""Tables: on a terminal as wide as it is, anywhere else a line for each row, as `grep` and files want it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from retrieval.cli.program import console

if TYPE_CHECKING:
    from rich.text import Text

# Wider than any row: what is not for a screen is not wrapped.
_ENDLESS = 5_000

Cell = str | tuple[str, str]
"""Plain words, as `program.plain` makes them, or such and a colour; a second line says more, in dim print."""


def print_table(heads: Sequence[str], rows: Sequence[Sequence[Cell]], whole: Sequence[str] = ()) -> None:
    """Print rows under their heads; columns named in `whole` are never wrapped. Without rows nothing."""
    from rich.console import Console
    from rich.table import Table

    if not rows:
        return
    out = console()
    on_screen = bool(out.is_terminal)
    table = Table(box=None, pad_edge=False)
    for head in heads:
        table.add_column(head, no_wrap=head in whole, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(cell, on_screen) for cell in row))
    if on_screen:
        out.print(table)
        return
    written = io.StringIO()
    Console(file=written, width=_ENDLESS, highlight=False).print(table)
    for line in written.getvalue().splitlines():
        click.echo(line.rstrip())


def _cell(cell: Cell, on_screen: bool) -> Text:
    from rich.text import Text as RichText

    words, colour = (cell, "") if isinstance(cell, str) else cell
    first, _, more = words.partition("\n")
    text = RichText(first, colour)
    return text.append(f"\n{more}" if on_screen else f" · {more}", "dim") if more else text
