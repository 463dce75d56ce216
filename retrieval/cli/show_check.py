"""How a checked claim looks in a terminal: a mark, the verdict, the quotes for and against."""

from __future__ import annotations

import re

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from retrieval.check import Checked, CheckedClaim, ClaimVerdict
from retrieval.cli.program import headline, plain
from retrieval.cli.show import spoken_coverage, spoken_filters
from retrieval.dates import day
from retrieval.models import Citation

_MARKS = {
    ClaimVerdict.SUPPORTED: ("✓", "bold green", "Supported"),
    ClaimVerdict.DISPUTED: ("✗", "bold red", "Disputed"),
    ClaimVerdict.NOT_FOUND: ("?", "bold yellow", "Not found"),
}
_WHITE_SPACE = re.compile(r"\s+")


def show_check(checked: Checked, console: Console) -> None:
    """Print each claim with its verdict and quotes, then what was searched."""
    console.print()
    for claim in checked.claims:
        _show_claim(claim, console)
    for part in checked.skipped:
        words = Text.assemble(("– ", "dim"), plain(part.text), (f"  Not checked: {part.no_claim}.", "dim"))
        console.print(_indented(words, 2, 1))
    console.print(_indented(Text(_searched(checked), "dim"), 2))


def _show_claim(claim: CheckedClaim, console: Console) -> None:
    mark, style, verdict = _MARKS[claim.verdict]
    console.print(
        _indented(Text.assemble((f"{mark} ", style), plain(claim.claim), (f"  {verdict}", style)), 2)
    )
    for citation, alleged in zip(claim.supporting, claim.alleged, strict=True):
        _show_quote("For", citation, "as an accusation" if alleged else "", console)
    for citation, reason in zip(claim.disputing, claim.reasons, strict=True):
        _show_quote("Against", citation, reason, console)
    console.print()


def _show_quote(side: str, citation: Citation, reason: str, console: Console) -> None:
    article = citation.article.article
    quote = Text.assemble((f"{side}: ", "bold"), f"“{_WHITE_SPACE.sub(' ', citation.quote)}”")
    console.print(_indented(quote, 4))
    title = Text(headline(article.title))
    if citation.deep_link:
        title.stylize(f"link {citation.deep_link}")
    source = Text.assemble(f"{article.publisher or 'no publisher'}, {day(article.published_at)} — ", title)
    source.append(f" ({plain(reason)})" if reason else "")
    console.print(_indented(source, 6))
    if citation.deep_link and not console.is_terminal:
        console.print(Text(f"      {citation.deep_link}", "dim"), soft_wrap=True)


def _searched(checked: Checked) -> str:
    filters = spoken_filters(checked.searched)
    return f"Searched {spoken_coverage(checked.searched.coverage)}" + (f" ({filters})." if filters else ".")


def _indented(text: Text, indent: int, below: int = 0) -> Padding:
    return Padding(text, (0, 0, below, indent), expand=False)
