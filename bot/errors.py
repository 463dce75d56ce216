"""What can go wrong in Discord, and the one place that turns any error into the sentence a person reads.

BotError
├─ BusyError               the queue of questions or of articles is full
├─ CooldownError           a question too soon after the one before
├─ TooManyJobsError        too many additions wait to be done already
├─ NothingToAddError       no file and no link in what was given
├─ AnswerGoneError         a button below an answer of which nothing is kept
├─ NotYoursError           a button below an answer that somebody else may see
├─ NothingToCheckError     a message without text
├─ NotAdminError           an admin's command from somebody who is none
├─ ElsewhereError          a question where the server wants none
├─ UploadTooLargeError     a file of more bytes than the bot takes
├─ PeriodError             since is later than until
├─ GatewayError            the connection to Discord cannot be kept
├─ ShardTakenError         another process serves the same people
└─ SyncError               Discord does not take the commands
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import aiohttp
import discord
from discord import app_commands

import corpus
import retrieval
from bot.escape import escape
from bot.request import current, new_request
from bot.watch import meters

log = logging.getLogger(__name__)


class BotError(Exception):
    """Anything the bot refuses or fails to do; `str()` is a sentence for a person."""


class BusyError(BotError):
    """More work is waiting than anyone would wait for."""


class CooldownError(BotError):
    """A question of somebody whose last one was a moment ago."""

    def __init__(self, left: int, pause: int, told_before: bool) -> None:
        every = "every second" if pause == 1 else f"every {pause} seconds"
        seconds = "1 second" if left == 1 else f"{left} seconds"
        super().__init__(f"One question {every}, please: the next one is taken in {seconds}.")
        self.told_before = told_before
        """Whether they were told already that they have to wait."""


class TooManyJobsError(BotError):
    """More additions wait than anybody would wait for."""


class NothingToAddError(BotError):
    """No file and no link in what was given."""


class AnswerGoneError(BotError):
    """Nothing is kept of an answer any more."""


class NotYoursError(BotError):
    """A button below an answer that is not shown to whoever pressed it."""


class NothingToCheckError(BotError):
    """A message in which there is no text."""


class NotAdminError(BotError, app_commands.CheckFailure):
    """An admin's command from a member without *Manage Server*."""


class ElsewhereError(BotError):
    """A question in a channel that is none of those in which its server wants answers."""


class UploadTooLargeError(BotError):
    """A file of more bytes than the bot takes."""


class PeriodError(BotError):
    """A period that ends before it begins."""


class GatewayError(BotError):
    """The connection to Discord could not be made, or not be kept, however often it was tried."""


class ShardTakenError(BotError):
    """Another process serves a shard that this one is to serve: people would be answered twice."""

    def __init__(self, shard: int) -> None:
        super().__init__(
            f"Another byline-bot serves shard {shard} of this token with the same articles. Stop it, or share"
            " the servers out: the same DISCORD_SHARDS for all, other DISCORD_SHARD_IDS for each."
        )
        self.shard = shard


class SyncError(BotError):
    """Discord does not take the bot's commands."""


UNKNOWN = (
    "Something went wrong, and not through you. Please try again; if it stays, tell the admin: {reference}"
)
_OPERATOR = "The bot's operator has to look at this: {reference}"

