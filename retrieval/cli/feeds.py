"""`byline feeds`: follow RSS, Atom, JSON feeds and sitemaps, and refresh them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

import click

from corpus import (
    Corpus,
    CorpusError,
    Feed,
    FeedStatus,
    FeedWorld,
    Refreshed,
    RefreshOutcome,
    RefreshProgress,
    add_feed,
    find_feed,
    list_feeds,
    refresh_due,
    refresh_feed,
    remove_feed,
    utc_now,
)
from retrieval.cli.program import BylineGroup, Program, json_option, pass_program, plain, print_json
from retrieval.cli.results import SOME_REFUSED, Lines, lines, result_line, result_shape
from retrieval.cli.tables import print_table

FAILED = 1
_REFRESHING = "Refreshing"

Watch = Callable[[RefreshProgress], None]


@click.group("feeds", cls=BylineGroup)
def feeds_command() -> None:
    """Follow RSS, Atom and JSON feeds and sitemaps: their new articles are added at each refresh."""


@feeds_command.command(
    "add",
    epilog="Examples:  byline feeds add example.org ·  byline feeds add https://example.org/rss --every 30",
)
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@click.option("--every", type=click.FloatRange(5, 43_200), metavar="MINUTES", help="How often to ask it.")
@json_option
@pass_program
def add_command(program: Program, addresses: tuple[str, ...], every: float | None, as_json: bool) -> int:
    """Follow the feed at each ADDRESS: of a feed, of a sitemap, or of a site, whose feed is then looked for.

    Nothing is fetched from it yet; that is what refresh does. Exit code 4: some were not found.
    """
    world = FeedWorld.of(program.corpus_settings())
    interval = timedelta(minutes=every) if every else None
    shapes: list[dict[str, object]] = []
    with program.library(making=True) as library:
        for address in addresses:
            try:
                feed, new = add_feed(address, library, interval, world)
            except CorpusError as error:
                shapes.append({"address": address, "outcome": "failed", "feed": None, "reason": str(error)})
            else:
                outcome = "added" if new else "unchanged"
                shapes.append({"address": address, "outcome": outcome, "feed": _feed(feed), "reason": None})
            if not as_json:
                _say_added(shapes[-1])
    if as_json:
        print_json({"feeds": shapes})
    elif any(shape["outcome"] == "added" for shape in shapes):
        click.echo("Add what they list with:  byline feeds refresh", err=True)
    failed = sum(shape["outcome"] == "failed" for shape in shapes)
    return 0 if not failed else FAILED if failed == len(shapes) else SOME_REFUSED


def _say_added(shape: dict[str, object]) -> None:
    feed = shape["feed"]
    if not isinstance(feed, dict):
        click.echo(f"{plain(str(shape['address']))}: {plain(str(shape['reason']))}", err=True)
        return
    said = "Following" if shape["outcome"] == "added" else "Followed already:"
    click.echo(f"{said} {plain(feed['name'])} ({feed['kind']}, {feed['id']}) at {plain(feed['address'])}")


@feeds_command.command("list", epilog="Example:  byline feeds list --json")
@json_option
@pass_program
def list_command(program: Program, as_json: bool) -> None:
    """List the feeds and how each of them fares."""
    with program.library() as library:
        listed = list_feeds(library)
    if as_json:
        print_json({"feeds": [_status(status) for status in listed]})
    elif listed:
        _print_table(listed)
    else:
        click.echo("No feed is followed. Follow one with: byline feeds add example.org", err=True)


@feeds_command.command("remove", epilog="Example:  byline feeds remove example.org/rss")
@click.argument("names", nargs=-1, required=True, metavar="FEED...")
@json_option
@pass_program
def remove_command(program: Program, names: tuple[str, ...], as_json: bool) -> None:
    """Follow each FEED (its id or address) no more; the articles that came from it stay."""
    with program.library() as library:
        found = {status.feed.id: status.feed for status in (find_feed(library, name) for name in names)}
        removed = [remove_feed(library, feed_id) for feed_id in found]
    if as_json:
        print_json({"removed": [_feed(feed) for feed in removed]})
    else:
        for feed in removed:
            click.echo(f"No longer following {plain(feed.name)}. Its articles stay.")


@feeds_command.command(
    "refresh",
    epilog="Examples:  byline feeds refresh ·  byline feeds refresh example.org/rss ·"
    "  byline feeds refresh --due",
)
@click.argument("names", nargs=-1, metavar="[FEED]...")
@click.option("--due", is_flag=True, help="Only those whose interval is over: for a timer.")
@json_option
@pass_program
def refresh_command(program: Program, names: tuple[str, ...], due: bool, as_json: bool) -> int:
    """Add what is new in each FEED (its id or address), or in all feeds.

    Exit code 4: some items were refused or failed, the others are in; 1: no feed could be read.
    """
    if names and due:
        raise click.UsageError("--due chooses the feeds; name none with it.")
    world = FeedWorld.of(program.corpus_settings())
    with program.library() as library:
        chosen = [find_feed(library, name).feed.id for name in names] or [
            status.feed.id for status in list_feeds(library) if not status.ended
        ]
        idle = not (library.feeds.due(world.now()) if due else chosen)
    refreshed: list[Refreshed] = []
    if not idle:
        with lines(_REFRESHING, as_json) as told, program.corpus() as corpus:
            watch = partial(_watch, told=told, as_json=as_json)
            for one in _refresh(corpus, None if due else chosen, watch, world):
                refreshed.append(one)
                if not as_json:
                    _say_refreshed(one, told)
    if as_json:
        print_json({"feeds": [_refreshed(one) for one in refreshed]})
    elif not refreshed:
        click.echo("No feed is due." if due else "No feed is followed.", err=True)
    return _exit_code(refreshed)


def _refresh(
    corpus: Corpus, chosen: Sequence[str] | None, watch: Watch, world: FeedWorld
) -> Iterable[Refreshed]:
    if chosen is None:
        return refresh_due(corpus, watch, world)
    return (refresh_feed(feed_id, corpus, watch, world) for feed_id in dict.fromkeys(chosen))


def _exit_code(refreshed: list[Refreshed]) -> int:
    unread = (RefreshOutcome.FAILED, RefreshOutcome.ENDED, RefreshOutcome.BUSY)
    if refreshed and all(one.outcome in unread for one in refreshed):
        return FAILED
    return SOME_REFUSED if any(one.some_failed for one in refreshed) else 0


def _say_refreshed(one: Refreshed, told: Lines) -> None:
    counts = {item.outcome.value: one.count(item.outcome) for item in one.items}
    said = ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or one.outcome.value
    waiting = f"; {one.waiting:,} wait for next time" if one.waiting else ""
    reason = f". {plain(one.reason)}" if one.reason else "."
    told.say(f"{plain(one.feed.name)}: {said}{waiting}{reason}", err=True)
    told.at(0, what=_REFRESHING)


def _watch(progress: RefreshProgress, told: Lines, as_json: bool) -> None:
    """Print an item as it ends."""
    told.at(progress.done, progress.total, progress.feed.name)
    if progress.item and not as_json:
        told.say(result_line(progress.item))


def _print_table(listed: list[FeedStatus]) -> None:
    rows = []
    for status in listed:
        feed = status.feed
        waiting = f", {status.waiting:,} waiting" if status.waiting else ""
        facts = [
            f"{status.items_added:,} added{waiting}",
            f"read {_minute(status.last_success)}",
            "" if status.ended else f"next {_next(status.next_refresh)}",
        ]
        name = f"{plain(feed.name)}\n{plain(feed.address)}"
        rows.append((feed.id, name, f"{_state(status)}\n{', '.join(filter(None, facts))}"))
    print_table(("ID", "Feed", "State"), rows, whole=("ID",))


def _state(status: FeedStatus) -> str:
    if status.ended:
        return f"ended: {plain(status.ended)}"
    return f"error: {plain(status.last_error)}" if status.last_error else "well"


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "never"


def _next(moment: datetime | None) -> str:
    return _minute(moment) if moment and moment > utc_now() else "at the next refresh"


def _when(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _feed(feed: Feed) -> dict[str, object]:
    return {
        "id": feed.id,
        "name": feed.name,
        "address": feed.address,
        "kind": feed.kind.value,
        "site": feed.site,
        "every_minutes": feed.every.total_seconds() / 60 if feed.every else None,
        "added_at": _when(feed.added_at),
    }


def _status(status: FeedStatus) -> dict[str, object]:
    return _feed(status.feed) | {
        "items_added": status.items_added,
        "waiting": status.waiting,
        "last_attempt": _when(status.last_attempt),
        "last_success": _when(status.last_success),
        "last_error": status.last_error,
        "failures": status.failures,
        "next_refresh": _when(status.next_refresh),
        "ended": status.ended,
    }


def _refreshed(one: Refreshed) -> dict[str, object]:
    return {
        "feed": _feed(one.feed),
        "outcome": one.outcome.value,
        "reason": one.reason,
        "waiting": one.waiting,
        "next_refresh": _when(one.next_refresh),
        "items": [result_shape(item) for item in one.items],
    }
