"""What the manual tells of hooks, of what they return, and of the inputs of checks."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

from attune_packkit import api, hookspec
from attune_packkit.checking.inputs import BUILT_IN
from attune_packkit.manual.api import Entry, entry, signature

_RETURNED = re.compile(r"Iterable\[(\w+)\]")
_TYPE = re.compile(r"(?:Iterable|Iterator)\[(.+)\]")

BASE = (
    ("pack", "Pack", "The pack with its files, read."),
    ("target", "Target", "Which Attune the packs are for."),
    ("platform", "Platform", "What the installation has without any pack."),
    ("packs", "tuple[PackSummary, ...]", "All packs of the run, reduced to what others may know."),
    ("catalog", "Catalog", "All components of the run by kind and ref."),
)
"""The inputs that everything else derives from, with their types."""


def hooks() -> Iterator[dict[str, Any]]:
    """Yield every hook with what the objects that it returns must have."""
    for name, function in vars(hookspec).items():
        if name.startswith("packkit_"):
            returned = _RETURNED.search(str(function.__annotations__["return"]))
            yield {
                "name": name,
                "signature": f"def {name}{signature(function)}",
                "text": inspect.getdoc(function),
                "returned": _contract(returned[1]) if returned else None,
            }


def _contract(name: str) -> Entry | None:
    """Return what an object of a Protocol must have; None for what is made by other means."""
    value = getattr(api, name, None)
    return entry(name, value) if getattr(value, "_is_protocol", False) else None


def inputs() -> Iterator[dict[str, Any]]:
    """Yield every input of checks with its type."""
    for name, kind, text in BASE:
        yield {"name": name, "each": False, "type": kind, "text": text, "inputs": ()}
    for given in BUILT_IN:
        written = str(inspect.get_annotations(given.function)["return"])
        of_each = _TYPE.fullmatch(written) if given.each else None
        yield {
            "name": given.name,
            "each": given.each,
            "type": of_each[1] if of_each else written,
            "text": inspect.getdoc(given.function),
            "inputs": given.inputs,
        }
