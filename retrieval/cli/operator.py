"""Who runs the program, as the operating system knows them: what the log of changes names at a terminal."""

from __future__ import annotations

import os

from corpus import Actor


def operator() -> Actor:
    """The user of the operating system whose process this is; never an error."""
    number = str(os.getuid()) if hasattr(os, "getuid") else None
    return Actor(_name() or (f"user {number}" if number else "somebody"), "terminal", id=number)


def _name() -> str | None:
    """The account's own name: the environment may say another."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        pass
    import getpass

    try:
        return getpass.getuser()
    except (OSError, ImportError, KeyError):
        return None
