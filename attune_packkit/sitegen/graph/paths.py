"""Paths in the language of SVG: lines, and arrowheads that tell kinds apart by their shape."""

from __future__ import annotations

from collections.abc import Callable

from attune_packkit.sitegen.graph.geometry import HEAD, Head, Stroke
from attune_packkit.sitegen.graph.markup import number

_HALF = 4.0
"""Half the width of an arrowhead."""

_TURNED: dict[str, Callable[[float, float], tuple[float, float]]] = {
    "down": lambda along, across: (across, along),
    "left": lambda along, across: (-along, across),
    "right": lambda along, across: (along, across),
}


def path(stroke: Stroke) -> str:
    """Write a drawn line."""
    parts: list[str] = []
    for part in stroke:
        letter = "M" if not parts else "L" if len(part) == 2 else "C"
        parts.append(letter + " ".join(map(number, part)))
    return "".join(parts)


def head(at: Head, kind: str) -> str:
    """Write the arrowhead of a kind of line, filled in or hollow as its style says.

    A triangle; for a timeout a diamond; where any outcome will do, and for mere order, two strokes.
    """
    if kind == "timeout":
        return _closed(at, [(0, 0), (-HEAD / 2, -_HALF), (-HEAD, 0), (-HEAD / 2, _HALF)])
    if kind in ("any", "order"):
        return _open(at, [(-HEAD, 0), (0, 0)]) + _open(at, [(-6, -_HALF), (0, 0), (-6, _HALF)])
    return _closed(at, [(0, 0), (-HEAD, -_HALF), (-HEAD, _HALF)])


def _closed(at: Head, points: list[tuple[float, float]]) -> str:
    return _open(at, points) + "Z"


def _open(at: Head, points: list[tuple[float, float]]) -> str:
    """Write points given as along the line and across it, the tip being the origin."""
    turned = _TURNED[at.points]
    placed = [(at.x + x, at.y + y) for x, y in (turned(*point) for point in points)]
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in placed)
