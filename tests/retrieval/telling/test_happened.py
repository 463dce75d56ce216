from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.telling.happened import LONGEST_AGO, happened

# A Tuesday.
PUBLISHED = datetime(2024, 9, 10, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sentence", "day", "words"),
    [
        ("The dam above Arlen broke on Friday, the mayor said.", date(2024, 9, 6), "Friday"),
        ("On Monday, the council closed the bridge.", date(2024, 9, 9), "Monday"),
        ("Yesterday, divers found the bell.", date(2024, 9, 9), "Yesterday"),
        ("Very early yesterday morning, a warehouse burned.", date(2024, 9, 9), "yesterday"),
        ("The hall was sold on 3 September.", date(2024, 9, 3), "3 September"),
        ("The hall was sold on September 3, 2024, to a bank.", date(2024, 9, 3), "September 3, 2024"),
        # What opens the sentence tells when, whatever other days it mentions.
        ("On Sunday, the curfew begun on 30 August ended in Arlen.", date(2024, 9, 8), "Sunday"),
        ("On Sunday, the mayor said she will resign on Friday.", date(2024, 9, 8), "Sunday"),
    ],
)
def test_a_day_that_the_sentence_says_is_resolved_against_the_publication(
    sentence: str, day: date, words: str
) -> None:
    found = happened(sentence, PUBLISHED)
    assert found is not None
    assert (found[0], sentence[slice(*found[1])]) == (day, words)


@pytest.mark.parametrize(
    "sentence",
    [
        "The dam above Arlen broke.",
        "The council will vote on Friday.",
        "On Friday, the council will vote.",
        "Engineers had warned since Monday.",
        "The bridge closed on Friday and reopened on Sunday.",
        "The archive remembers the 7 September attack on the mill.",
        "The mill burned down on 3 May.",
        "The mill burned down in 1911.",
        # Seven time zones on, this "Wednesday" is tomorrow.
        "The mayor was found dead, police said Wednesday morning.",
        "Friday's commercials were cut short.",
    ],
)
def test_what_is_planned_past_or_unclear_is_no_day_of_the_event(sentence: str) -> None:
    assert happened(sentence, PUBLISHED) is None


def test_without_a_day_of_publication_only_a_whole_date_counts() -> None:
    assert happened("The dam broke on Friday.", None) is None
    assert happened("The dam broke on 3 May.", None) is None
    assert happened("The dam broke on 3 May 2023.", None) == (date(2023, 5, 3), (17, 27))


_PIECES = st.lists(
    st.sampled_from(
        [
            "On",
            "Monday",
            ",",
            "the",
            "3 May",
            "May 3, 2024",
            "will",
            "yesterday",
            "Today",
            "'s",
            "broke",
            "29",
        ]
    )
    | st.text(max_size=8),
    max_size=14,
).map(" ".join)


@settings(deadline=None)
@given(_PIECES, st.integers(-(10**9), 4 * 10**9).map(lambda at: datetime.fromtimestamp(at, UTC)))
def test_a_day_is_never_after_the_publication_nor_long_before_it(sentence: str, published: datetime) -> None:
    found = happened(sentence, published)
    if found is not None:
        assert 0 <= (published.date() - found[0]).days <= LONGEST_AGO
        assert sentence[slice(*found[1])].strip()
