"""The `@check` record: what a check is called, how bad it is, what it reads."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, TypeAlias

from attune_packkit.diagnostics import Finding, Severity
from attune_packkit.errors import PluginError

CheckFunction: TypeAlias = Callable[..., Iterator[Finding]]

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


class Layer(IntEnum):
    """Nothing of a later layer runs on a document in which an earlier one found an error."""

    STRUCTURE = 1
    SCHEMA = 2
    REFERENCES = 3
    EXPRESSIONS = 4
    FLOW = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced example of a check's docstring: files by path."""

    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check. Its documentation is the docstring of its function."""

    id: str
    severity: Severity
    layer: Layer
    since: str
    function: CheckFunction
    inputs: tuple[str, ...]
    source: str = "packkit"
    tags: tuple[str, ...] = field(default=())

    @property
    def doc(self) -> str:
        """The docstring, unindented."""
        return inspect.getdoc(self.function) or ""

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return self.doc.partition("\n")[0].rstrip(".")

    @property
    def url(self) -> str:
        """The page of this check in the manual; "" for one of a plugin."""
        return f"https://packkit.dev/checks/{self.id}/" if self.source == "packkit" else ""


def check(
    id: str,
    *,
    severity: str,
    layer: str,
    since: str,
    tags: tuple[str, ...] = (),
) -> Callable[[CheckFunction], Check]:
    """Turn a generator of findings into a check; its parameters name its inputs.

    `severity` is the worst it reports: a finding may be milder, never worse. A check of severity
    info does not even run unless infos are asked for.
    Raises `PluginError` for an id, severity or layer that is none.
    """

    def register(function: CheckFunction) -> Check:
        if not _ID.fullmatch(id):
            raise PluginError(f"check id '{id}' is not of the form 'topic.fault'")
        try:
            level, rank = Severity.parse(severity), Layer[layer.upper()]
        except KeyError as error:
            raise PluginError(f"check '{id}': {error} is no severity or layer") from None
        inputs = tuple(inspect.signature(function).parameters)
        return Check(id, level, rank, since, function, inputs, tags=tags)

    return register


Produce: TypeAlias = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Input:
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
    source: str = "packkit"


def provides(name: str, *, each: bool = False, coded: bool = False) -> Callable[[Produce], Input]:
    """Turn a function into an input of that name; its parameters name the inputs it needs."""

    def register(function: Produce) -> Input:
        inputs = tuple(inspect.signature(function).parameters)
        return Input(name, function, inputs, each, coded)

    return register
