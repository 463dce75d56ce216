"""Nothing that is loaded at run time can run code: no pickle, by any of its names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import modules

ROOT = Path(__file__).parents[1]
# Modules that unpickle, or do so for others.
PICKLES = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "jsonpickle"}


def risks(name: str, source: str) -> Iterator[str]:
    """What in a module could load code, in words."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            imported = [node.module or ""]
        else:
            imported = []
        yield from (f"{name} imports {one}" for one in imported if one.split(".")[0] in PICKLES)
        if isinstance(node, ast.Call):
            yield from _risks_of_call(name, node)


def _risks_of_call(name: str, call: ast.Call) -> Iterator[str]:
    called = ast.unparse(call.func)
    said = {word.arg: ast.unparse(word.value) for word in call.keywords}
    if said.get("allow_pickle", "False") != "False":
        yield f"{name}:{call.lineno} allows pickle"
    if called in ("np.load", "numpy.load") and said.get("allow_pickle") != "False":
        yield f"{name}:{call.lineno} calls {called} without allow_pickle=False"
    if called == "torch.load" and said.get("weights_only") != "True":
        yield f"{name}:{call.lineno} calls torch.load without weights_only=True"
    if called in ("eval", "exec", "yaml.load", "pandas.read_pickle"):
        yield f"{name}:{call.lineno} calls {called}"
    if said.get("trust_remote_code", "False") != "False":
        yield f"{name}:{call.lineno} trusts a model's code"


def test_nothing_that_byline_loads_at_run_time_can_run_code() -> None:
    assert [risk for name, source in modules(ROOT) for risk in risks(name, source)] == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from joblib import load",
        "import numpy as np\nnp.load('x.npy')",
        "np.load('x.npy', allow_pickle=True)",
        "np.lib.format.read_array(file, allow_pickle=wanted)",
        "torch.load('x.pt')",
        "eval('1')",
        "AutoModel.from_pretrained(name, trust_remote_code=True)",
    ],
)
def test_each_way_to_load_code_is_seen(source: str) -> None:
    assert list(risks("some.module", source))


def test_what_is_safe_is_let_pass() -> None:
    source = "import json\nnp.load('x.npy', mmap_mode='r', allow_pickle=False)\nnp.save('x', y)"
    assert list(risks("some.module", source)) == []


def test_packaged_models_are_no_pickles() -> None:
    files = [path for package in ("corpus", "retrieval") for path in (ROOT / package / "model").rglob("*")]
    assert files
    assert {path.suffix for path in files if path.is_file()} & {
        ".pkl",
        ".pickle",
        ".pt",
        ".pth",
        ".bin",
    } == set()
