from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import discord
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.archive import Cited
from bot.escape import escape, plain
from bot.passages import MOST, address_of, differ_card, passage_card, passage_text
from bot.render import answer_card
from bot.shown import answer_of, question_of, turn_of, unescape
from corpus import Article, KeptCitation, StoredArticle, digest_of
from retrieval import Answer
from tests.bot.hostile import answers, stored_articles, texts
from tests.bot.markdown import read

HARMLESS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
TEXT = "The dam broke. Nobody was hurt, the mayor said. It will be mended."
QUOTE = (15, 47)


@st.composite
def _cited(draw: st.DrawFn, number: int = 1) -> Cited:
    """A citation of anything, in any state it may be found in."""
    then = draw(stored_articles())
    text = then.article.text
    start, end, first, last = sorted(draw(st.integers(0, len(text))) for _ in range(4))
    kept = KeptCitation(number, then.id, 1, "p", first, last, digest_of(text[first:last]))
    kept = replace(kept, start=end, end=first) if end <= first else kept
    span = draw(st.sampled_from([None, (start, last)]))
    now = draw(st.sampled_from([then, None, replace(then, version=2)]))
    return Cited(kept, draw(st.sampled_from([then, None])), now, span, 2, draw(st.integers(0, 3)))


def stored(text: str = TEXT, version: int = 1, **fields: object) -> StoredArticle:
    article = Article("Dam breaks", text, "Post", url="https://post.example/dam")
    return StoredArticle("a" * 16, replace(article, **fields), version)  # type: ignore[arg-type]


def cited(then: StoredArticle | None, now: StoredArticle | None) -> Cited:
    return Cited(KeptCitation(1, "a" * 16, 1, "p", *QUOTE, "x"), then, now, None, 2)


def note(card: Cited) -> str:
    return next((field.value for field in passage_card(card, 1, 1).fields if field.name == "Note"), "")


@HARMLESS
@given(_cited(), st.integers(1, 99))
def test_any_passage_fits_and_does_nothing_but_link(one: Cited, total: int) -> None:
    card = passage_card(one, 1, total)
    assert card.problems() == []
    acts = read(card.description).acts
    assert not [act for act in acts if act[0] in ("mention", "emoji", "time")]
    address = address_of(one)
    assert address is None or len(address) <= 512


@HARMLESS
@given(st.lists(_cited(), min_size=1, max_size=8), st.lists(texts, min_size=1, max_size=8))
def test_any_sides_fit(found: list[Cited], facts: list[str]) -> None:
    numbered = [replace(one, kept=replace(one.kept, number=n)) for n, one in enumerate(found, 1)]
    sides = [[one.kept.number] for one in numbered]
    assert differ_card([(fact, sides) for fact in facts], numbered).problems() == []


def test_the_quote_is_bold_in_its_paragraph_where_the_passage_is_not_known() -> None:
    text = f"An earlier paragraph.\n{TEXT}\nA later one."
    start = text.index("Nobody")
    shown = passage_text(text, (start, start + 32), None)
    assert shown == "The dam broke. **Nobody was hurt, the mayor said.** It will be mended."


def test_of_a_long_passage_what_stands_around_the_quote_is_shown() -> None:
    before, after = "word " * 400, " word" * 400
    text = f"{before}Nobody was hurt.{after}"
    quote = (len(before), len(before) + len("Nobody was hurt."))
    shown = passage_text(text, quote, (0, len(text)))
    assert "**Nobody was hurt.**" in shown
    assert shown.startswith("… word")
    assert shown.endswith("word …")
    assert len(shown) <= MOST + 10


def test_a_quote_longer_than_a_passage_may_be_is_cut() -> None:
    assert len(passage_text("long " * 1_000, (0, 5_000), None)) <= MOST


def test_what_became_of_the_article_is_said() -> None:
    updated = datetime(2024, 3, 4, tzinfo=UTC)
    assert note(cited(stored(), stored())) == ""
    gone = stored("The dam held.", 2, updated_at=updated)
    assert note(cited(stored(), gone)).startswith("Updated since (4 Mar 2024), and the quoted words are no")
    kept = stored(TEXT + " More rain fell.", 2, updated_at=updated)
    assert note(cited(stored(), kept)).startswith("Updated since (4 Mar 2024); the quoted words are still")
    assert "was removed" in passage_card(cited(None, None), 1, 1).description
    assert "was replaced" in passage_card(cited(None, gone), 1, 1).description


@HARMLESS
@given(texts)
def test_what_was_escaped_is_read_back(text: str) -> None:
    assert unescape(escape(text)) == plain(text)


def shown(answer: Answer) -> discord.Message:
    class Shown:
        embeds = [discord.Embed.from_dict(answer_card(answer).to_dict())]  # noqa: RUF012

    return Shown()  # type: ignore[return-value]


@HARMLESS
@given(answers())
def test_a_question_is_read_back_from_any_answer(answer: Answer) -> None:
    question = question_of(shown(answer))
    assert plain(answer.question).startswith(question.removesuffix("…"))
    assert isinstance(turn_of(shown(answer)).answer, str)


def test_nothing_is_read_back_from_a_message_without_an_answer() -> None:
    assert question_of(None) == answer_of(None) == ""
    assert turn_of(None).question == ""
