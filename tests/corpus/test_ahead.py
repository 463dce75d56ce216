"""Links are fetched side by side, and told in the order they were given."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from corpus import Corpus, Ingested, Library, ingest
from corpus.ahead import MOST, ahead
from tests.corpus.articles import QuietIndex
from tests.corpus.site import Answer, Serve, Site, site
from tests.fakes import WordEmbedder

__all__ = ["site"]

PATIENCE = 20.0


def story(town: str) -> bytes:
    text = f"The council of {town} met on Monday and decided what {town} will do about its old harbour wall. "
    head = f"<html><head><title>Council of {town} decides</title></head><body><article>"
    body = f"<h1>Council of {town} decides</h1><p>{text * 3}</p><p>Nobody in {town} spoke against it.</p>"
    return f"{head}{body}</article></body></html>".encode()


@pytest.fixture
def corpus(tmp_path: Path, site: Site) -> Iterator[Corpus]:
    with Library.open(tmp_path / "corpus") as library:
        library.adopt(WordEmbedder().identity)
        yield Corpus(library, cast(Any, QuietIndex()), WordEmbedder(), site.network)


def serving(body: bytes) -> Serve:
    return lambda answer: answer.answer(200, body)


def titles(results: list[Ingested]) -> list[str | None]:
    return [result.title for result in results]


def test_a_slow_site_keeps_no_other_waiting_and_the_order_of_results_stays(
    corpus: Corpus, site: Site
) -> None:
    other_was_asked = threading.Event()

    def slow(answer: Answer) -> None:
        assert other_was_asked.wait(PATIENCE)
        answer.answer(200, story("Arden"))

    def quick(answer: Answer) -> None:
        other_was_asked.set()
        answer.answer(200, story("Brae"))

    site.pages["news.example/arden"] = slow
    site.pages["other.example/brae"] = quick
    results = list(ingest([site.link("/arden"), site.link("/brae", "other.example")], corpus))
    assert titles(results) == ["Council of Arden decides", "Council of Brae decides"]


def test_what_fails_is_told_in_its_place(corpus: Corpus, site: Site, tmp_path: Path) -> None:
    site.pages["/arden"] = serving(story("Arden"))
    missing = str(tmp_path / "missing.txt")
    results = list(ingest([site.link("/nothing"), missing, site.link("/arden"), "ftp://x.example/a"], corpus))
    assert [result.outcome.value for result in results] == ["failed", "refused", "added", "refused"]
    assert [result.target for result in results[1:2]] == [missing]


def test_between_visits_to_one_site_there_is_still_a_pause(corpus: Corpus, site: Site) -> None:
    pauses: list[float] = []
    towns = ["Arden", "Brae", "Corrie", "Dunmore"]
    for town in towns:
        site.pages[f"/{town}"] = serving(story(town))
    alone = replace(corpus, network=replace(site.network, pause=pauses.append))
    results = list(ingest([site.link(f"/{town}") for town in towns], alone))
    assert titles(results) == [f"Council of {town} decides" for town in towns]
    assert len(pauses) >= len(towns) - 1


def test_no_more_is_under_way_than_the_bound_allows() -> None:
    begun: list[str] = []
    results = ahead((str(number) for number in range(100)), lambda _: True, begun.append)
    _, first = next(results)
    assert first is not None
    first()
    assert len(begun) <= MOST


def test_what_does_not_take_long_is_left_alone() -> None:
    assert list(ahead(["a", "b"], lambda _: False, str.upper)) == [("a", None), ("b", None)]
