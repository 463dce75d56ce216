"""Paragraphs are what a reader sees as paragraphs, wrapped lines included."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.paragraphs import split_paragraphs

LINES = st.text(alphabet=st.sampled_from("ab A.,\n\r\u2028\u2029 -*1\t"), max_size=300)


def paragraphs(text: str) -> list[str]:
    return [text[start:end] for start, end in split_paragraphs(text)]


def test_a_blank_line_ends_a_paragraph() -> None:
    assert paragraphs("Headline\n\nThe story.\n \nMore.") == ["Headline", "The story.", "More."]


def test_one_newline_after_a_full_stop_ends_a_paragraph() -> None:
    assert paragraphs("The first paragraph.\nThe second one.") == ["The first paragraph.", "The second one."]


def test_a_line_that_goes_on_in_lower_case_was_wrapped() -> None:
    assert paragraphs("The talks in Geneva\nwent on for days.") == ["The talks in Geneva\nwent on for days."]


def test_a_title_at_the_end_of_a_line_keeps_its_name() -> None:
    assert paragraphs("He spoke to Mr.\nSmith on Monday.") == ["He spoke to Mr.\nSmith on Monday."]


def test_hard_wrapped_text_is_joined_although_names_start_lines() -> None:
    text = (
        "The foreign minister of Norway said on Monday that talks with\n"
        "Sweden about the joint ferry line would go on until the spring.\n"
        "Officials in both capitals expect a first draft of the treaty in\n"
        "March at the latest. Nobody expects a vote before the summer.\n"
        "\n"
        "The line has lost money since 2019."
    )
    assert len(paragraphs(text)) == 2


def test_list_items_and_markdown_headings_stand_alone() -> None:
    text = "Key points:\n- first item\n- second item\n1. third\n## Next\n> quoted"
    assert paragraphs(text) == [
        "Key points:",
        "- first item",
        "- second item",
        "1. third",
        "## Next",
        "> quoted",
    ]


def test_windows_line_ends_are_single_line_ends() -> None:
    assert paragraphs("The talks\r\nwent on.\r\n\r\nNext.") == ["The talks\r\nwent on.", "Next."]


@given(LINES)
def test_every_character_is_in_exactly_one_paragraph(text: str) -> None:
    spans = split_paragraphs(text)
    covered = [index for start, end in spans for index in range(start, end)]
    assert covered == sorted(set(covered))
    assert {index for index, mark in enumerate(text) if not mark.isspace()} <= set(covered)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
