"""`byline articles`: list, show and remove what the corpus holds."""

from __future__ import annotations

import click

from corpus import Filters, Library, StoredArticle
from retrieval.cli.filters import filter_options, mention_unknown
from retrieval.cli.program import (
    BylineGroup,
    Program,
    console,
    headline,
    json_option,
    pass_program,
    plain,
    print_json,
)
from retrieval.cli.tables import print_table
from retrieval.publishers import searched_in

FAILED = 1


@click.group("articles", cls=BylineGroup)
def articles_command() -> None:
    """List, show or remove what the corpus holds."""


@articles_command.command("list", epilog="Example:  byline articles list --publisher Reuters --since 2024")
@filter_options(as_of=False)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many to list.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to pass over first.")
@json_option
@pass_program
def list_command(program: Program, filters: Filters, limit: int, offset: int, as_json: bool) -> None:
    """List the articles, newest first."""
    with program.library() as library:
        searched = searched_in(library, filters)
        filters = searched.filters
        listed, total = library.page(filters, limit=limit, offset=offset)
    mention_unknown(searched.unknown)
    if as_json:
        print_json({"articles": [_summary(stored) for stored in listed], "total": total})
        return
    _print_table(listed)
    if total > offset + len(listed):
        click.echo(f"{len(listed)} of {total:,}; more with --offset {offset + len(listed)}.", err=True)
    if not total:
        said = "No article matches." if filters else "No articles here. Add some with: byline add story.txt"
        click.echo(said, err=True)


@articles_command.command("show", epilog="Example:  byline articles show 3f2a91c0")
@click.argument("article_id", metavar="ID")
@json_option
@pass_program
def show_command(program: Program, article_id: str, as_json: bool) -> None:
    """Show one article whole; the first few characters of its ID are enough."""
    with program.library() as library:
        stored = library.article(article_id)
        if as_json:
            print_json(_whole(stored, library))
        else:
            _print_article(stored, library)


@articles_command.command("remove", epilog="Example:  byline articles remove 3f2a91c0 --yes")
@click.argument("article_ids", nargs=-1, required=True, metavar="ID...")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@json_option
@pass_program
def remove_command(program: Program, article_ids: tuple[str, ...], yes: bool, as_json: bool) -> int:
    """Remove articles with their passages and earlier versions; asks first.

    Exit code 1: the answer was no, and nothing was removed.
    """
    from corpus import remove_article  # takes as long to load as all the rest

    with program.library() as library:
        found = [library.article(article_id) for article_id in article_ids]
    # One that was named twice is removed once.
    doomed = list({stored.id: stored for stored in found}.values())
    if not yes:
        for stored in doomed:
            click.echo(f"{stored.id}  {headline(stored.article.title)}", err=True)
        if not click.confirm(f"Remove {_articles(len(doomed))} for good?", err=True):
            click.echo("Nothing was removed.", err=True)
            return FAILED
    with program.corpus() as corpus:
        removed = [remove_article(corpus, stored.id) for stored in doomed]
    if as_json:
        print_json({"removed": [{"id": stored.id, "title": stored.article.title} for stored in removed]})
    else:
        click.echo(f"Removed {_articles(len(removed))}.")
    return 0


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"


def _summary(stored: StoredArticle) -> dict[str, object]:
    from retrieval.json_shapes import article_json

    shape = article_json(stored)
    del shape["text"]
    return shape


def _whole(stored: StoredArticle, library: Library) -> dict[str, object]:
    from retrieval.json_shapes import article_json, when

    return {
        **article_json(stored),
        "versions": [
            {"version": v.version, "title": v.article.title, "fetched_at": when(v.article.fetched_at)}
            for v in library.versions(stored.id)
        ],
        "shares_with": stored.shares_with,
        "copies": [_named(copy) for copy in library.copies(stored.id)],
        "sharing": [_named(other) for other in library.sharing(stored.id)],
        "passages": [
            {"passage_id": passage.id, "start": passage.start, "end": passage.end}
            for passage in library.passages_of(stored.id)
        ],
    }


def _named(stored: StoredArticle) -> dict[str, str | None]:
    article = stored.article
    return {"id": stored.id, "title": article.title, "publisher": article.publisher, "url": article.url}


def _print_table(listed: list[StoredArticle]) -> None:
    from retrieval.dates import day

    rows = [
        (stored.id, day(article.published_at), plain(article.publisher or "—"), headline(article.title))
        for stored in listed
        for article in [stored.article]
    ]
    print_table(("ID", "Published", "Publisher", "Headline"), rows, whole=("ID", "Published"))


def _passages(count: int) -> str:
    return "one passage" if count == 1 else f"{count:,} passages"


def _relations(stored: StoredArticle, library: Library) -> list[str]:
    """What the article is a copy of, and what is a copy of it or shares its text, a line each."""
    lines = [f"A copy of {stored.syndicated_from}."] if stored.syndicated_from else []
    lines += [f"Copied by {_by(copy)}." for copy in library.copies(stored.id)]
    return lines + [f"Shares most of its text with {_by(other)}." for other in library.sharing(stored.id)]


def _by(stored: StoredArticle) -> str:
    named = stored.article.publisher
    return f"{stored.id} ({named})" if named else stored.id


def _print_article(stored: StoredArticle, library: Library) -> None:
    from rich.text import Text

    from retrieval.dates import day

    article, out = stored.article, console()
    out.print(Text(article.title, "bold"))
    facts = [article.publisher, article.author, day(article.published_at)]
    out.print(Text(" · ".join(fact for fact in facts if fact), "dim"))
    if article.url:
        out.print(Text(article.url, "dim"))
    versions, passages = library.versions(stored.id), library.passages_of(stored.id)
    out.print(
        Text(f"{stored.id} · version {stored.version} of {len(versions)} · {_passages(len(passages))}", "dim")
    )
    for line in _relations(stored, library):
        out.print(Text(line, "yellow"))
    for version in versions[1:]:
        fetched = day(version.article.fetched_at)
        out.print(Text(f"Version {version.version}, {fetched}: {headline(version.article.title)}", "dim"))
    out.print()
    out.print(Text(article.text))
