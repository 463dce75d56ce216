"""The two-minute tour adds invented stories: to a folder of its own, whatever else is set."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_NOTED = '#!/bin/sh\necho "$* library=$CORPUS_LIBRARY_URL index=$CORPUS_CHROMA_URL"\n'


def test_the_sample_articles_come_into_no_database_of_real_ones(tmp_path: Path) -> None:
    byline = tmp_path / "byline"
    byline.write_text(_NOTED)
    byline.chmod(0o755)
    real = {
        "CORPUS_LIBRARY_URL": "postgresql://db.example/news",
        "CORPUS_CHROMA_URL": "http://chroma.example",
    }
    done = subprocess.run(
        ["sh", "benchmarks/demo.sh", byline, tmp_path / "demo"],
        cwd=_ROOT,
        env={**os.environ, **real},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"add corpus/sample --corpus {tmp_path / 'demo'} library= index=\n" in done.stdout
    assert "example" not in done.stdout
