"""The rules of docs/architecture.md as functions over source text, so that each can be shown to bite."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

LAYERS = {"corpus": 0, "retrieval": 1, "bot": 2}

# Each outside library and the one place (a module, or a package of ours) that may import it.
DOORS = {
    "PIL": "retrieval.chart",
    "aiohttp": "bot",
    "chromadb": "corpus.index",
    "click": "retrieval.cli",
    "dateparser": "retrieval.understanding.written_date",
    "discord": "bot",
    "feedparser": "corpus.feeds.parse",
    "docx": "corpus.documents.word",
    "httpcore": "corpus.fetch",
    "httpx": "corpus.fetch",
    "langchain": "retrieval.langchain",
    "langchain_anthropic": "retrieval.langchain",
    "langchain_core": "retrieval.langchain",
    "langchain_ollama": "retrieval.langchain",
    "langchain_openai": "retrieval.langchain",
    "lxml": "corpus.extract",
    "charset_normalizer": "corpus.decode",
    "nupunkt": "corpus.sentences",
    "psycopg": "corpus.library.postgresql",
    "py3langid": "corpus.language",
    "pypdf": "corpus.documents.pdf",
    "ray": "corpus.cluster",
    "rich": "retrieval.cli",
    "prometheus_client": "bot.watch",
    "protego": "corpus.fetch",
    "pythonjsonlogger": "bot.log",
    "sentence_transformers": "corpus.embed",
    "sqlite3": "corpus.library",
    "onnxruntime": "corpus.graph",
    "tokenizers": "corpus.tokens",
    "torch": "corpus.embed",
    "trafilatura": "corpus.extract",
    # Readers of other makers are loaded by it; no other library of ours loads a question-answering head.
    "transformers": "retrieval.transformers_reader",
}
# What may pass elsewhere, and why.
ALLOWED = {
    ("corpus.embed", "transformers.utils"): "silences what sentence-transformers prints through it",
}


def modules(root: Path) -> Iterator[tuple[str, str]]:
    """Name and source of every module of the three packages."""
    for package in LAYERS:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), path.read_text()


def imports(source: str) -> Iterator[str]:
    """Every module that the source imports, at the top or inside a function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def violations(name: str, source: str) -> list[str]:
    """What a module imports against the rules, in words."""
    package = name.split(".")[0]
    found = []
    for imported in imports(source):
        top = imported.split(".")[0]
        if imported.startswith("."):
            found.append(f"{name} imports {imported}: say the whole name")
        elif top in LAYERS and LAYERS[top] > LAYERS[package]:
            found.append(f"{name} imports {imported}: imports point down")
        elif top in LAYERS and top != package and imported != top:
            found.append(f"{name} imports {imported}: use the front door, `from {top} import …`")
        elif (name, imported) in ALLOWED:
            continue
        elif top in DOORS and not f"{name}.".startswith(f"{DOORS[top]}."):
            found.append(f"{name} imports {imported}: its one door is {DOORS[top]}")
    return found
