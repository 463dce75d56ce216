"""Pieces of a text that come in time, or not at all."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from threading import Event

import pytest

from retrieval.errors import ModelFailedError
from retrieval.writing.deadline import pieces_within


def test_pieces_come_in_order() -> None:
    assert list(pieces_within(20, lambda: (str(n) for n in range(100)))) == [str(n) for n in range(100)]


def test_what_the_source_raises_is_raised_after_its_pieces() -> None:
    def source() -> Generator[str, None, None]:
        yield "a"
        raise KeyError("b")

    got = []
    with pytest.raises(KeyError):
        got += pieces_within(20, source)
    pieces = pieces_within(20, source)
    assert next(pieces) == "a"
    with pytest.raises(KeyError):
        next(pieces)


def test_a_source_that_hangs_or_never_ends_is_overdue() -> None:
    release = Event()

    def hangs() -> Generator[str, None, None]:
        release.wait(20)
        yield "late"

    def babbles() -> Generator[str, None, None]:
        while not release.is_set():
            yield "more"

    for source in (hangs, babbles):
        with pytest.raises(ModelFailedError, match=r"0\.02 seconds"):
            list(pieces_within(0.02, source))
    release.set()


def test_no_time_left_is_overdue_at_once() -> None:
    with pytest.raises(ModelFailedError):
        list(pieces_within(-1, lambda: (letter for letter in "abc")))


def test_a_source_that_nobody_listens_to_any_more_ends_at_its_next_piece() -> None:
    go_on, closed = Event(), Event()

    def source() -> Generator[str, None, None]:
        try:
            yield "a"
            go_on.wait(20)
            yield "b"
            yield "c"
        finally:
            closed.set()

    with closing(pieces_within(20, source)) as pieces:
        assert next(pieces) == "a"
    go_on.set()
    assert closed.wait(20)


def test_only_so_many_may_hang_at_once() -> None:
    release = Event()

    def hangs() -> Generator[str, None, None]:
        yield "a"
        release.wait(20)

    held = [pieces_within(20, hangs) for _ in range(100)]
    with pytest.raises(ModelFailedError, match="hanging"):
        list(map(next, held))
    release.set()
    done = [list(pieces) for pieces in held[:8]]
    assert done == [[]] * 8
