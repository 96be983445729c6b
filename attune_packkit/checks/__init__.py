"""The built-in checks, one per file, found by walking this package."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from attune_packkit.api import Check


def discover() -> Iterator[Check]:
    """Yield every check defined in a module below this package."""
    for topic in pkgutil.iter_modules(__path__, __name__ + "."):
        if not topic.ispkg:
            continue
        package = importlib.import_module(topic.name)
        for module in pkgutil.iter_modules(package.__path__, topic.name + "."):
            loaded = importlib.import_module(module.name)
            yield from (each for each in vars(loaded).values() if isinstance(each, Check))
