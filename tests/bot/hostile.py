"""Answers as an attacker, a broken feed and a very long story would make them."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from corpus import Article, Coverage, Filters, Passage, StoredArticle
from retrieval import (
    Answer,
    Citation,
    Disagreement,
    Hit,
    Searched,
    Sentence,
    Side,
    Stance,
    Status,
    UnknownPublisher,
    Updated,
)
from retrieval.models import Voice

FRAGMENTS = [
    "@everyone",
    "@here",
    "<@123456789012345678>",
    "<@&123456789012345678>",
    "<#123456789012345678>",
    "<t:1700000000:R>",
    "<:smile:123456789012345678>",
    "<a:party:123456789012345678>",
    "</ask:123456789012345678>",
    "<id:customize>",
    ":smile:",
    "](http://evil.example)",
    "[free](https://evil.example)",
    "] (x) [",
    "https://evil.example/a_b",
    "<https://evil.example>",
    "javascript:alert(1)",
    "discord.gg/evil",
    "**", "*", "__", "_", "~~", "||", "`", "```", "\\", "\\\\", "(", ")", "[", "]", "<", ">", "@", ":", "\n",
    "\n# ", "\n> ", "\n- ", "-# ", "1. ", "\r\n", "\t",
    "\u200b", "\u200d", "\u202e", "\u2066", "\u2069", "\ufeff", "\x00", "\ud800",
    "👩‍👩‍👧‍👦", "🇬🇧", "é", "שלום", "العربية", "漢字",
    "word", "The minister denied it.", " ", " ",
]  # fmt: skip

texts = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join),
    st.text(st.characters(), max_size=40),
    st.sampled_from(FRAGMENTS).flatmap(
        lambda piece: st.integers(1, 1_000).map(lambda n: (piece * n)[:2_500])
    ),
)
urls = st.one_of(
    st.none(),
    st.just("https://example.org/story"),
    st.just("https://example.org/Story_(2024)?a=b#c"),
    st.just("javascript:alert(1)"),
    st.just("https://user@evil.example/"),
    st.just("http://[::1"),
    st.just("https://ex ample.org/"),
    st.just("https://example.org/" + "a" * 600),
    texts,
    texts.map("https://example.org/".__add__),
)
moments = st.one_of(
    st.none(), st.integers(0, 2 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
)


@st.composite
def stored_articles(draw: st.DrawFn) -> StoredArticle:
    """An article of anything but a hash."""
    article = Article(
        title=draw(texts),
        text=draw(texts),
        publisher=draw(st.one_of(st.none(), texts)),
        url=draw(urls),
        published_at=draw(moments),
    )
    return StoredArticle(id="0123456789abcdef", article=article, version=1)


@st.composite
def citations(draw: st.DrawFn, number: int) -> Citation:
    """A numbered quote out of such an article."""
    stored = draw(stored_articles())
    start = draw(st.integers(0, len(stored.article.text)))
    end = draw(st.integers(start, len(stored.article.text)))
    return Citation(number, stored.article.text[start:end], start, end, "p", stored)


@st.composite
def hits(draw: st.DrawFn) -> Hit:
    """A passage of such an article."""
    stored = draw(stored_articles())
    text = stored.article.text
    return Hit(Passage("p", stored.id, 0, 0, len(text), text, "", ()), stored, 1.0)


@st.composite
def sentences(draw: st.DrawFn, numbers: st.SearchStrategy[tuple[int, ...]]) -> Sentence:
    """A sentence, and words that answer anywhere in it."""
    text = draw(texts)
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    focus = tuple(zip(ends[::2], ends[1::2], strict=False))
    told = st.one_of(st.none(), st.sampled_from(Stance)), st.one_of(st.none(), texts), st.booleans()
    stance, speaker, alone = (draw(choice) for choice in told)
    return Sentence(text, draw(numbers), focus, stance, speaker, alone)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """An answer or a refusal, well-formed in its structure only."""
    sources = [draw(citations(number)) for number in range(1, draw(st.integers(1, 6)) + 1)]
    numbers = st.lists(st.integers(1, len(sources)), min_size=1, max_size=12).map(tuple)
    speakers = st.one_of(st.none(), texts)
    voices = st.lists(st.builds(Voice, st.sampled_from(Stance), speakers), max_size=4).map(tuple)
    sides = st.builds(Side, texts, numbers, st.one_of(st.none(), st.sampled_from(Stance)), speakers, voices)
    updates = st.builds(Updated, texts, speakers, texts, texts, st.booleans(), st.tuples(sides, sides))
    strangers = st.builds(UnknownPublisher, texts, st.lists(texts, max_size=3).map(tuple), st.just(()))
    refused = draw(st.booleans())
    return Answer(
        question=draw(texts),
        status=Status.REFUSED if refused else Status.ANSWERED,
        writer=draw(st.sampled_from(["extractive", "openai:tiny"])),
        sentences=() if refused else tuple(draw(st.lists(sentences(numbers), min_size=1, max_size=8))),
        citations=() if refused else tuple(sources),
        disagreements=tuple(
            draw(
                st.lists(
                    st.builds(Disagreement, texts, st.lists(sides, min_size=2, max_size=4).map(tuple)),
                    max_size=3,
                )
            )
        )
        if not refused
        else (),
        related=tuple(draw(st.lists(hits(), max_size=5))) if refused else (),
        searched=Searched(
            Coverage(
                draw(st.integers(0, 10**7)),
                1,
                tuple(draw(st.lists(texts, max_size=20))),
                draw(moments),
                draw(moments),
            ),
            draw(st.sampled_from([Filters(), Filters(publishers=("Somebody",))])),
            draw(st.booleans()),
            unanswered=tuple(draw(st.lists(texts, max_size=8))),
            unknown=tuple(draw(st.lists(strangers, max_size=12))),
        ),
        seconds=0.1,
        updates=() if refused else tuple(draw(st.lists(updates, max_size=3))),
    )
