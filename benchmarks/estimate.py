"""What so many passages and servers would need, and where it would break first: arithmetic on our figures.

    .venv/bin/python -m benchmarks.estimate --passages 100000000 --servers 10000

The figures in `Measured` are ours, each from the command beside it; those in `Assumed` are not measured:
change them to your own. Nothing here was run at such a size.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

_DAY = 86_400.0
_HOUR = 3_600.0


@dataclass(frozen=True, slots=True)
class Measured:
    """On two cores that other work shared (docs/performance.md); bytes, and seconds of processor time."""

    words_each: float = 108
    """Of a passage of news: `benchmarks.workers`, 31,636 words in 292."""
    passages_each: float = 3.65
    """Of an article of news: the same, 292 of 80."""
    embedding: float = 0.095
    """To read, cut and embed an article, with Ray: `benchmarks.workers`."""
    saving: float = 0.0085
    """To decide on an article and save it, its passages coming from workers: the same."""
    library: float = 3_400
    """A passage in `library.sqlite3`, its share of articles and the lexical index included."""
    index: float = 2_070
    """A passage in Chroma's files: 206.6 MB of 100,000."""
    index_memory: float = 2_100
    """The same in Chroma's memory: 207 MB more for 100,000 than for none."""
    snapshot: float = 1_200
    """A passage in the arrays that ranking maps: 119.9 MB of 100,000."""
    question: float = 0.150
    """An answer with the packaged reader among 100,000 passages: `benchmarks.question`, p50."""
    words: float = 0.0007 / 100_000
    """Of each passage, for one question's words in those arrays (decision 0196)."""
    arrays: float = 1_000_000 / 73
    """Passages a second into new arrays: `benchmarks.growth`."""
    rebuilt: float = 700
    """Passages a second into a new index (decision 0188)."""
    backup: float = 515e6 / 4.0
    """Bytes a second (decision 0187)."""
    bot: float = 322e6
    """A bot that waits, with 3,000 passages: `benchmarks.idle`."""
    server: float = 32_000
    """A server of 40 channels, 20 roles and 20 emoji in discord.py, members not kept."""
    threads: int = 2
    """That answer, in one process."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What nobody measured: how many ask, how much waiting is borne, and what things cost, in US dollars."""

    questions_a_day: float = 10
    """Of one server."""
    peak: float = 5
    """How many times the mean the busiest minute is."""
    days: float = 7
    """In which all articles are to be in."""
    patience: float = 1.0
    """Seconds for which a question may look for words."""
    machine_memory: float = 64e9
    """Bytes of one ordinary machine, of which four fifths may be used."""
    servers_a_shard: int = 2_500
    """The most that Discord lets one connection have; it recommends 1,000."""
    identify: float = 5.0
    """Seconds between two shards' connecting, for a bot without an agreement."""
    core_month: float = 25.0
    memory_month: float = 3.5
    """Of a gigabyte."""
    disk_month: float = 0.1
    """Of a gigabyte."""


@dataclass(frozen=True, slots=True)
class Need:
    """One line of what is needed."""

    what: str
    amount: float
    unit: str
    how: str


@dataclass(frozen=True, slots=True)
class Limit:
    """Where something no longer bears more."""

    what: str
    at: float
    of: str
    """`passages` or `servers`."""
    figure: str
    """What it rests on."""


