from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from bot.progress import EVERY_SECONDS, Progress
from bot.tempo import Tempo
from corpus import Corpus
from retrieval import RetrievalSettings, Sentence
from tests.bot.markdown import read
from tests.bot.newsroom import fill, no_pause, running
from tests.bot.test_buttons import HURT, embed
from tests.fakediscord import FakeDiscord
from tests.retrieval.modelserver import hangs, serving

FULL = "Searching 3 articles…"


class Board:
    """Where notes are put; `hold` keeps the next one waiting."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.free = asyncio.Event()
        self.free.set()
        self.came = asyncio.Event()

    async def note(self, text: str) -> None:
        self.came.set()
        await self.free.wait()
        self.notes.append(text)


class Clock:
    """A pause that ends when the test says so."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.tick = asyncio.Event()

    async def pause(self, seconds: float) -> None:
        self.asked.append(seconds)
        self.tick.clear()
        await self.tick.wait()


async def three() -> int:
    return 3


async def turns() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_it_says_what_is_searched_and_the_place_before_that() -> None:
    board = Board()
    async with Progress(board.note, three, Tempo(no_pause, 0)) as progress:
        progress.waits(12)
        while not board.notes:
            await asyncio.sleep(0.001)
        progress.waits(1)
        while len(board.notes) < 2:
            await asyncio.sleep(0.001)
        progress.waits(0)
        while len(board.notes) < 3:
            await asyncio.sleep(0.001)
    assert board.notes == [
        "Your question is number 12 in the queue.",
        "Your question is the next one.",
        FULL,
    ]


async def test_a_message_is_edited_at_most_once_a_second_and_then_with_the_latest_words() -> None:
    board, clock = Board(), Clock()
    async with Progress(board.note, three, Tempo(clock.pause, 0)) as progress:
        while not clock.asked:
            await asyncio.sleep(0.001)
        for word in ("One.", "Two.", "Three."):
            progress.hear(Sentence(word, (1,)))
            await turns()
        assert board.notes == [FULL]
        clock.tick.set()
        while len(board.notes) < 2:
            await asyncio.sleep(0.001)
    assert board.notes[1].startswith("One. Two. Three.\n")
    assert set(clock.asked) == {EVERY_SECONDS}


async def test_who_is_answered_at_once_is_told_nothing_else() -> None:
    board = Board()
    async with Progress(board.note, three, Tempo(no_pause, 60)):
        pass
    assert board.notes == []


async def test_a_note_on_its_way_arrives_before_the_answer() -> None:
    board = Board()
    board.free.clear()

    async def wait() -> None:
        async with Progress(board.note, three, Tempo(no_pause, 0)):
            await board.came.wait()
        board.notes.append("the answer")

    waiting = asyncio.create_task(wait())
    await board.came.wait()
    await turns()
    assert not waiting.done()
    board.free.set()
    await waiting
    assert board.notes == [FULL, "the answer"]


async def test_what_fails_ends_it_too() -> None:
    board = Board()
    with pytest.raises(ZeroDivisionError):
        async with Progress(board.note, three, Tempo(no_pause, 60)):
            raise ZeroDivisionError
    assert board.notes == []


async def test_words_of_a_model_are_shown_as_words() -> None:
    board = Board()
    async with Progress(board.note, three, Tempo(no_pause, 0)) as progress:
        progress.hear(Sentence("@everyone **look** " * 200, (1,)))
        while not any("Still writing" in note for note in board.notes):
            await asyncio.sleep(0.001)
    assert "@everyone" not in board.notes[-1]
    assert len(board.notes[-1]) < 2_000


async def test_a_count_that_fails_is_no_news() -> None:
    board = Board()

    async def broken() -> int:
        raise OSError("the disk is gone")

    async with Progress(board.note, broken, Tempo(no_pause, 0)):
        while not board.notes:
            await asyncio.sleep(0.001)
    assert board.notes == ["Searching the articles…"]


class TestInDiscord:
    async def test_a_command_s_answer_takes_the_place_of_what_was_going_on(
        self, fakediscord: FakeDiscord, corpus: Corpus, memory: Path
    ) -> None:
        fill(corpus)
        with serving(hangs()) as server:
            models = RetrievalSettings(answer_model="tiny", answer_base_url=server.url, answer_seconds=20)
            async with running(fakediscord, corpus, memory, models=models, patience=0):
                asked = await fakediscord.slash("ask", {"question": HURT})
                note = await asked.final()
                assert note["content"] == FULL
                assert note["embeds"] == []
                server.release.set()
                answer = await asked.final(lambda message: message["embeds"])
        assert answer["id"] == note["id"]
        assert answer["content"] == ""
        assert "Twelve passengers" in read(embed(answer)["description"]).shown

    async def test_what_a_model_writes_is_shown_while_it_writes(
        self, fakediscord: FakeDiscord, corpus: Corpus, memory: Path
    ) -> None:
        fill(corpus)
        said = "Twelve passengers were hurt [{1}]. They were hurt when the ferry ran aground [{1}]. And"
        with serving(hangs(said)) as server:
            models = RetrievalSettings(answer_model="tiny", answer_base_url=server.url, answer_seconds=20)
            async with running(fakediscord, corpus, memory, models=models, patience=0):
                asked = await fakediscord.slash("ask", {"question": HURT})
                note = await asked.final(lambda message: "Still writing" in message["content"])
                assert note["content"].startswith("Twelve passengers were hurt.")
                server.release.set()
                answer = await asked.final(lambda message: message["embeds"])
        assert answer["content"] == ""

    async def test_a_reply_s_too(self, fakediscord: FakeDiscord, corpus: Corpus, memory: Path) -> None:
        fill(corpus)
        with serving(hangs()) as server:
            models = RetrievalSettings(answer_model="tiny", answer_base_url=server.url, answer_seconds=20)
            async with running(fakediscord, corpus, memory, models=models, patience=0):
                await fakediscord.mention(HURT)
                assert (await fakediscord.message())["content"] == FULL
                server.release.set()
                await fakediscord.until(lambda: fakediscord.said()[0]["embeds"], "the answer")
        (answer,) = fakediscord.said()
        assert answer["content"] == ""
        assert answer["components"]

    async def test_an_error_takes_its_place_as_well(
        self, fakediscord: FakeDiscord, corpus: Corpus, memory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(corpus)
        go = threading.Event()
        async with running(fakediscord, corpus, memory, patience=0) as bot:

            def broken(*_: object, **__: object) -> None:
                assert go.wait(20)
                raise ZeroDivisionError("a secret of the code")

            monkeypatch.setattr(bot.desk._parts.plain, "answer", broken)
            monkeypatch.setattr(bot.desk._parts.answerer, "answer", broken)
            await fakediscord.mention(HURT)
            await fakediscord.message()
            go.set()
            await fakediscord.until(lambda: "reference" in fakediscord.said()[0]["content"], "the sentence")
        assert len(fakediscord.said()) == 1
