"""Faults that show only in all entries of an index together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, TypeAlias

from attune_packkit.dependencies.analysis import PLATFORM
from attune_packkit.dependencies.constraints import (
    constraint_fault,
    parse_constraint,
    parse_version,
)
from attune_packkit.dependencies.cycles import cycles
from attune_packkit.escaping import shown
from attune_packkit.model.refs import split_dependency
from attune_packkit.registry.faults import Fault

Numbered: TypeAlias = tuple[int, dict[str, Any]]
"""An entry and its place in the file."""

_LOOKS_LIKE = {"0": "o", "1": "l"}
_MOST_SWAPS = 6


def across(entries: Sequence[Numbered]) -> Iterator[Fault]:
    """Yield what is wrong between entries: refs that look alike, and dependencies."""
    versions: dict[str, list[str]] = {}
    for _, entry in entries:
        versions.setdefault(entry["ref"], []).append(entry["version"])
    yield from _look_alikes(entries, versions)
    for number, entry in entries:
        for place, text in enumerate(_needed(entry)):
            message = _unmet(text, versions)
            if message:
                path = ("packs", number, "dependencies", "packs", place)
                yield Fault("index.dependency", path, message, "warning")
    yield from _cycles(entries)


def _needed(entry: dict[str, Any]) -> list[str]:
    found: list[str] = entry.get("dependencies", {}).get("packs", [])
    return found


def _cycles(entries: Sequence[Numbered]) -> Iterator[Fault]:
    numbers = {entry["ref"]: number for number, entry in reversed(entries)}
    edges = {
        entry["ref"]: [split_dependency(text)[0] for text in _needed(entry)]
        for _, entry in reversed(entries)
    }
    for cycle in cycles(edges):
        message = "packs need each other: " + " -> ".join((*cycle, cycle[0]))
        path = ("packs", numbers[cycle[0]], "dependencies")
        yield Fault("index.dependency_cycle", path, message)


def _unmet(text: str, versions: Mapping[str, list[str]]) -> str:
    ref, constraint = split_dependency(text)
    if ref not in versions:
        return "" if ref == PLATFORM else f"no pack {shown(ref)} is in this index"
    if constraint_fault(constraint):
        return ""
    allows = parse_constraint(constraint).allows
    known = [parsed for each in versions[ref] if (parsed := parse_version(each)) is not None]
    if not known or any(map(allows, known)):
        return ""
    return f"{shown(ref)} is here in {', '.join(versions[ref])} only, outside {shown(constraint)}"


def _look_alikes(entries: Sequence[Numbered], versions: Mapping[str, list[str]]) -> Iterator[Fault]:
    for number, entry in entries:
        for other in _readings(entry["ref"]):
            if other in versions or other == PLATFORM:
                message = f"ref {shown(entry['ref'])} looks like {shown(other)}"
                yield Fault("index.similar_ref", ("packs", number, "ref"), message, "warning")


def _readings(ref: str) -> Iterator[str]:
    """Yield the refs that `ref` can be mistaken for: a digit may look like a letter."""
    swaps = sum(map(ref.count, _LOOKS_LIKE))
    if 0 < swaps <= _MOST_SWAPS:
        forms = [(each, _LOOKS_LIKE.get(each, each)) for each in ref]
        yield from dict.fromkeys(
            text for text in ("".join(form) for form in product(*map(dict.fromkeys, forms)))
            if text != ref
        )  # fmt: skip
