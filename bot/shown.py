"""Reads the bot's own messages back: the question and the answer that a button belongs to.  [pure]

They are not kept anywhere else: who deletes the message deletes them.
"""

from __future__ import annotations

import re
from typing import Any

import discord

from bot.escape import ZERO_WIDTH
from retrieval import Turn

_BACKSLASH = re.compile(r"\\(.)")
_BOLD = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")
_OUR_BOLD = re.compile(r"(?<!\\)\*\*")


def unescape(text: str) -> str:
    """The text that `escape` made Discord show."""
    return _BACKSLASH.sub(r"\1", text.replace(ZERO_WIDTH, ""))


def question_of(message: discord.Message | None) -> str:
    """The question above an answer; empty where there is none."""
    return unescape(_embed(message).title or "")


def answer_of(message: discord.Message | None) -> str:
    """The answer with its markers, as plain text; empty where there is none."""
    return unescape(_OUR_BOLD.sub("", _embed(message).description or ""))


def turn_of(message: discord.Message | None) -> Turn:
    """What was asked, and the very words that answered."""
    answered = _BOLD.search(_embed(message).description or "") if question_of(message) else None
    return Turn(question_of(message), unescape(answered[1]) if answered else "")


def asker_of(message: discord.Message) -> str | None:
    """The id of who asked for a message of the bot's: by a command or a form, or by the message answered."""
    if message.interaction_metadata is not None:
        return str(message.interaction_metadata.user.id)
    answered = message.reference.resolved if message.reference else None
    return str(answered.author.id) if isinstance(answered, discord.Message) else None


def _embed(message: Any) -> discord.Embed:
    embeds: list[discord.Embed] = message.embeds if message is not None else []
    return embeds[0] if embeds else discord.Embed()
