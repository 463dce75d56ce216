"""A feed's title names its publisher, often with a section beside it."""

from __future__ import annotations

import pytest

from corpus.feeds.house import house


@pytest.mark.parametrize(
    ("title", "host", "publisher"),
    [
        ("Harbour Ledger", "harbour-ledger.example", "Harbour Ledger"),
        ("Harbour Ledger - World", "feeds.example", "Harbour Ledger"),
        ("World news | The Courier", "thecourier.example", "The Courier"),
        ("The Courier: Politics", "thecourier.example", "The Courier"),
        ("HLT > Business > Markets", "hltimes.example", "HLT"),
        ("Harbour Ledger RSS Feed", "ledger.example", "Harbour Ledger"),
        ("Top stories – Breaking news – Northgate Post (RSS)", "northgatepost.example", "Northgate Post"),
        ("Northgate Post | Local news from Carrow and Dunmore", "northgatepost.example", "Northgate Post"),
        ("Port Hallow | Northgate Post", "npost.example", "Northgate Post"),
        ("X - World", "x.example", "X"),
        ("Ada Brandt - Rhubarb", "elsewhere.example", "Ada Brandt - Rhubarb"),
        ("Semi-annual Report", "report.example", "Semi-annual Report"),
        ("The Local", "thelocal.example", "The Local"),
        ("Politics", "courier.example", None),
        ("World news", "courier.example", None),
        ("", "courier.example", None),
        (None, "courier.example", None),
    ],
)
def test_the_section_is_no_publisher(title: str | None, host: str, publisher: str | None) -> None:
    assert house(title, host) == publisher
