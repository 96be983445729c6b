"""Contributes the built-in executors."""

from __future__ import annotations

from collections.abc import Iterable

from attune_packkit.api import Executor, hookimpl
from attune_packkit.executors.processes import Processes
from attune_packkit.executors.serial import Serial


@hookimpl
def packkit_executors() -> Iterable[Executor]:
    """Return the built-in executors."""
    return [Serial(), Processes()]
