"""Contributes the built-in reporters."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from msgspec import Struct

from attune_packkit.api import RenderOptions, Reporter, RunResult, hookimpl

NAMES = ("text", "json", "junit", "sarif", "github", "gitlab")


class BuiltIn(Struct, frozen=True):
    """A reporter whose module, of the same name, is imported when it is first used."""

    name: str

    def render(self, result: RunResult, options: RenderOptions) -> str:
        """Return the whole report."""
        text: str = import_module(f"attune_packkit.reporters.{self.name}").render(result, options)
        return text


@hookimpl
def packkit_reporters() -> Iterable[Reporter]:
    """Return the built-in reporters."""
    return [BuiltIn(name) for name in NAMES]
