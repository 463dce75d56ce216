"""The guide for who runs the bot: what it names exists, and what it lets a machine read can be read."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import click
import pytest

from bot import command_names
from bot.__main__ import COMMANDS_FILE, _parser
from bot.client import MOST_FAILURES
from bot.desk import ANSWERS
from bot.watch import gauges, meters
from retrieval.cli.app import byline
from tests.test_docs import SETTING, _settings_in_code

ROOT = Path(__file__).parents[1]
PATHS = ("/etc", "/opt", "/healthz", "/readyz", "/metrics")
GUIDE = (ROOT / "docs" / "operations.md").read_text()
BOTH = GUIDE + (ROOT / "docs" / "discord.md").read_text()


def block(language: str) -> str:
    """The first block of code in a language."""
    found = re.search(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None
    return found[1]


def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(block("ini"))
    return parser


def test_every_setting_that_is_named_exists() -> None:
    assert set(SETTING.findall(BOTH)) - _settings_in_code() == set()


def test_every_byline_command_that_is_named_exists() -> None:
    context = click.Context(byline)
    named = set(re.findall(r"(?:bin/|`|exec byline-bot )byline ([a-z]+)", BOTH))
    assert {"backup", "restore", "doctor", "stats"} <= named
    assert [name for name in named if byline.get_command(context, name) is None] == []


def test_every_option_of_the_bot_that_is_named_exists() -> None:
    known = {option for action in _parser()._actions for option in action.option_strings}
    named = set(re.findall(r"bin/byline-bot (--[a-z-]+)", BOTH))
    assert "--check" in named
    assert named - known == set()


def test_every_slash_command_that_is_named_exists() -> None:
    named = set(re.findall(r"`(/[a-z]+(?: [a-z]+)*)", GUIDE))
    names = command_names()
    promised = {"/corpus settings"}  # of the interface
    assert [one for one in named - promised if one not in names and not one.startswith(PATHS)] == []


def test_the_unit_starts_the_bot_again_after_a_failure_and_gives_it_time_to_end() -> None:
    service = unit()["Service"]
    assert service["Restart"] == "on-failure"
    assert service["ExecStart"].endswith("/.venv/bin/byline-bot")
    assert int(service["TimeoutStopSec"]) > 8
    # Opening a library of an older version takes a while; nothing is said before.
    assert service["Type"] == "notify"
    assert int(service["TimeoutStartSec"]) > int(service["WatchdogSec"]) > 60
    # A token that is refused ends each start at once: then the limit is reached, and systemd gives up.
    starts = int(unit()["Unit"]["StartLimitBurst"]) * int(service["RestartSec"])
    assert starts < int(unit()["Unit"]["StartLimitIntervalSec"])


def test_the_container_runs_what_the_package_installs_and_keeps_the_corpus() -> None:
    lines = block("dockerfile").splitlines()
    assert 'CMD ["byline-bot"]' in lines
    assert "VOLUME /data" in lines
    (environment,) = (line for line in lines if line.startswith("ENV"))
    assert environment.split()[1] == "CORPUS_DIR=/data"
    (check,) = (line for line in lines if line.startswith("HEALTHCHECK"))
    assert check.endswith('CMD ["byline-bot", "--health"]')
    assert "DISCORD_METRICS_ADDRESS=127.0.0.1:" in environment
    assert next(line for line in lines if line.startswith("USER")) == "USER byline"
    python = re.search(r"FROM python:(\d+)\.(\d+)-slim", lines[0])
    assert python is not None
    assert (int(python[1]), int(python[2])) >= (3, 11)


def test_the_figures_are_those_of_the_program() -> None:
    assert f"At most {ANSWERS['waiting']} questions wait" in GUIDE
    assert ANSWERS["threads"] == 2
    assert "Two threads answer" in GUIDE
    assert f"failed {MOST_FAILURES} times" in GUIDE
    assert f"`{COMMANDS_FILE}`" in GUIDE


def test_every_figure_is_named_and_every_figure_that_is_named_exists() -> None:
    counted = {
        re.sub(r"_(?:bucket|count|sum)$", "", line.split("{")[0].split()[0])
        for line in meters.text().decode().splitlines()
        if not line.startswith("#")
    }
    read = set(re.findall(r'_gauges?\("(\w+)"', Path(gauges.__file__).read_text()))
    existing = {name for name in counted if name.startswith("byline_")} | {f"byline_{name}" for name in read}
    named = set(re.findall(r"\bbyline_\w+", GUIDE))
    assert {re.sub(r"_bucket$", "", name) for name in named} == existing
    assert set(re.findall(r"\bprocess_\w+", GUIDE)) <= counted


def test_every_alert_watches_labels_that_there_are() -> None:
    rules = re.findall(r"\{alert: (\w+), expr: (?:'(.*?)'|([^',]+)),? ?", GUIDE)
    assert len(rules) >= 8
    assert len({name for name, *_ in rules}) == len(rules)
    text = meters.text().decode()
    for label in re.findall(r'\b((?:ours|reason)="\w+")', " ".join(map("".join, rules))):
        assert label in text


@pytest.mark.parametrize("link", re.findall(r"\]\((?!https?:)([^)#]+)", GUIDE))
def test_every_page_that_is_linked_to_exists(link: str) -> None:
    assert (ROOT / "docs" / link).exists()
