"""Each article is named once among the sources, with the place of every sentence that is cited."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.corrected import REMOVED, without
from bot.limits import FIELD_VALUE, units
from bot.render import answer_card
from bot.sources import sources
from corpus import StoredArticle
from retrieval import Citation, Sentence
from tests.bot.markdown import read
from tests.bot.test_render import ANSWER, TEXT, WIRE, stored

SPANS = ((0, 24), (25, 56), (57, 67))


def cite(number: int, article: StoredArticle, span: int) -> Citation:
    start, end = SPANS[span]
    return Citation(number, article.article.text[start:end], start, end, "p", article)


def lines(*citations: Citation, quoted: bool = False) -> list[str]:
    return "\n".join(field.value for field in sources(citations, quoted, most=4)).splitlines()


def test_several_sentences_of_one_article_stand_below_its_one_headline() -> None:
    head, first, third, other = lines(cite(1, stored(), 0), cite(2, WIRE, 1), cite(3, stored(), 1))
    assert head == (
        "[1] [3] [Minister denies report](https://harbour.example/denies) · The Harbour Post · 10 Sep 2024"
    )
    place = "https://harbour.example/denies#:~:text=Officials%20met%20on%20Monday."
    assert first == f"- [1] [“Officials met on Monday.”]({place})"
    assert third.startswith(
        "- [3] [“The minister denied the report.”](https://harbour.example/denies#:~:text="
    )
    assert other.startswith("[2] Minister denies report · Northern Wire · 10 Sep 2024: “The minister")


def test_without_an_address_the_words_stand_there_without_a_link() -> None:
    head, first, second = lines(cite(1, WIRE, 0), cite(2, WIRE, 1))
    assert head == "[1] [2] Minister denies report · Northern Wire · 10 Sep 2024"
    assert (first, second) == ("- [1] “Officials met on Monday.”", "- [2] “The minister denied the report.”")


def test_long_words_are_told_by_their_beginning_and_in_full_where_they_stand_nowhere_else() -> None:
    text = " ".join(f"word{n}" for n in range(16)) + "."
    article = stored(text=f"{TEXT} {text}")
    start = len(TEXT) + 1
    long = Citation(2, text, start, start + len(text), "p", article)
    short, full = lines(cite(1, article, 0), long)[2], lines(cite(1, article, 0), long, quoted=True)[2]
    assert short.startswith("- [2] [“word0 word1")
    assert "…”](" in short
    assert f"“{text}”" in full


@pytest.mark.parametrize("words", ["He [Smith] denied it.", "See https://evil.example now.", "A \\ B went."])
def test_words_that_cannot_be_the_label_of_a_link_stand_beside_it(words: str) -> None:
    article = stored(text=f"{words} It rained.")
    found = Citation(1, words, 0, len(words), "p", article)
    other = Citation(2, "It rained.", len(words) + 1, len(words) + 11, "p", article)
    _, line, _ = lines(found, other)
    assert f"“{words}”" in read(line).shown
    assert line.endswith(")")
    assert "[the sentence](https://harbour.example/denies#" in line
    assert not any(one.startswith("https://evil") for one in read(line).of("link"))


def test_two_versions_of_an_article_are_named_apart() -> None:
    later = replace(stored(), version=2)
    assert len(lines(cite(1, stored(), 0), cite(2, later, 1))) == 2


def test_where_one_article_fills_more_than_a_field_each_sentence_has_its_line() -> None:
    far = stored(url="https://harbour.example/" + "a" * 300)
    some = [cite(number, far, number % 3) for number in range(1, 6)]
    fields = sources(some, quoted=False, most=4)
    assert all(units(field.value) <= FIELD_VALUE for field in fields)
    shown = "\n".join(field.value for field in fields)
    assert re.findall(r"(?m)^\[(\d)\] \[Minister denies", shown) == ["1", "2", "3", "4", "5"]


def test_an_answers_card_groups_what_its_sentences_cite_and_a_removal_clears_all_of_it() -> None:
    said = (Sentence(TEXT[:24], (1,)), Sentence(TEXT[25:56], (2,)), Sentence(TEXT[57:], (3,)))
    cited = (cite(1, stored(), 0), cite(2, WIRE, 1), cite(3, stored(), 2))
    embed = answer_card(replace(ANSWER, sentences=said, citations=cited)).to_dict()
    (field,) = embed["fields"]
    assert field["value"].splitlines()[0].startswith("[1] [3] ")
    cleared = without(embed, [1, 3])
    (field,) = cleared["fields"]
    assert field["value"].splitlines() == [REMOVED, embed["fields"][0]["value"].splitlines()[-1]]
    assert "Officials" not in str(cleared)
    assert "rained" not in str(cleared)
