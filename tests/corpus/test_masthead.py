"""The headline, the byline, the date and the agency are read from where plain text shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.masthead import first_words, read_masthead

STORY = (
    "The minister resigned on Monday after a week of protests in the harbour, her office said."
    "\n\nHer deputy follows."
)
PIECES = st.sampled_from(
    [
        "Iran",
        "A short headline",
        "By Ada Brandt",
        "10 September 2024",
        "\n",
        "\n\n",
        "# Head",
        "---\n",
        "title: x\n",
        STORY,
        "====",
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        f"Minister resigns after protests\n\n{STORY}",
        f"# Minister resigns after protests\n\n{STORY}",
        f"Minister resigns after protests\n=====\n\n{STORY}",
        f"Minister resigns after protests\n\nPolitics\n\n{STORY}",
        f"Politics\n\nMinister resigns after protests\n\n{STORY}",
        f"YouTube player\n\nMinister resigns after protests\n\n{STORY}",
        f'---\ntitle: "Minister resigns after protests"\ntags: [a, b]\n---\n\n{STORY}',
        f"---\ntitle: Minister resigns after protests\n---\n\n# Minister resigns after protests\n\n{STORY}",
    ],
)
def test_a_headline_becomes_the_title_and_leaves_the_text(text: str) -> None:
    found = read_masthead(text)
    assert (found.title, found.text) == ("Minister resigns after protests", STORY)


def test_byline_dates_publisher_and_link_are_read() -> None:
    found = read_masthead(
        "Minister resigns\nBy Ada Brandt and Otto Weiss | The Courier\nPublished: 10 September 2024"
        f" at 14:02 GMT\nUpdated: Sept. 11, 2024\nhttps://courier.example/minister\n\n{STORY}"
    )
    assert found.author == "Ada Brandt and Otto Weiss"
    assert found.publisher == "The Courier"
    assert found.published_at == datetime(2024, 9, 10, 14, 2, tzinfo=UTC)
    assert found.updated_at == datetime(2024, 9, 11, tzinfo=UTC)
    assert found.url == "https://courier.example/minister"
    assert found.text == STORY


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("Friday, January 4, 2019", datetime(2019, 1, 4, tzinfo=UTC)),
        ("Posted on Dec. 21, 2023", datetime(2023, 12, 21, tzinfo=UTC)),
        ("3rd May 2021 | 10:15 PM", datetime(2021, 5, 3, 22, 15, tzinfo=UTC)),
        ("2024-09-10T14:02:00+02:00", datetime(2024, 9, 10, 12, 2, tzinfo=UTC)),
        ("Tues, 5 Mar 2024 08:00 -0500", datetime(2024, 3, 5, 13, 0, tzinfo=UTC)),
        ("September 10, 2024, 5:30 p.m. EDT", datetime(2024, 9, 10, tzinfo=UTC)),
    ],
)
def test_a_line_that_is_a_date_is_when_it_was_published(line: str, moment: datetime) -> None:
    found = read_masthead(f"{line}\n\n{STORY}")
    assert (found.published_at, found.text) == (moment, STORY)


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Brandt, 3 May 2024",
        "*By Ada Brandt, May 3, 2024*",
        "By Ada Brandt | 2024-05-03",
        "**By Ada Brandt**\n_3 May 2024_",
    ],
)
def test_a_byline_with_a_date_on_it_is_both(line: str) -> None:
    found = read_masthead(
        f"# Harbour wall mended\n\n{line}\n\nThe wall was mended on Friday after three years."
    )
    assert (found.author, found.published_at) == ("Ada Brandt", datetime(2024, 5, 3, tzinfo=UTC))
    assert found.text == "The wall was mended on Friday after three years."


@pytest.mark.parametrize("line", ["Feb 31, 2020", "99 May 2020", "2024-13-45"])
def test_a_date_that_does_not_exist_is_none(line: str) -> None:
    assert read_masthead(f"{line}\n\n{STORY}").published_at is None


def test_a_dateline_tells_agency_and_date_and_stays_in_the_story() -> None:
    text = f"OSLO, Sept. 10, 2024 (Reuters) - {STORY}"
    found = read_masthead(text)
    assert (found.publisher, found.published_at) == ("Reuters", datetime(2024, 9, 10, tzinfo=UTC))
    assert found.text == text
    assert read_masthead(f"WASHINGTON (AP) — {STORY}").publisher == "AP"
    assert read_masthead(f"(Reuters) - {STORY}").publisher == "Reuters"


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        f"He left.\n\n{STORY}",
        f"By Tuesday\nthe strike was over.\n\n{STORY}",
        f"- first point\n- second point\n\n{STORY}",
        f"“We will go,” he said.\n\n{STORY}",
    ],
)
def test_a_story_that_starts_at_once_is_left_whole(text: str) -> None:
    found = read_masthead(text)
    assert (found.title, found.author, found.text) == (None, None, text)


def test_a_text_of_one_line_is_a_story() -> None:
    assert read_masthead("Minister resigns").text == "Minister resigns"


def test_first_words_are_shortened_at_a_word() -> None:
    assert (
        first_words(STORY) == "The minister resigned on Monday after a week of protests in the harbour, her…"
    )
    assert first_words("x" * 300) == "x" * 79 + "…"
    assert first_words("He left.\nShe stayed.") == "He left."


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_text_is_left_without_a_story_unless_it_had_none(text: str) -> None:
    found = read_masthead(text)
    assert found.text == found.text.strip()
    assert found.text or found.title or not text.strip("-=\n ") or text.lstrip().startswith("---")


def test_the_second_seed_has_its_headline_in_its_title_alone(shared: Path) -> None:
    first, second = (read_masthead(path.read_text()) for path in sorted((shared / "seeds").glob("*.txt")))
    assert first.title is None
    assert second.title is not None
    assert second.title.startswith("US Formally Accuses Iran")
    assert second.title not in second.text
    assert second.text.startswith("The United States has officially")
