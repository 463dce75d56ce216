from __future__ import annotations

import base64

import pytest

from bot.settings import BotSettings
from corpus import SettingsError

ID = 123456789012345678
TOKEN = (
    base64.urlsafe_b64encode(str(ID).encode()).decode().rstrip("=")
    + ".G1a2b3.aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789ab"
)


def test_the_settings_are_read_and_the_token_is_not_shown() -> None:
    settings = BotSettings.from_environment({"DISCORD_TOKEN": f" {TOKEN}\n", "DISCORD_GUILD_ID": "42"})
    assert (settings.token, settings.guild_id) == (TOKEN, 42)
    assert TOKEN not in repr(settings)


def test_without_a_server_the_commands_are_global() -> None:
    assert BotSettings.from_environment({"DISCORD_TOKEN": TOKEN, "DISCORD_GUILD_ID": ""}).guild_id is None


@pytest.mark.parametrize("environment", [{}, {"DISCORD_TOKEN": "  "}])
def test_a_missing_token_says_what_to_do(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=r"DISCORD_TOKEN: .*\.env"):
        BotSettings.from_environment(environment)


@pytest.mark.parametrize("guild", ["my server", "12a", "٣", "-1"])
def test_a_server_s_id_is_a_number(guild: str) -> None:
    with pytest.raises(SettingsError, match="DISCORD_GUILD_ID"):
        BotSettings.from_environment({"DISCORD_TOKEN": TOKEN, "DISCORD_GUILD_ID": guild})


@pytest.mark.parametrize(("given", "seconds"), [("", 5), ("0", 0), (" 30 ", 30)])
def test_the_pause_between_questions_is_five_seconds_or_what_is_set(given: str, seconds: float) -> None:
    environment = {"DISCORD_TOKEN": TOKEN, "DISCORD_COOLDOWN_SECONDS": given}
    assert BotSettings.from_environment(environment).cooldown == seconds


@pytest.mark.parametrize("given", ["-1", "soon", "1.5", "86401", "٣"])
def test_the_pause_between_questions_is_a_number_of_seconds(given: str) -> None:
    with pytest.raises(SettingsError, match="from 0 to 86400"):
        BotSettings.from_environment({"DISCORD_TOKEN": TOKEN, "DISCORD_COOLDOWN_SECONDS": given})


def test_every_message_is_shown_to_the_bot_only_where_that_is_asked_for() -> None:
    environment = {"DISCORD_TOKEN": TOKEN}
    assert not BotSettings.from_environment(environment).message_content
    assert not BotSettings.from_environment(environment | {"DISCORD_MESSAGE_CONTENT": "no"}).message_content
    assert BotSettings.from_environment(environment | {"DISCORD_MESSAGE_CONTENT": "Yes"}).message_content
    with pytest.raises(SettingsError, match="must be yes or no"):
        BotSettings.from_environment(environment | {"DISCORD_MESSAGE_CONTENT": "perhaps"})


def test_how_long_buttons_work_is_five_years_or_what_is_set() -> None:
    environment = {"DISCORD_TOKEN": TOKEN}
    settings = BotSettings.from_environment(environment)
    assert (settings.answer_days, settings.answers) == (1_825, 250_000)
    few = BotSettings.from_environment(environment | {"DISCORD_ANSWER_DAYS": "7", "DISCORD_ANSWERS": "100"})
    assert (few.answer_days, few.answers) == (7, 100)


@pytest.mark.parametrize("name", ["DISCORD_ANSWER_DAYS", "DISCORD_ANSWERS"])
@pytest.mark.parametrize("given", ["0", "-1", "years", "1.5", "٣", "1000000000"])
def test_how_long_buttons_work_is_a_number(name: str, given: str) -> None:
    with pytest.raises(SettingsError, match=f"{name}: must be a whole number of .*, from 1 to"):
        BotSettings.from_environment({"DISCORD_TOKEN": TOKEN, name: given})
