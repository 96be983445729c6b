"""What plugins, and our own built-in ones, may import.

Everything here keeps its meaning within a minor version; everything else may change any day.
The names are listed in `api.pyi`, where type checkers read them. Each is imported when somebody
first asks for it, so a run loads what it needs of packkit and no more.
"""

from __future__ import annotations

import os
import re
from importlib import import_module
from typing import Any

_IMPORT = re.compile(r"^from (\S+) import (?:\(([^)]*)\)|(.+))$", re.MULTILINE)


def _listed() -> dict[str, tuple[str, str]]:
    """Return for each name the module that has it, and what it is called there."""
    with open(os.path.splitext(__file__)[0] + ".pyi", encoding="utf-8") as stub:
        found = _IMPORT.findall(stub.read())
    names: dict[str, tuple[str, str]] = {}
    for module, several, one in found:
        for item in filter(None, map(str.strip, (several or one).split(","))):
            original, _, shown = item.partition(" as ")
            names[shown or original] = (module, original)
    return names


_NAMES = _listed()

__all__ = sorted(_NAMES)


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for."""
    if name not in _NAMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    module, original = _NAMES[name]
    value = globals()[name] = getattr(import_module(module), original)
    return value


def __dir__() -> list[str]:
    """Return the names that can be imported."""
    return __all__
