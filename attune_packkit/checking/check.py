"""The `@check` record: what a check is called, how bad it is, what it reads."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Container, Iterator
from enum import IntEnum
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any, TypeAlias

from msgspec import Struct

from attune_packkit.diagnostics import Finding, Severity
from attune_packkit.errors import PluginError

CheckFunction: TypeAlias = Callable[..., Iterator[Finding]]

OURS = "packkit"
"""The `source` of packkit's own checks and inputs; a plugin's objects name their distribution."""

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


class Layer(IntEnum):
    """The order in which checks run.

    Later layers leave alone what an earlier one found unusable: a whole document after an error in
    its structure, a value after an error against its schema.
    """

    STRUCTURE = 1
    SCHEMA = 2
    REFERENCES = 3
    EXPRESSIONS = 4
    FLOW = 5


class Deferred:
    """The function of a check whose module is imported when the check first has something to do."""

    __slots__ = ("_function", "_module", "_name", "_path")

    def __init__(self, module: str, path: str, name: str) -> None:
        self._module = module
        self._path = path
        self._name = name
        self._function: CheckFunction | None = None

    def load(self) -> CheckFunction:
        """Return the function."""
        if self._function is None:
            found: Check = getattr(_imported(self._module, self._path), self._name)
            self._function = found.function
        return self._function


def _imported(name: str, path: str) -> ModuleType:
    """Import a module from a known file: a quarter faster than a search along the import path."""
    module = sys.modules.get(name)
    if module is None:
        spec = spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules[name] = module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
    return module


class Check(Struct, frozen=True):
    """A registered check. Its documentation is the docstring of its function."""

    id: str
    severity: Severity
    layer: Layer
    since: str
    body: CheckFunction | Deferred
    inputs: tuple[str, ...]
    source: str = OURS
    only_with: tuple[str, ...] = ()

    @property
    def is_ours(self) -> bool:
        """Whether it comes with packkit itself, not with a plugin."""
        return self.source == OURS

    def fits(self, words: Container[str]) -> bool:
        """Tell whether the check may have something to say of a subject with these words."""
        return not self.only_with or any(word in words for word in self.only_with)

    @property
    def function(self) -> CheckFunction:
        """The generator of findings."""
        return self.body.load() if isinstance(self.body, Deferred) else self.body

    @property
    def doc(self) -> str:
        """The docstring, unindented."""
        return _doc(self.function)

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return self.doc.partition("\n")[0].rstrip(".")

    @property
    def url(self) -> str:
        """The page of this check in the manual; "" for one of a plugin."""
        return f"https://packkit.dev/checks/{self.id}/" if self.is_ours else ""


@cache
def _doc(function: CheckFunction) -> str:
    return inspect.getdoc(function) or ""


def check(
    id: str,
    *,
    severity: str,
    layer: str,
    since: str,
    only_with: tuple[str, ...] = (),
) -> Callable[[CheckFunction], Check]:
    """Turn a generator of findings into a check; its parameters name its inputs.

    `severity` is the worst it reports: a finding may be milder, never worse. A check of severity
    info does not even run unless infos are asked for. With `only_with` it runs only where one of
    these words is in use: a keyword of a schema, a fact of a script, a field of a component or, if
    a check has no subject, a field of the manifest, a kind of component, or the name of a file or
    folder at the top of the pack. The name of a target is in use where it is chosen.
    Raises `PluginError` for an id, severity or layer that is none.
    """

    def register(function: CheckFunction) -> Check:
        if not _ID.fullmatch(id):
            raise PluginError(f"check id '{id}' is not of the form 'topic.fault'")
        try:
            level, rank = Severity.parse(severity), Layer[layer.upper()]
        except KeyError as error:
            raise PluginError(f"check '{id}': {error} is no severity or layer") from None
        return Check(
            id=id,
            severity=level,
            layer=rank,
            since=since,
            body=function,
            inputs=_parameters(function),
            only_with=only_with,
        )

    return register


def _parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    return function.__code__.co_varnames[: function.__code__.co_argcount]


Produce: TypeAlias = Callable[..., Any]


class Input(Struct, frozen=True):
    """A named input of checks.

    A *subject* yields many objects, each checked by itself (`each=True`); any other input is one
    value derived from the inputs that `function` names. The objects of a `coded` subject carry the
    id of the one check that reports them.
    """

    name: str
    function: Produce
    inputs: tuple[str, ...]
    each: bool = False
    coded: bool = False
    source: str = OURS


def provides(name: str, *, each: bool = False, coded: bool = False) -> Callable[[Produce], Input]:
    """Turn a function into an input of that name; its parameters name the inputs it needs."""

    def register(function: Produce) -> Input:
        inputs = _parameters(function)
        return Input(name, function, inputs, each, coded)

    return register
