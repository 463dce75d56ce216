"""How an answer looks in a terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from corpus import Article, Coverage, Filters, StoredArticle
from retrieval.cli.show import show_answer
from retrieval.models import Answer, Citation, Searched, Sentence, Status
from retrieval.speech.sayings import Stance

_BOLD = re.compile("\x1b\\[1m(.*?)\x1b\\[0m", re.DOTALL)
_STYLE = re.compile("\x1b\\[[0-9;]*m")


def answer(*sentences: Sentence) -> Answer:
    when = datetime(2024, 9, 10, tzinfo=UTC)
    stored = StoredArticle("00ff00ff00ff00ff", Article("Dam", "The dam broke.", "Post", None, None, when), 1)
    return Answer(
        question="What broke?",
        status=Status.ANSWERED,
        writer="extractive",
        sentences=sentences,
        citations=(Citation(1, "The dam broke.", 0, 14, "p", stored),),
        disagreements=(),
        related=(),
        searched=Searched(Coverage(1, 1, ("Post",), when, when), Filters()),
        seconds=0.1,
    )


def printed(shown: Answer, *, terminal: bool) -> str:
    written = io.StringIO()
    console = Console(file=written, force_terminal=terminal, width=500, highlight=False, _environ={})
    show_answer(shown, console)
    return written.getvalue().partition("Sources")[0]


def test_the_words_that_answer_are_bold_on_a_terminal() -> None:
    shown = printed(
        answer(Sentence("The dam broke on Friday at dawn.", (1,), ((8, 13), (17, 23)))), terminal=True
    )
    assert _BOLD.findall(shown) == ["broke", "Friday"]
    assert "“The dam broke on Friday at dawn.” [1]" in _STYLE.sub("", shown)


def test_elsewhere_nothing_is_marked() -> None:
    shown = printed(answer(Sentence("The dam broke on Friday.", (1,), ((8, 13),))), terminal=False)
    assert shown.strip() == "“The dam broke on Friday.” [1]"


def test_lines_inside_a_sentence_become_blanks() -> None:
    shown = printed(answer(Sentence("The dam\n broke\n on Friday.", (1,), ((4, 14),))), terminal=True)
    assert _BOLD.findall(shown) == ["dam broke"]
    assert "“The dam broke on Friday.” [1]" in _STYLE.sub("", shown)


def test_what_an_article_writes_is_no_markup() -> None:
    text = "Say [bold]no[/bold] to [link=https://evil.example]this[/link] :smile: \\[x]."
    shown = printed(answer(Sentence(text, (1,), ((4, 19),))), terminal=True)
    assert _BOLD.findall(shown) == ["[bold]no[/bold]"]
    assert text in _STYLE.sub("", shown)


@pytest.mark.parametrize(
    ("searched", "note"),
    [
        ({"filters": Filters(("Post",))}, "Only articles published by Post were searched."),
        (
            {"filters": Filters(("AFP",), since=datetime(2024, 9, 1, tzinfo=UTC)), "widened": True},
            "Nothing published by AFP, since 1 Sep 2024 answers this, so more than that was searched.",
        ),
        ({"silent": ("Reuters",)}, "Nothing on this by Reuters."),
        ({"unanswered": ("who pays [bold]?",)}, "No answer to “who pays [bold]?”."),
        ({}, None),
    ],
)
def test_an_answer_says_where_it_was_looked_for(searched: dict[str, Any], note: str | None) -> None:
    plain = answer(Sentence("The dam broke.", (1,)))
    shown = printed(replace(plain, searched=replace(plain.searched, **searched)), terminal=False)
    lines = [line.strip() for line in shown.splitlines() if line.strip()]
    assert lines == ([note] if note else []) + ["“The dam broke.” [1]"]


pieces = st.sampled_from([*"ab[]/\\*_ \n\té", "[bold]", "[/]"])
words = st.lists(pieces, max_size=30).map("".join).map(str.strip)


@given(words, st.lists(st.integers(0, 60), max_size=4))
def test_marks_change_no_word(text: str, cuts: list[int]) -> None:
    ends = sorted({min(cut, len(text)) for cut in cuts})
    spans = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False) if text[a:b] == text[a:b].strip()]
    marked = printed(answer(Sentence(text, (1,), tuple(spans))), terminal=True)
    assert _STYLE.sub("", marked) == printed(answer(Sentence(text, (1,))), terminal=False)
    assert "".join(_BOLD.findall(marked)) == "".join(" ".join(text[a:b].split()) for a, b in spans)


def test_what_a_language_model_wrote_is_no_quotation_and_its_sources_are_quoted() -> None:
    shown = replace(answer(Sentence("A dam broke.", (1,))), writer="openai:tiny\x1b[2J")
    out = io.StringIO()
    show_answer(shown, Console(file=out, force_terminal=False, width=500, _environ={}))
    lines = [line.strip() for line in out.getvalue().splitlines()]
    assert "A dam broke. [1]" in lines
    assert "“The dam broke.”" in lines
    assert any(line.startswith("Written by openai:tiny") for line in lines)
    assert "\x1b" not in out.getvalue()


def test_who_says_it_stands_behind_the_sentence() -> None:
    denied = Sentence("Boren denied it.", (1,), (), Stance.DENIAL, "Boren")
    alone = Sentence("It leaks.", (1,), (), Stance.ALLEGATION, "[bold]Arlen[/bold]", single_source=True)
    shown = printed(answer(denied, alone), terminal=True)
    assert "\x1b[2m (denial by Boren)\x1b[0m" in shown
    plainly = _STYLE.sub("", shown)
    assert "“Boren denied it.” [1] (denial by Boren)" in plainly
    assert "“It leaks.” [1] (allegation by [bold]Arlen[/bold]; only one source says so)" in plainly