def needs(passages: float, servers: float, measured: Measured, assumed: Assumed) -> list[Need]:
    """What a corpus and a bot of this size take."""
    articles = passages / measured.passages_each
    embedding = articles * measured.embedding
    memory = passages * (measured.index_memory + measured.snapshot)
    disk = passages * (2 * measured.library + 2 * (measured.index + measured.snapshot))
    asked = servers * assumed.questions_a_day / _DAY * assumed.peak
    shards = -(-servers // 1_000)
    bots = measured.bot + servers * measured.server
    answering = max(asked * measured.question, 1.0)
    hours, month = embedding / _HOUR, assumed.days / 30
    keeping = (memory + bots) / 1e9 * assumed.memory_month + disk / 1e9 * assumed.disk_month
    keeping += answering * assumed.core_month
    return [
        Need("articles", articles, "", f"{measured.passages_each} passages each"),
        Need("reading and embedding, once", hours, "core hours", "each worker one core"),
        Need("workers for that", embedding / (assumed.days * _DAY), "cores", f"in {assumed.days:g} days"),
        Need(
            "deciding and saving",
            articles * measured.saving / _HOUR,
            "hours",
            "one process, whatever helps it",
        ),
        Need("library", passages * measured.library / 1e9, "GB of disk", "articles, vectors, words"),
        Need("index and arrays", passages * (measured.index + measured.snapshot) / 1e9, "GB of disk", ""),
        Need("disk with room", disk / 1e9, "GB", "a backup, and an index built beside the old one"),
        Need("index and arrays", memory / 1e9, "GB of memory", "or each question waits for the disk"),
        Need("index anew", passages / measured.rebuilt / _HOUR, "hours", "after a kill"),
        Need("backup", passages * measured.library / measured.backup / _HOUR, "hours", ""),
        Need("questions at the peak", asked, "a second", f"{assumed.questions_a_day:g} a day and server"),
        Need("answering at the peak", asked * measured.question, "cores", "looking among 100,000 passages"),
        Need("connections to the gateway", shards, "shards", "1,000 servers each"),
        Need("all of them connected", shards * assumed.identify, "seconds", "after a restart"),
        Need("bots", bots / 1e9, "GB of memory", "one process; each further one takes its base again"),
        Need(
            "embedding, once", embedding / (assumed.days * _DAY) * assumed.core_month * month, "dollars", ""
        ),
        Need("keeping it", keeping, "dollars a month", "memory, disk, cores that answer"),
    ]


def limits(measured: Measured, assumed: Assumed) -> list[Limit]:
    """What breaks, by passages and then by servers, the first first."""
    room = assumed.machine_memory * 0.8
    held = measured.index_memory + measured.snapshot
    per_server = assumed.questions_a_day / _DAY * assumed.peak
    found = [
        Limit(
            f"words looked up for more than {assumed.patience:g} s, without a filter",
            assumed.patience / measured.words,
            "passages",
            f"{measured.words * 1e5 * 1e3:g} ms among 100,000; all matches are scored",
        ),
        Limit(
            "an hour to make the arrays that rank anew",
            _HOUR * measured.arrays,
            "passages",
            f"{measured.arrays:,.0f} a second in the background; they are made again as the library grows",
        ),
        Limit(
            "an hour without the index after a kill",
            _HOUR * measured.rebuilt,
            "passages",
            f"{measured.rebuilt:g} a second into a new graph, on one core",
        ),
        Limit(
            f"index and arrays in the memory of one machine of {assumed.machine_memory / 1e9:g} GB",
            room / held,
            "passages",
            f"{held:,.0f} bytes a passage; one Chroma holds its graph in memory as a whole",
        ),
        Limit(
            "a day for one process to save them",
            _DAY / measured.saving * measured.passages_each,
            "passages",
            f"{measured.saving * 1e3:g} ms an article; SQLite has one writer",
        ),
        Limit(
            "an hour for a backup",
            _HOUR * measured.backup / measured.library,
            "passages",
            f"{measured.backup / 1e6:.0f} MB a second, {measured.library:,.0f} bytes a passage",
        ),
        Limit(
            "one connection to the gateway",
            assumed.servers_a_shard,
            "servers",
            "Discord's rule; the bot opens as many shards as it is told to",
        ),
        Limit(
            f"one process with {measured.threads} threads that answer, at the peak",
            measured.threads / measured.question / per_server,
            "servers",
            f"{measured.question * 1e3:g} ms of processor a question",
        ),
        Limit(
            f"servers in half of the memory of {assumed.machine_memory / 1e9:g} GB",
            assumed.machine_memory / 2 / measured.server,
            "servers",
            f"{measured.server / 1e3:g} KB a server",
        ),
    ]
    return sorted(found, key=lambda limit: (limit.of, limit.at))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lines of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def said(amount: float) -> str:
    """A number with three digits that count."""
    if amount >= 999.5:
        return f"{float(f'{amount:.3g}'):,.0f}"
    return f"{amount:.3g}"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=float, default=1e8)
    parser.add_argument("--servers", type=float, default=10_000)
    options = parser.parse_args()
    found = needs(options.passages, options.servers, Measured(), Assumed())
    print(
        table(
            ("what", "how much", "how"),
            [(n.what, f"{said(n.amount)} {n.unit}".strip(), n.how) for n in found],
        )
    )
    print()
    broken = limits(Measured(), Assumed())
    rows = [(limit.what, f"{said(limit.at)} {limit.of}", limit.figure) for limit in broken]
    print(table(("what breaks", "at", "because"), rows))


if __name__ == "__main__":
    main()
