"""Where the time of a question goes: seconds by step, for whoever wants to know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter

STEPS = ("retrieval", "reading", "writing")
"""Finding passages, reading them, and waiting for a language model, where there is one."""

_SPENT: ContextVar[dict[str, float] | None] = ContextVar("spent", default=None)


@contextmanager
def measured() -> Iterator[dict[str, float]]:
    """Measure what is answered inside, in this thread: seconds by step, filled as the steps end."""
    spent = dict.fromkeys(STEPS, 0.0)
    before = _SPENT.set(spent)
    try:
        yield spent
    finally:
        _SPENT.reset(before)


@contextmanager
def spending(step: str) -> Iterator[None]:
    """Count the time of what is done inside for a step, where somebody measures. Steps are not nested."""
    spent = _SPENT.get()
    began = perf_counter()
    try:
        yield
    finally:
        if spent is not None:
            spent[step] += perf_counter() - began
