"""A rival's environment: made from its pinned packages, measured, and kept while these stay the same."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


class NotInstalledError(Exception):
    """A rival's packages could not be installed, as pip says."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def size(self) -> int:
        """Bytes that its files take, each counted once."""
        files = (path.lstat() for path in self.folder.rglob("*") if not path.is_dir())
        return sum({(one.st_dev, one.st_ino): one.st_size for one in files}.values())


def make(folder: Path, requirements: str, state: str = "") -> Environment:
    """An environment with just these requirements; one that is there is taken, if it was made in this state.

    PyTorch comes first and by itself, so that nothing else draws another build of it; behind all others
    what is to come alone, its line beginning with `--no-deps`.

    Raises:
        NotInstalledError: pip cannot install them.
    """
    stamp, made, wanted = folder / "made-from", Environment(folder), requirements + state
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return made
    shutil.rmtree(folder, ignore_errors=True)
    print(f"Installing {folder.name} …", file=sys.stderr, flush=True)
    _run(sys.executable, "-m", "venv", str(folder))
    lines = [line for line in requirements.splitlines() if line and not line.startswith("#")]
    pip = (str(made.python), "-m", "pip", "install", "--quiet", "--no-cache-dir")
    for first in (line for line in lines if line.startswith("torch==")):
        _run(*pip, first)
    _run(*pip, *(line for line in lines if not line.startswith("-")))
    for alone in (line.split() for line in lines if line.startswith("--no-deps ")):
        _run(*pip, *alone)
    stamp.write_text(wanted, "utf-8")
    return made


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise NotInstalledError(" ".join(said) or done.stderr.strip()[-500:])
