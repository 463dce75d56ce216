"""The Discord face: the front door of the bot."""

from bot.card import Card, Field
from bot.client import BylineBot, command_names
from bot.desk import Desk
from bot.render import answer_card
from bot.settings import BotSettings

__all__ = ["BotSettings", "BylineBot", "Card", "Desk", "Field", "answer_card", "command_names"]
