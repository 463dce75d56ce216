"""What is nearly well formed ends in a result or a plain refusal, in every parser of foreign bytes."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import PARSERS, mutate, trouble

WHOLE = {kind: make() for kind, (_, make) in PARSERS.items()}


@pytest.mark.parametrize("kind", PARSERS)
def test_what_is_mutated_is_read_or_refused(kind: str) -> None:
    @settings(deadline=None, max_examples=10 if kind == "backup" else 60)
    @given(st.integers(0, 2**32))
    def tried(seed: int) -> None:
        assert trouble(kind, mutate(WHOLE[kind], random.Random(seed)), slow=math.inf) is None

    tried()


@pytest.mark.parametrize("kind", PARSERS)
def test_what_is_well_formed_is_read(kind: str) -> None:
    PARSERS[kind][0](WHOLE[kind])


def test_what_a_parser_does_not_survive_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(content: bytes) -> None:
        content.decode("ascii")

    monkeypatch.setitem(PARSERS, "broken", (broken, bytes))
    assert "UnicodeDecodeError" in (trouble("broken", b"\xff") or "")