# {reason}: what the error itself says, for errors whose words are about what the person gave.
# {reference}: a short id that stands in the log beside the details; such an error is logged in full.
SENTENCES: dict[type[BaseException], str] = {
    corpus.CorpusError: f"The articles cannot be used at the moment. {_OPERATOR}",
    corpus.LinkError: "This link cannot be added: {reason}",
    corpus.BlockedError: "This link leads where the bot must not go: {reason}",
    corpus.DisallowedError: "The site does not want this page to be fetched: {reason}",
    corpus.FetchError: "The page could not be fetched: {reason}",
    corpus.NotTextError: "This link leads to no page of text: {reason}",
    corpus.TooLargeError: "The page is too large: {reason}",
    corpus.NotAFeedError: "There is no feed that can be read: {reason}",
    corpus.NotAnArticleError: "There is no article in it: {reason}",
    corpus.UnreadableError: "The file cannot be read: {reason}",
    corpus.ArticleNotFoundError: "There is no such article; it may have been removed already.",
    corpus.NotOwnedError: (
        "This article is shared with every server; only the bot's operator can remove it."
    ),
    corpus.FeedNotFoundError: "There is no such feed; /corpus feed list shows those there are.",
    corpus.LibraryError: f"The library of articles cannot be read or written. {_OPERATOR}",
    corpus.NoCorpusError: f"There is no library of articles yet. {_OPERATOR}",
    corpus.StaleDecisionError: "Somebody changed this article at the same moment. Please try again.",
    corpus.IndexBusyError: f"Another program is using the index of articles. {_OPERATOR}",
    corpus.IndexUnavailableError: "The index does not answer at the moment. Please try again in a minute.",
    corpus.EmbeddingMismatchError: f"The index belongs to another model and must be made again. {_OPERATOR}",
    corpus.ClusterError: f"The machines that read articles cannot be used. {_OPERATOR}",
    corpus.ModelError: f"The model that reads questions cannot be used. {_OPERATOR}",
    corpus.SettingsError: f"A setting of the bot cannot be used. {_OPERATOR}",
    retrieval.RetrievalError: f"The question could not be answered. {_OPERATOR}",
    retrieval.EmptyQuestionError: "There was no question. Ask in words, for example: who denied it?",
    retrieval.QuestionTooLongError: "{reason}",
    retrieval.EmptyClaimError: "{reason}",
    retrieval.ClaimTooLongError: "{reason}",
    retrieval.EmptyTopicError: "There was no topic. Name one, for example: the ferry accident.",
    retrieval.TopicTooLongError: "{reason}",
    retrieval.CorpusEmptyError: "There are no articles yet. An admin can add some with /corpus add.",
    retrieval.DateError: "{reason}",
    retrieval.ModelUnavailableError: f"A model that answers need cannot be used. {_OPERATOR}",
    retrieval.ModelFailedError: "{reason} Please try again.",
    retrieval.QuestionFileError: f"A file of questions cannot be scored. {_OPERATOR}",
    BotError: UNKNOWN,
    BusyError: "The bot is busy: too much is waiting already. Please try again in a minute.",
    CooldownError: "{reason}",
    TooManyJobsError: (
        "Too many additions are waiting already. Please try again when some are done; /corpus status says how"
        " many there are."
    ),
    NothingToAddError: "There is no file and no link in it: nothing was added.",
    AnswerGoneError: "What belongs to this button is no longer kept. Please ask the question again.",
    NotYoursError: "This answer was shown to somebody else, or elsewhere; ask the question yourself.",
    NothingToCheckError: "There is no text in this message that could be checked; files are not read.",
    NotAdminError: "This command is for members who may manage the server.",
    ElsewhereError: "This server has me answer in other channels only; its admins can say in which.",
    UploadTooLargeError: "{reason}",
    PeriodError: "*since* is later than *until*: no article can be in between.",
    GatewayError: f"The connection to Discord is lost. {_OPERATOR}",
    ShardTakenError: f"Another program answers here already. {_OPERATOR}",
    SyncError: f"Discord does not take the commands. {_OPERATOR}",
    app_commands.AppCommandError: UNKNOWN,
    app_commands.CommandInvokeError: UNKNOWN,
    app_commands.TransformerError: "The command cannot read this value. Please choose another.",
    app_commands.TranslationError: UNKNOWN,
    app_commands.CheckFailure: "You cannot use this command here.",
    app_commands.NoPrivateMessage: "This command works in a server, not in private messages.",
    app_commands.MissingRole: "You need another role for this command.",
    app_commands.MissingAnyRole: "You need another role for this command.",
    app_commands.MissingPermissions: "This command is for members who may manage the server.",
    app_commands.BotMissingPermissions: "The bot lacks a permission in this channel: {reason}",
    app_commands.CommandOnCooldown: "That was quick. Please wait a moment before the next question.",
    app_commands.CommandAlreadyRegistered: UNKNOWN,
    app_commands.CommandLimitReached: UNKNOWN,
    app_commands.CommandNotFound: "This command has changed. Restart Discord to see the new one.",
    app_commands.CommandSignatureMismatch: "This command has changed. Restart Discord to see the new one.",
    app_commands.MissingApplicationID: UNKNOWN,
    app_commands.CommandSyncFailure: f"Discord does not take the commands. {_OPERATOR}",
    discord.DiscordException: UNKNOWN,
    discord.ClientException: UNKNOWN,
    discord.InteractionResponded: UNKNOWN,
    discord.RateLimited: "Discord asks the bot to slow down. Please try again in a minute.",
    discord.HTTPException: f"Discord did not take the bot's message. {_OPERATOR}",
    discord.Forbidden: "Discord does not let the bot do this here; it lacks a permission in this channel.",
    discord.NotFound: "What this belongs to is gone from Discord. Please try again.",
    discord.DiscordServerError: "Discord itself has a problem at the moment. Please try again in a minute.",
    aiohttp.ClientError: "The connection to Discord failed for a moment. Please try again.",
    TimeoutError: "This took too long. Please try again.",
    MemoryError: f"The bot has too little memory for this at the moment. {_OPERATOR}",
    Exception: UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a person reads about an error."""

    text: str
    reference: str | None
    """The id in the log; `None` for what is not the program's fault."""


def explain(error: BaseException) -> Told:
    """The sentence for an error. One that somebody has to look at is logged in full, under a reference."""
    error = cause_of(error)
    sentence = next(SENTENCES[kind] for kind in type(error).__mro__ if kind in SENTENCES)
    ours = "{reference}" in sentence
    meters.ERRORS.labels("yes" if ours else "no").inc()
    if not ours:
        log.info("Told a user about %s: %s", type(error).__name__, error)
        return Told(sentence.format(reason=escape(str(error), 300)), None)
    reference = (current() or new_request()).reference
    log.error("Error %s", reference, exc_info=error)
    return Told(sentence.format(reference=f"reference {reference}."), reference)


def cause_of(error: BaseException) -> BaseException:
    """What really happened, inside discord.py's wrappers."""
    if isinstance(error, app_commands.CommandInvokeError):
        return cause_of(error.original)
    if isinstance(error, app_commands.TransformerError) and error.__cause__ is not None:
        return cause_of(error.__cause__)
    return error
