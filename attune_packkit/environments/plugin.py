"""Contributes the built-in environment builders."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from msgspec import Struct

from attune_packkit.api import (
    VIRTUALENV,
    Environment,
    EnvironmentBuilder,
    EnvironmentRequest,
    hookimpl,
)

FOLDERS = {"python": VIRTUALENV, "nodejs": "node_modules"}


class BuiltIn(Struct, frozen=True):
    """A builder whose module, of the same name, is imported when it is first used."""

    name: str
    folder: str

    def detect(self, request: EnvironmentRequest) -> Environment | None:
        """Tell what is there, or would be built."""
        found: Environment | None = self._module().detect(request)
        return found

    def build(self, request: EnvironmentRequest, aside: str) -> None:
        """Make the environment in the folder `aside`."""
        self._module().build(request, aside)

    def _module(self) -> Any:
        return import_module(f"attune_packkit.environments.{self.name}")


@hookimpl
def packkit_environment_builders() -> Iterable[EnvironmentBuilder]:
    """Return the built-in environment builders."""
    return [BuiltIn(name, folder) for name, folder in FOLDERS.items()]
