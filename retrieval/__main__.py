"""The program `byline`: `python -m retrieval` is the same."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command line and leave with its exit code."""
    from retrieval.cli.app import run

    for stream in (sys.stdout, sys.stderr):
        # Where a terminal or a pipe takes fewer characters than Unicode has, the others are spelt out.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
