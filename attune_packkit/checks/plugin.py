"""Contributes the built-in checks and inputs."""

from __future__ import annotations

from collections.abc import Iterable

from attune_packkit import checks
from attune_packkit.api import BUILT_IN_INPUTS, Check, Input, hookimpl


@hookimpl
def packkit_checks() -> Iterable[Check]:
    """Return every check below `checks/`."""
    return checks.discover()


@hookimpl
def packkit_inputs() -> Iterable[Input]:
    """Return the inputs every check may name."""
    return BUILT_IN_INPUTS
