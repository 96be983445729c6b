"""The built-in checks, one per file, found by walking this package."""

from __future__ import annotations

import os
from collections.abc import Iterator

from attune_packkit.api import Check, find_checks


def discover() -> Iterator[Check]:
    """Yield every check below this package."""
    return find_checks(os.path.dirname(__file__), __name__)
