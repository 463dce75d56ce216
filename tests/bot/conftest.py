"""The fake Discord for every test of the bot."""

from tests.fakediscord.fixtures import fakediscord

__all__ = ["fakediscord"]
