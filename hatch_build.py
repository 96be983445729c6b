"""Compiles the modules for an editable install, as an installer does for a wheel.

Python does not write bytecode where `PYTHONDONTWRITEBYTECODE` is set, as it is in many containers;
every start would then compile hundreds of modules anew.
"""

from __future__ import annotations

import compileall
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompilingHook(BuildHookInterface[Any]):
    """Runs before an editable wheel is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the package in its place."""
        if version == "editable":
            compileall.compile_dir("attune_packkit", quiet=2)
