"""What an idle bot holds in memory, and what an installation takes on the disk.

    .venv/bin/python -m benchmarks.idle --corpus var/cold

The bot's libraries are loaded, the corpus is open, and one question was answered; nobody is connected.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from importlib import metadata
from pathlib import Path

from corpus import Corpus, CorpusSettings
from retrieval import RetrievalSettings, build_answerer

# What only other models than the packaged one need.
_OTHER_MODELS = (
    "torch",
    "transformers",
    "sentence-transformers",
    "scikit-learn",
    "scipy",
    "sympy",
    "networkx",
)


def main() -> None:
    """Open, ask once, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--torch", action="store_true", help="with what the bot loaded until 0180")
    options = parser.parse_args()
    importlib.import_module("bot.__main__")
    if options.torch:
        importlib.import_module("sentence_transformers")
    with Corpus.open(CorpusSettings(options.corpus)) as corpus:
        corpus.index.wait()
        build_answerer(corpus, RetrievalSettings()).answer("How many people were on the ferry?")
        print(f"{corpus.library.coverage().passages:,} passages, resident: {_resident() / 1e6:,.0f} MB")
    print(f"loaded: {', '.join(name for name in ('torch', 'chromadb') if name in sys.modules)}")
    sizes = {one.name.lower(): _size(one) for one in metadata.distributions()}
    spare = {name: sizes[name] for name in _OTHER_MODELS if name in sizes}
    print(f"installed: {sum(sizes.values()) / 1e6:,.0f} MB, of it for other models", end=" ")
    print(f"{sum(spare.values()) / 1e6:,.0f} MB ({', '.join(spare)})")


def _resident() -> int:
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def _size(distribution: metadata.Distribution) -> int:
    return sum(Path(str(file.locate())).stat().st_size for file in distribution.files or () if _there(file))


def _there(file: metadata.PackagePath) -> bool:
    return Path(str(file.locate())).is_file()


if __name__ == "__main__":
    main()
