from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import discord
import pytest
from discord import app_commands

import bot.errors
from bot.errors import SENTENCES, BotError, NotAdminError, explain
from corpus import ArticleNotFoundError, CorpusError, IndexBusyError, LibraryError, NotAnArticleError
from retrieval import DateError, RetrievalError

FAMILIES = [CorpusError, RetrievalError, BotError, app_commands.AppCommandError]
# Discord's own errors that a command or a message can end in; those of voice and extensions cannot happen.
DISCORD = [
    discord.DiscordException,
    discord.ClientException,
    discord.HTTPException,
    discord.Forbidden,
    discord.NotFound,
    discord.DiscordServerError,
    discord.RateLimited,
    discord.InteractionResponded,
    aiohttp.ClientError,
    TimeoutError,
]


def family(base: type[BaseException]) -> Iterator[type[BaseException]]:
    yield base
    for child in base.__subclasses__():
        yield from family(child)


@pytest.mark.parametrize(
    "error", sorted({e for base in FAMILIES for e in family(base)} | set(DISCORD), key=str)
)
def test_every_error_has_a_sentence(error: type[BaseException]) -> None:
    if error.__module__.startswith("tests."):
        pytest.skip("made by a test")
    assert error in SENTENCES, f"{error.__name__} needs a sentence in bot/errors.py"
    sentence = SENTENCES[error].format(reason="So it is.", reference="reference abc123.")
    assert sentence[0].isupper() or sentence[0] == "*"
    assert sentence.endswith((".", "?"))
    assert len(sentence) <= 2_000


def test_an_error_about_what_was_given_says_the_reason() -> None:
    told = explain(NotAnArticleError("page", "It is a login page."))
    assert told.text == "There is no article in it: It is a login page."
    assert told.reference is None


def test_reasons_are_escaped() -> None:
    assert "@everyone" not in explain(DateError("@everyone")).text


def test_an_error_of_the_machine_says_nothing_of_the_machine_and_is_logged_in_full(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told = explain(IndexBusyError(Path("/srv/secret/place")))
    assert "/srv" not in told.text
    assert told.reference is not None
    assert told.reference in told.text
    assert [record.exc_info is not None for record in caplog.records if told.reference in record.message] == [
        True
    ]


def test_an_unknown_error_gets_the_general_sentence_with_a_reference(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told = explain(KeyError("surprise"))
    assert "surprise" not in told.text
    assert told.reference is not None
    assert told.reference in caplog.text


def test_the_cause_inside_the_library_s_wrappers_is_what_is_told() -> None:
    @app_commands.command(name="x", description="x")
    async def command(interaction: discord.Interaction) -> None: ...

    wrapped = app_commands.CommandInvokeError(command, ArticleNotFoundError("a"))
    assert explain(wrapped).text == explain(ArticleNotFoundError("a")).text


def test_a_refused_admin_command_is_not_an_error_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert explain(NotAdminError()).text == "This command is for members who may manage the server."
    assert {record.levelno for record in caplog.records} == {logging.INFO}


def test_subclasses_nobody_knows_fall_back_to_their_parent() -> None:
    class NewError(LibraryError):
        pass

    assert explain(NewError(Path("x"), "y")).text.startswith("The library of articles")


def test_every_error_class_is_in_the_drawing() -> None:
    drawing = (bot.errors.__doc__ or "").split()
    assert [
        e.__name__ for e in family(BotError) if e.__name__ not in drawing and e.__module__ == "bot.errors"
    ] == []
