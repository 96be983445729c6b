"""The packs of one pytest session: read when asked for, checked all together once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property

import pytest
from msgspec.structs import replace

from attune_packkit import config as configuration
from attune_packkit import tree
from attune_packkit.checking.codes import matches
from attune_packkit.checking.result import PackResult, Reported, RunResult
from attune_packkit.checking.selection import INTERNAL
from attune_packkit.config.files import wrong_value
from attune_packkit.config.options import WrongValueError
from attune_packkit.diagnostics import Severity
from attune_packkit.errors import PackkitError
from attune_packkit.model import pack as packs
from attune_packkit.model.pack import Pack
from attune_packkit.session import Session
from attune_packkit.sources.local import find_packs

_NAMES = ("target", "select", "ignore", "severity", "fail_on")
"""The settings that are keys of pytest's configuration, too: `packkit_…`."""


class KnownPacks:
    """The packs known so far. What is wrong with settings or plugins is a usage error of pytest."""

    def __init__(self, config: pytest.Config) -> None:
        self._roots: dict[str, None] = {}
        self._packs: dict[str, Pack] = {}
        try:
            self._settings = _settings(config)
            self._session = Session(self._settings, survive=True)
            for found in find_packs(map(str, config.getini("packkit_packs"))):
                self.add(found.root)
        except PackkitError as error:
            raise usage_error(error) from None

    def load_checks(self) -> None:
        """Load all checks, so that broken plugins and unknown codes end the run at its start."""
        try:
            self._session.selection()
        except PackkitError as error:
            raise usage_error(error) from None

    def add(self, folder: str | os.PathLike[str]) -> None:
        """Add the pack in a folder to those that are checked together."""
        self._roots.setdefault(os.path.realpath(folder))

    def read(self, folder: str | os.PathLike[str]) -> Pack:
        """Return the pack in a folder, read once."""
        root = os.path.realpath(folder)
        if root not in self._packs:
            self._packs[root] = packs.load(tree.walk(root))
        return self._packs[root]

    def by_ref(self) -> dict[str, Pack]:
        """Return all packs by ref; of two with the same ref the first one."""
        found: dict[str, Pack] = {}
        for pack in map(self.read, self._roots):
            found.setdefault(pack.ref, pack)
        return found

    def result(self, folder: str | os.PathLike[str]) -> PackResult:
        """Return what the run came to for the pack in a folder."""
        return self._results[os.path.realpath(folder)]

    @cached_property
    def run(self) -> RunResult:
        """What checking all packs together, once, came to."""
        return self._session.validate(list(self._roots))

    @cached_property
    def _results(self) -> dict[str, PackResult]:
        return {os.path.realpath(pack.path): pack for pack in self.run.packs}

    def fails(self, each: Reported) -> bool:
        """Tell whether a diagnostic is to fail its test; a crash of a plugin always is."""
        least = self._settings.fail_on
        if matches(INTERNAL, each.diagnostic.code):
            return True
        return least != "never" and each.severity >= Severity.parse(least)


KNOWN = pytest.StashKey[KnownPacks]()


def usage_error(error: PackkitError) -> pytest.UsageError:
    """Return an error of packkit in pytest's form."""
    hint = f" ({error.hint})" if error.hint else ""
    return pytest.UsageError(f"packkit: {error.message}{hint}")


def _settings(config: pytest.Config) -> configuration.Settings:
    """Return packkit's settings; pytest's own keys go before all others."""
    given = dict(_given(config))
    directory = str(config.invocation_params.dir)
    return replace(configuration.load(given, cwd=directory, environ=os.environ).settings, jobs=1)


def _given(config: pytest.Config) -> Iterator[tuple[str, object]]:
    for name in _NAMES:
        key, option = f"packkit_{name}", configuration.OPTIONS[name]
        value = config.getini(key)
        if value:
            text = value if isinstance(value, str) else ",".join(value)
            try:
                yield name, option.read(option.from_text(text))
            except WrongValueError as error:
                raise wrong_value("", key, error) from None
