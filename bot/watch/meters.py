"""What the bot counts of itself, for Prometheus. No label holds words of a question, or who asked it where.

Counting costs a microsecond and is always on; serving the figures is `bot.watch.endpoint`'s. They count for
one process, as the bot is one.
"""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.registry import Collector

# Otherwise each counter has a second line, which says when it began: the process says that once.
disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)  # memory, open files and processor time, where the system tells

# Seconds; Discord waits three for an acknowledgement.
_SHORT = (0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0)
_LONG = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 6.0, 12.0, 30.0, 60.0, 120.0)


def _counter(name: str, about: str, label: str = "", *known: str) -> Counter:
    """A counter; its known labels are there from the start, so that a rate is one from the first event on."""
    counter = Counter(f"byline_{name}", about, [label] if label else [], registry=REGISTRY)
    for value in known:
        counter.labels(value)
    return counter


def _seconds(name: str, about: str, buckets: tuple[float, ...], label: str = "", *known: str) -> Histogram:
    labels = [label] if label else []
    histogram = Histogram(f"byline_{name}_seconds", about, labels, registry=REGISTRY, buckets=buckets)
    for value in known:
        histogram.labels(value)
    return histogram


QUESTIONS = _counter(
    *("questions", "Questions that were taken, by how they ended; refused: no article holds an answer."),
    *("outcome", "answered", "refused", "failed"),
)
LOOKS = _counter(
    *("looks", "Timelines, checks and lists of the newest that were asked for.", "kind"),
    "timeline",
    "check",
    "latest",
)
TURNED_AWAY = _counter(
    *("turned_away", "Questions that were not taken.", "reason"), "busy", "cooldown", "elsewhere"
)
DISAGREEMENTS = _counter("disagreements_shown", "Disagreements between sources that answers showed.")
ERRORS = _counter(
    *("errors_told", "Errors that people were told; ours are those with a reference in the log.", "ours"),
    *("yes", "no"),
)
ACKNOWLEDGED = _seconds("acknowledgement", "From an interaction's arrival to its acknowledgement.", _SHORT)
WAITED = _seconds("queue_wait", "What work waited for a thread.", _LONG, "pool", "answer")
STEP = _seconds(
    *("step", "What a question took, by what was done.", _LONG, "step"), "retrieval", "reading", "writing"
)
ANSWERED = _seconds("answer", "From a question's arrival to its answer shown.", _LONG)
ARTICLES = _counter(
    *("ingested", "Articles that the bot was given, by what became of them.", "outcome"),
    *("added", "updated", "syndicated", "duplicate", "unchanged", "refused", "failed"),
)
FEEDS = _counter(
    *("feed_refreshes", "Refreshes of feeds, by how they ended.", "outcome"),
    *("refreshed", "unchanged", "failed"),
)
JOBS = _counter("jobs", "Jobs that ended, by how.", "outcome", "done", "cancelled", "failed")
GATEWAY = _counter(
    *("gateway_events", "What became of connections to Discord.", "event"), "connect", "disconnect", "resumed"
)
REQUESTS = _counter(
    *("discord_requests", "Requests to Discord by their status; 429 is a rate limit, none no answer."),
    *("status", "2xx", "429", "4xx", "5xx", "none"),
)
LAG = _seconds("event_loop_lag", "How much later than planned the event loop came to something.", _SHORT)


def add_steps(seconds: Mapping[str, float]) -> None:
    """Count the steps of one question that took any time."""
    for step, taken in seconds.items():
        if taken:
            STEP.labels(step).observe(taken)


def add(collector: Collector) -> None:
    """Let somebody be asked at each look."""
    REGISTRY.register(collector)


def take_out(collector: Collector) -> None:
    """Ask them no more."""
    REGISTRY.unregister(collector)


def text() -> bytes:
    """All figures as Prometheus reads them; may take a while, so on a thread."""
    return generate_latest(REGISTRY)
