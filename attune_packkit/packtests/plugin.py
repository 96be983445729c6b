"""Contributes the built-in runners of pack tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from msgspec import Struct

from attune_packkit.api import Finished, PackTestSuite, SuiteRequest, SuiteRunner, hookimpl

NAMES = ("unittest", "pytest", "script")


class BuiltIn(Struct, frozen=True):
    """A runner whose module, of the same name, is imported when it is first used."""

    name: str

    def command(self, request: SuiteRequest) -> Sequence[str]:
        """Return the program to run and its arguments."""
        command: Sequence[str] = self._module().command(request)
        return command

    def read(self, request: SuiteRequest, finished: Finished) -> PackTestSuite | None:
        """Return what its output says of single tests; None if it says nothing."""
        suite: PackTestSuite | None = self._module().read(request, finished)
        return suite

    def _module(self) -> Any:
        return import_module(f"attune_packkit.packtests.{self.name}")


@hookimpl
def packkit_test_runners() -> Iterable[SuiteRunner]:
    """Return the built-in runners of pack tests."""
    return [BuiltIn(name) for name in NAMES]
