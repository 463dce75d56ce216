"""Front doors that open when somebody knocks: a name's module is loaded when the name is first asked for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType


def open_when_asked(package: str, places: Mapping[str, str]) -> None:
    """Let a package give out names without loading their modules before.

    Loading all of it takes half a second, for which `byline --help` should not wait.

    Args:
        package: The package's name.
        places: For each module that holds some of its names, these names with blanks between them.
    """
    homes = {name: module for module, names in places.items() for name in names.split()}

    class Door(ModuleType):
        def __getattr__(self, name: str) -> object:
            if name not in homes:
                raise AttributeError(f"module {package!r} has no attribute {name!r}")
            found = getattr(import_module(homes[name]), name)
            super().__setattr__(name, found)
            return found

        def __setattr__(self, name: str, value: object) -> None:
            # Python puts each module into its package once it is loaded. Where a public name is the same
            # (`ingest` is a function, too), the package goes on meaning that.
            if not (name in homes and isinstance(value, ModuleType)):
                super().__setattr__(name, value)

        def __dir__(self) -> list[str]:
            return sorted({*super().__dir__(), *homes})

    sys.modules[package].__class__ = Door
