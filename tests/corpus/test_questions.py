"""What was asked in servers that keep it: theirs alone, as long as they set, gone when its asker wants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus import AskedQuestion, KeptQuestion, Library, ServerSettings

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def library(tmp_path: Path, library_url: str | None) -> Iterator[Library]:
    with Library.open(tmp_path, url=library_url) as library:
        yield library


def ask(
    library: Library, question: str, answered: bool, hours: int = 0, server: str = "1", user: str = "7"
) -> None:
    library.questions.keep(KeptQuestion(NOON + hours * HOUR, server, user, question, answered))


def test_those_without_an_answer_come_first_and_of_them_those_asked_most_often(library: Library) -> None:
    for hours, question, answered in ((0, "A?", True), (1, "B?", False), (2, "C?", False), (3, "B?", False)):
        ask(library, question, answered, hours, user=str(hours))
    asked = library.questions.asked("1")
    assert [(one.question, one.answered, one.times) for one in asked] == [
        ("B?", False, 2),
        ("C?", False, 1),
        ("A?", True, 1),
    ]
    assert asked[0] == AskedQuestion("1", "B?", False, 2, NOON + 3 * HOUR)
    assert library.questions.count("1") == (2, 1)
    assert library.questions.asked("1", limit=1, offset=2) == asked[2:]


def test_a_server_sees_its_own_alone_and_the_operator_all(library: Library) -> None:
    ask(library, "A?", True, server="1")
    ask(library, "A?", False, server="2")
    assert [one.server for one in library.questions.asked("2")] == ["2"]
    assert library.questions.asked("3") == []
    assert [one.server for one in library.questions.asked()] == ["2", "1"]
    assert library.questions.count() == (1, 1)


def test_what_is_older_than_its_server_wants_goes_and_all_of_a_server_that_wants_none(
    library: Library,
) -> None:
    library.servers.put("1", ServerSettings(question_days=1))
    library.servers.put("2", ServerSettings(question_days=0))
    for server in ("1", "2", "3"):
        for hours in range(3):
            ask(library, f"{hours}?", True, hours, server)
    assert library.questions.prune(NOON + 26 * HOUR) == 8
    assert [(one.server, one.question) for one in library.questions.asked()] == [("1", "2?")]


def test_whoever_asked_can_have_it_deleted(library: Library) -> None:
    ask(library, "A?", True, user="7")
    ask(library, "A?", True, user="8")
    ask(library, "B?", True, server="2", user="7")
    assert library.answers.forget("7").questions == 2
    assert [one.times for one in library.questions.asked()] == [1]
