"""The one rule: imports point down, through front doors; each outside library has one door."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from corpus import Library
from tests.architecture import DOORS, modules, violations

ROOT = Path(__file__).parents[1]
HEAVY = {
    *("torch", "sentence_transformers", "transformers", "chromadb", "onnxruntime", "langchain_core"),
    *("PIL", "dateparser", "trafilatura"),
}
# What a person waits for: not even half of these.
QUICK = HEAVY | {"numpy", "httpx", "discord"}
SAMPLE = ROOT / "corpus" / "sample" / "articles.jsonl"


def test_every_import_points_down_through_a_front_door_and_each_library_has_one_door() -> None:
    assert [v for name, source in modules(ROOT) for v in violations(name, source)] == []


def test_every_library_in_the_table_of_doors_is_used_behind_its_door() -> None:
    behind = {
        library
        for library, door in DOORS.items()
        for name, source in modules(ROOT)
        if f"{name}.".startswith(f"{door}.") and f"import {library}" in source.replace("from ", "import ")
    }
    by_name = {"langchain", "langchain_anthropic", "langchain_ollama", "langchain_openai"}  # as settings say
    assert set(DOORS) - behind - {"aiohttp", "httpcore", "lxml"} - by_name == set()


@pytest.mark.parametrize(
    ("module", "line", "rule"),
    [
        ("corpus.chunk", "import retrieval", "imports point down"),
        ("retrieval.fuse", "from bot import client", "imports point down"),
        ("retrieval.fuse", "from corpus.models import Passage", "front door"),
        ("bot.render", "def f() -> None:\n    from retrieval.models import Answer", "front door"),
        ("corpus.ingest", "import chromadb", "one door is corpus.index"),
        ("corpus.indexes", "import chromadb", "one door is corpus.index"),
        ("retrieval.answerer", "from langchain_core.documents import Document", "one door"),
        ("corpus.embed", "from transformers import AutoModel", "one door is retrieval.transformers_reader"),
        ("corpus.clean", "from .models import Article", "whole name"),
    ],
)
def test_a_planted_violation_of_each_rule_is_found(module: str, line: str, rule: str) -> None:
    assert any(rule in violation for violation in violations(module, line))


@pytest.mark.parametrize("package", ["corpus", "retrieval"])
def test_a_front_door_gives_out_at_run_time_what_it_promises_to_type_checkers(package: str) -> None:
    tree = ast.parse((ROOT / package / "__init__.py").read_text())
    promise = next(node for node in tree.body if isinstance(node, ast.If))
    promised = {
        alias.name: node.module
        for node in promise.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    table = ast.literal_eval(tree.body[-1].value.args[1])  # type: ignore[attr-defined]
    places = {name: module for module, names in table.items() for name in names.split()}
    assert places == promised
    door = import_module(package)
    assert set(door.__all__) - {"open_when_asked"} == set(promised)
    for name, module in promised.items():
        assert getattr(door, name) is getattr(import_module(str(module)), name)


def test_a_module_does_not_take_the_place_of_the_function_of_its_name() -> None:
    program = "import corpus.ingest, corpus; from corpus import ingest; assert callable(ingest)"
    assert "corpus" in _loaded(program)


@pytest.mark.parametrize("name", ["Nothing", "__version__"])
def test_a_front_door_says_what_it_does_not_have(name: str) -> None:
    with pytest.raises(AttributeError, match=f"'corpus' has no attribute {name!r}"):
        getattr(import_module("corpus"), name)


@pytest.mark.parametrize(
    "program",
    [
        "import bot",
        "from retrieval.cli.app import run; assert run(['--help']) == 0",
        "import bot.__main__",
    ],
)
def test_light_programs_load_no_heavy_library(program: str) -> None:
    assert _loaded(program) & HEAVY == set()


def test_listing_articles_loads_no_heavy_library(tmp_path: Path) -> None:
    Library.open(tmp_path).close()
    arguments = ["articles", "list", "--corpus", str(tmp_path)]
    program = f"from retrieval.cli.app import run; assert run({arguments!r}) == 0"
    assert _loaded(program) & QUICK == set()


@pytest.mark.model
def test_adding_and_asking_load_no_torch_and_a_single_question_no_chroma(tmp_path: Path) -> None:
    program = (
        "from retrieval.cli.app import run; corpus = ['--corpus', " + repr(str(tmp_path)) + "];"
        f"assert run(['add', {str(SAMPLE)!r}, *corpus]) == 0; run(['ask', 'Who was hurt?', *corpus])"
    )
    heavy = {"torch", "sentence_transformers", "transformers", "trafilatura", "discord"}
    assert _loaded(program) & heavy == set()
    again = f"from retrieval.cli.app import run; run(['ask', 'Who was hurt?', '--corpus', {str(tmp_path)!r}])"
    assert _loaded(again) & (heavy | {"chromadb", "httpx"}) == set()


def _loaded(program: str) -> set[str]:
    """The top-level modules in memory after a fresh interpreter ran the program."""
    ending = "\nimport sys; print('LOADED', *{name.split('.')[0] for name in sys.modules})"
    ran = subprocess.run([sys.executable, "-c", program + ending], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.splitlines()[-1].split()[1:])
