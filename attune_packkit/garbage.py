"""How often Python looks for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS = 200_000


@contextmanager
def looked_for_seldom() -> Iterator[None]:
    """Look for garbage after many more new objects: for work that keeps nearly all it makes.

    A fifth of the time that a large pack takes would go into looking. Whoever has switched it off
    altogether keeps it so.
    """
    before = gc.get_threshold()
    if before[0]:
        gc.set_threshold(max(before[0], _OBJECTS), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
