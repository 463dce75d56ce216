"""The program `byline`: `python -m retrieval` is the same."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from retrieval.cli.app import run

        for stream in (sys.stdout, sys.stderr):
            # Where a terminal or a pipe takes fewer characters than Unicode has, the others are spelt out.
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # While modules were loaded: the command line itself answers once it runs.
        sys.stderr.write("Interrupted; nothing was done yet.\n")
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
