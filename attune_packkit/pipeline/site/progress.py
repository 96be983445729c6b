"""How far a build is, told by whoever watches it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeAlias

Progress: TypeAlias = Callable[[str, int], AbstractContextManager[Callable[[], None]]]
"""Given what is done and how often, gives what to call each time, also in forked processes."""


def no_progress(what: str, total: int) -> AbstractContextManager[Callable[[], None]]:
    """Tell nobody."""
    return nullcontext(lambda: None)
