"""The package files of Node.js: read, never obeyed, like the `requirements` of Python."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from attune_packkit.dependencies.requirements import Refused
from attune_packkit.errors import SourceError
from attune_packkit.registry import strict_json

_RANGE = re.compile(r"(?:npm:(?:@[\w.-]+/)?[\w.-]+@)?[\w.^~<>=*|+ -]*", re.ASCII)
"""A version range or tag, perhaps of another package: `npm:NAME@RANGE`."""

_SAME = re.compile(r"\$(?:@[\w.-]+/)?[\w.-]+", re.ASCII)
"""In `overrides`, a reference to the version that the project itself asks for."""

_ARCHIVE = re.compile(r"https?://[^\s#?]+\.tgz", re.ASCII)
_FILES = (".tgz", ".tar", ".tar.gz")
"""Endings of what npm takes for a file."""

_GROUPS = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")


class NodePackages(Struct, frozen=True):
    """What a `package.json` asks for: the names needed to run, and what is refused."""

    names: tuple[str, ...]
    refused: tuple[Refused, ...]


def read_package(data: bytes) -> NodePackages:
    """Read a `package.json`. Raises `SourceError` if it is no object in strict JSON."""
    value = _object(data, "package.json")
    refused = [Refused("workspaces", "workspaces", "name other folders")] * ("workspaces" in value)
    for group in _GROUPS:
        for name, wanted in _mapping(value, group, refused).items():
            refused += _judge(f"{group}.{name}", wanted)
    refused += _overrides("overrides", value.get("overrides"))
    return NodePackages(tuple(sorted(_mapping(value, "dependencies", []))), tuple(refused))


def lock_refused(data: bytes) -> list[Refused]:
    """Return what is refused of a `package-lock.json`: everything that is no registry's archive.

    Raises `SourceError` if it is no object in strict JSON.
    """
    refused: list[Refused] = []
    pending: list[tuple[str, Any]] = [("", _object(data, "package-lock.json"))]
    while pending:
        where, value = pending.pop()
        for group in ("packages", "dependencies"):
            for name, each in _mapping(value, group, []).items():
                if isinstance(each, dict):
                    place = f"{where}{group}.{name}"
                    refused += _judge_locked(place, each)
                    pending.append((f"{place}.", each))
    return refused


def _judge_locked(where: str, entry: dict[str, Any]) -> Iterator[Refused]:
    resolved = entry.get("resolved")
    if entry.get("link"):
        yield Refused(where, str(resolved), "is a link to a folder")
    elif resolved is not None and not _ARCHIVE.fullmatch(str(resolved)):
        yield Refused(where, str(resolved), "is no archive of a registry")
    elif "version" in entry and not _is_range(entry["version"]):
        yield Refused(where, str(entry["version"]), "is no version of a registry's package")


def _judge(where: str, wanted: Any) -> Iterator[Refused]:
    if not _is_range(wanted):
        text = wanted if isinstance(wanted, str) else json.dumps(wanted)
        yield Refused(where, text, "is no version range of a registry's package")


def _is_range(wanted: Any) -> bool:
    """Tell whether npm takes this for a range or tag; what looks like a file it opens."""
    if not isinstance(wanted, str) or not _RANGE.fullmatch(wanted):
        return False
    return not wanted.startswith(".") and not wanted.lower().endswith(_FILES)


def _overrides(where: str, value: Any) -> Iterator[Refused]:
    pending = [(where, value)] if value is not None else []
    while pending:
        place, each = pending.pop()
        if isinstance(each, dict):
            pending += [(f"{place}.{name}", below) for name, below in each.items()]
        elif not isinstance(each, str) or not _SAME.fullmatch(each):
            yield from _judge(place, each)


def _object(data: bytes, name: str) -> dict[str, Any]:
    value = strict_json.parse(data, name=name)
    if not isinstance(value, dict):
        raise SourceError(f"{name} holds no object")
    return value


def _mapping(value: dict[str, Any], key: str, refused: list[Refused]) -> dict[str, Any]:
    found = value.get(key, {})
    if isinstance(found, dict):
        return found
    refused.append(Refused(key, json.dumps(found)[:200], "is no object"))
    return {}
