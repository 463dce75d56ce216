"""`byline check`."""

from __future__ import annotations

import io

import pytest

from tests.retrieval.cli.conftest import STORIES, Byline


def test_a_supported_claim_quotes_the_article_at_its_offsets(filled: Byline) -> None:
    ran = filled("check", "Seventeen passengers were hurt, the coast guard said.", "--json")
    assert ran.code == 0
    shown = ran.json()
    assert (shown["verdict"], shown["disputing"]) == ("supported", [])
    (quote,) = shown["supporting"]
    assert quote["quote"] == STORIES[0]["text"][quote["start"] : quote["end"]]
    assert quote["deep_link"].startswith("https://ledger.example/ferry#:~:text=")


def test_a_person_reads_the_verdict_the_quote_its_publisher_and_why(filled: Byline) -> None:
    ran = filled(
        "check", "Mayor Ada Brandt voted for the budget. The council passed a budget of 60 million crowns."
    )
    shown = " ".join(ran.out.split())
    for words in ("Disputed", "Against:", "Morning Post, 4 Oct 2024", "40 million", "Searched 2 articles"):
        assert words in shown


def test_what_is_not_found_has_exit_code_3_and_no_quote(filled: Byline) -> None:
    ran = filled("check", "The captain of the ferry was arrested in Lisbon.", "--json")
    assert ran.code == 3
    shown = ran.json()
    assert (shown["verdict"], shown["supporting"], shown["disputing"]) == ("not_found", [], [])
    assert shown["searched"]["articles"] == 2


def test_a_dash_reads_standard_input(filled: Byline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("The captain blamed a broken rudder.\n"))
    assert filled("check", "-", "--json").json()["claim"] == "The captain blamed a broken rudder."


def test_what_is_no_claim_is_shown_as_not_checked(filled: Byline) -> None:
    ran = filled("check", "Hello! Did the ferry sink?")
    assert ran.code == 3
    assert "Not checked: a question." in " ".join(ran.out.split())


@pytest.mark.parametrize("text", ["", "  \n", "word " * 1000])
def test_what_cannot_be_checked_is_one_plain_line(filled: Byline, text: str) -> None:
    ran = filled("check", text)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("byline: The ")
    assert ran.err.count("\n") == 1


def test_filters_narrow_the_search(filled: Byline) -> None:
    ran = filled("check", "Seventeen passengers were hurt.", "--publisher", "Morning Post", "--json")
    assert (ran.code, ran.json()["searched"]["articles"]) == (3, 1)
