"""The figures of timelines, against their definitions."""

from __future__ import annotations

import json

from benchmarks.corpora import SAMPLE
from benchmarks.timeline import TOPICS, Told, scores


def test_articles_are_counted_over_topics_and_days_over_those_rightly_shown() -> None:
    first = Told("dam", {"a": ("2024-03-01",), "b": ("2024-03-02", "2024-03-03")}, {"a": "2024-03-02"})
    second = Told("tram", {"c": ("2024-03-04",)}, {"c": "2024-03-04", "d": "2024-03-05"})
    figures = {name: (rate.value, rate.count) for name, rate in scores([first, second]).items()}
    assert figures["articles precision"] == (2 / 3, 3)
    assert figures["articles recall"] == (2 / 3, 3)
    assert figures["days right"] == (0.5, 2)


def test_a_strange_topic_should_show_nothing() -> None:
    found = scores([Told("moon", {}, {}), Told("sun", {}, {"a": "2024-03-01"})])
    assert found["nothing for strange topics"].value == 0.5
    assert found["articles precision"].count == 0


def test_every_topic_is_about_articles_of_the_sample() -> None:
    rows = [json.loads(line) for line in TOPICS.read_text("utf-8").splitlines()]
    known = {
        json.loads(line)["url"] for path in SAMPLE.articles for line in path.read_text("utf-8").splitlines()
    }
    assert {entry["url"] for row in rows for entry in row["entries"]} <= known
    assert all(entry["days"] for row in rows for entry in row["entries"])
