"""How answers and passages look in a terminal: quotes, headlines, dates, clickable links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from corpus import Coverage, StoredArticle
from retrieval.cli.program import headline, plain, tame
from retrieval.dates import day
from retrieval.marks import marks_of
from retrieval.models import Answer, Citation, Hit, Searched, Sentence, Side, Status

_BEGINNING = 60  # characters: enough to tell one sentence of an article from another
_SHOWN_OF_A_PASSAGE = 240  # characters: enough to see whether a passage is worth opening


def _indented(text: Text, indent: int = 2, below: int = 0) -> Padding:
    """A text with its margins, and no blanks behind its lines: it may be copied or piped."""
    return Padding(text, (0, 0, below, indent), expand=False)


def show_answer(answer: Answer, console: Console) -> None:
    """Print an answer with its sources, or a refusal with what was searched."""
    console.print()
    if answer.status is Status.REFUSED:
        _show_refusal(answer, console)
        return
    by_number = {citation.number: citation for citation in answer.citations}
    for note in _notes(answer.searched):
        console.print(_indented(Text(note, "yellow"), below=1))
    for sentence in answer.sentences:
        console.print(_indented(_told(sentence, answer.verbatim), below=1))
    if answer.disagreements:
        _heading("Sources differ", console)
        for disagreement in answer.disagreements:
            _show_sides(disagreement.about, disagreement.sides, by_number, console)
    if answer.updates:
        _heading("Updated since", console)
        for updated in answer.updates:
            _show_sides(f"{updated.about}: {updated}", updated.sides, by_number, console)
    _heading("Sources", console)
    articles: dict[tuple[str, int], list[Citation]] = {}
    for citation in answer.citations:
        articles.setdefault((citation.article.id, citation.article.version), []).append(citation)
    for cited in articles.values():
        _show_source(cited, answer.verbatim, console)
    if answer.related:
        _heading("Related, not part of the answer", console)
        show_hits(answer.related, console)
    console.print()
    console.print(_indented(_freshness(answer)))


def show_hits(hits: Sequence[Hit], console: Console) -> None:
    """Print ranked passages, best first."""
    if not hits:
        console.print(_indented(Text("Nothing found.")))
    for rank, hit in enumerate(hits, start=1):
        line = Text.assemble((f"{rank}. ", "bold"), _headline(hit.article, hit.article.article.url))
        console.print(_indented(line))
        words = shorten(plain(hit.passage.text), _SHOWN_OF_A_PASSAGE, placeholder=" …")
        console.print(_indented(Text(words, "dim"), 5, 1))


def spoken_coverage(coverage: Coverage) -> str:
    """What was searched, in words: `12 articles from 3 publishers, 2 Sep 2024 to 9 Oct 2024`."""
    articles = f"{coverage.articles:,} article" + ("" if coverage.articles == 1 else "s")
    names = coverage.publishers
    publishers = f" from {len(names)} publisher" + ("" if len(names) == 1 else "s") if names else ""
    dates = f", {day(coverage.earliest)} to {day(coverage.latest)}" if coverage.earliest else ""
    return articles + publishers + dates


def spoken_filters(searched: Searched) -> str:
    """The filters in words, or nothing."""
    filters = searched.filters
    parts = [plain(f"published by {' or '.join(filters.publishers)}")] if filters.publishers else []
    parts += [f"since {day(filters.since)}"] if filters.since else []
    parts += [f"before {day(filters.until)}"] if filters.until else []
    return ", ".join(parts)


def _notes(searched: Searched) -> list[str]:
    """What an answer must say of where it was looked for; nothing where all articles were searched."""
    filters = spoken_filters(searched)
    notes = [f"Nothing {filters} answers this, so more than that was searched."] if searched.widened else []
    notes += [f"Only articles {filters} were searched."] if filters and not searched.widened else []
    notes += [plain(f"Nothing on this by {name}.") for name in searched.silent]
    return notes + [plain(f"No answer to “{part}”.") for part in searched.unanswered]


def _show_refusal(answer: Answer, console: Console) -> None:
    filters = "" if answer.searched.widened else spoken_filters(answer.searched)
    console.print(_indented(Text("The articles do not say.", "bold yellow")))
    searched = f"Searched {spoken_coverage(answer.searched.coverage)}" + (f" ({filters})" if filters else "")
    console.print(_indented(Text(f"{searched}."), below=1))
    if answer.related:
        _heading("Nearest passages, not an answer", console)
        show_hits(answer.related, console)


def _show_sides(
    about: str, sides: Iterable[Side], citations: Mapping[int, Citation], console: Console
) -> None:
    console.print(_indented(Text(plain(about), "bold")))
    for side in sides:
        article = citations[side.citations[0]].article.article
        said = f"{plain(article.publisher or 'No publisher')}, {day(article.published_at)}: "
        quote = _quoted([(side.text, False)], side.citations)
        console.print(_indented(Text.assemble(said, quote, _marks(side)), 4))
    console.print()


def _quoted(pieces: Iterable[tuple[str, bool]], numbers: Sequence[int], marks: str = "“”") -> Text:
    """The pieces of a sentence in quotation marks on one line, those that answer in bold."""
    folded = [(tame(words), "bold" if answers else "") for words, answers in pieces]
    markers = "".join(f"[{number}]" for number in numbers)
    return Text.assemble(marks[:1], *folded, f"{marks[1:]} ", (markers, "bold cyan"))


def _told(sentence: Sentence, verbatim: bool) -> Text:
    """A sentence with who says it, where that is not plain from its words.

    In quotation marks only where it is a quote; a language model's is none.
    """
    return Text.assemble(
        _quoted(sentence.pieces(), sentence.citations, "“”" if verbatim else ""), _marks(sentence)
    )


def _marks(told: Sentence | Side) -> Text:
    """Who says it, where that is not plain from the words."""
    marks = "; ".join(marks_of(told))
    return Text(f" ({plain(marks)})" if marks else "", "dim")


def _show_source(citations: Sequence[Citation], verbatim: bool, console: Console) -> None:
    """One article, once, with the place of each sentence of it that is cited."""
    several, first = len(citations) > 1, citations[0]
    numbers = "".join(f"[{citation.number}] " for citation in citations)
    url = first.article.article.url if several else first.deep_link
    console.print(_indented(Text.assemble((numbers, "bold cyan"), _headline(first.article, url))))
    for citation in citations:
        if several or not verbatim:
            console.print(_indented(_place(citation, several, verbatim), 6))
        if citation.deep_link and not console.is_terminal:
            console.print(Text(f"      {citation.deep_link}", "dim"), soft_wrap=True)


def _place(citation: Citation, several: bool, verbatim: bool) -> Text:
    """The words that are cited; of those that stand above already, the beginning."""
    words = tame(citation.quote)
    quote = Text(f"“{shorten(words, _BEGINNING, placeholder=' …') if verbatim else words}”")
    if citation.deep_link:
        quote.stylize(f"link {citation.deep_link}")
    return Text.assemble((f"[{citation.number}] " if several else "", "bold cyan"), quote)


def _headline(stored: StoredArticle, link: str | None) -> Text:
    article = stored.article
    title = Text(headline(article.title), "bold")
    if link:
        title.stylize(f"link {link}")
    return Text.assemble(
        title, f" — {plain(article.publisher or 'no publisher')}, {day(article.published_at)}"
    )


def _heading(words: str, console: Console) -> None:
    console.print(Rule(words, align="left", style="dim"))


def _freshness(answer: Answer) -> Text:
    count = answer.independent_sources
    sources = f"{count} independent source" + ("" if count == 1 else "s")
    line = f"Newest source: {day(answer.newest_source)} · {sources} · {answer.seconds:.2f} s"
    written = (
        "" if answer.verbatim else f"\nWritten by {plain(answer.writer)}; each sentence checked by its quotes"
    )
    return Text(line + written, "dim")
