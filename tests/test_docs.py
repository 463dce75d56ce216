"""Documents that cannot rot: what they name exists, and what exists is named."""

from __future__ import annotations

import re
from pathlib import Path

import click

from bot import command_names
from retrieval.cli.app import byline

ROOT = Path(__file__).parents[1]
SETTING = re.compile(r"\b(?:CORPUS|RETRIEVAL|DISCORD)_[A-Z_]+\b")


def _settings_in_code() -> set[str]:
    sources = [ROOT / package / "settings.py" for package in ("corpus", "retrieval", "bot")]
    return {
        name
        for source in sources
        for name in re.findall(r'"((?:CORPUS|RETRIEVAL|DISCORD)_\w+)"', source.read_text())
    }


def test_every_setting_is_in_the_example_and_nothing_else_is() -> None:
    example = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == _settings_in_code()


def test_the_readme_names_every_setting_and_no_other() -> None:
    assert set(SETTING.findall((ROOT / "README.md").read_text())) == _settings_in_code()


def _command_paths(group: click.Group, prefix: str) -> list[str]:
    context = click.Context(group)
    paths = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        paths.append(f"{prefix} {name}")
        if isinstance(command, click.Group):
            paths += _command_paths(command, f"{prefix} {name}")
    return paths


def test_every_byline_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [path for path in _command_paths(byline, "byline") if path not in readme] == []


def test_every_slash_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [name for name in command_names() if name not in readme] == []


def test_every_module_named_in_the_architecture_exists_and_every_module_is_named() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    named = set(re.findall(r"`((?:corpus|retrieval|bot)/[\w/]+\.py)`", text))
    existing = {
        str(path.relative_to(ROOT))
        for package in ("corpus", "retrieval", "bot")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "__init__.py"
    }
    assert named == existing
