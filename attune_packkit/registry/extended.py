"""The extended format: several versions of a pack, some withdrawn or deprecated.

It is the official format with `"version": "1.0+history"`, entries sorted by ref and then newest
version first, and two more keys that an entry may have: `yanked` and `deprecated`, each a reason.
Readers of the official format refuse that version, so none can take it for what it is not.
"""

from __future__ import annotations

from typing import Any

VERSION = "1.0+history"
OFFICIAL_VERSION = "1.0"
MARKS = ("yanked", "deprecated")


def is_extended(index: dict[str, Any]) -> bool:
    """Tell whether an index is in the extended format."""
    return index.get("version") == VERSION


def as_official_head(index: dict[str, Any]) -> dict[str, Any]:
    """Return the index with the official format's version if it has this format's."""
    return {**index, "version": OFFICIAL_VERSION} if is_extended(index) else index


def split(entry: Any) -> tuple[Any, dict[str, str]]:
    """Return an entry in the official form, and the marks that it bears.

    A mark that is no reason stays in the entry, where the official form refuses it.
    """
    if not isinstance(entry, dict):
        return entry, {}
    marks = {
        name: entry[name]
        for name in MARKS
        if isinstance(entry.get(name), str) and entry[name].strip()
    }
    return {key: value for key, value in entry.items() if key not in marks}, marks
