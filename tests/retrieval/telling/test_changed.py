"""What an entry of a timeline changes of an earlier one."""

from __future__ import annotations

from retrieval.models import Citation
from retrieval.telling.changed import changes_in
from tests.retrieval.newsroom import article, hit

FIRST = "At least 11 people died when the ferry Kestrel Bay struck the breakwater at Port Hallow."
LATER = "The number of people killed in the Kestrel Bay disaster rose to 14 on Thursday."


def cited(number: int, text: str, publisher: str) -> Citation:
    stored = hit(article("Ferry", text, publisher, number), number).article
    return Citation(number, text, 0, len(text), "p", stored)


def test_a_later_count_says_what_it_rose_from() -> None:
    entries = [cited(1, FIRST, "The Ledger"), cited(2, LATER, "The Ledger")]
    assert changes_in(entries) == {2: "people dead: rose from at least 11 to 14"}


def test_another_publisher_changes_nothing() -> None:
    assert changes_in([cited(1, FIRST, "The Ledger"), cited(2, LATER, "The Wire")]) == {}
