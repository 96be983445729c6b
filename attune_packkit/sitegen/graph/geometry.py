"""The vocabulary of the layout: boxes and lines go in, corners and routes come out.

All lengths in these modules are pixels, measured from the top left.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Point: TypeAlias = tuple[float, float]

Stroke: TypeAlias = tuple[tuple[float, ...], ...]
"""A drawn line: where it begins, then points (straight to there) and curves of three points."""

HEAD = 8.0
"""Length of an arrowhead."""

LABEL_HEIGHT = 18.0

MAX_LINES = 2_000
MAX_STEPS = 100_000
"""Layers that all lines together may pass."""

MAX_BENDS = 24_000
"""The same, but where lines run together only one of them counts."""


class TooLargeError(Exception):
    """A drawing would have more parts than anybody could follow."""


class Box(Struct, frozen=True):
    """Something with a size."""

    width: float
    height: float


class Line(Struct, frozen=True):
    """A line from one box to another, by number.

    `label` is the width of its label, 0 for none. Long lines of one `style` to one box run
    together, and those of one `bundle` from one box share their label. A `main` line is the way
    things go when all is well: it is kept straight.
    """

    source: int
    target: int
    label: float = 0.0
    style: str = ""
    main: bool = False
    bundle: int = -1


class Head(Struct, frozen=True):
    """An arrowhead: where its tip is, and which way it points."""

    x: float
    y: float
    points: Literal["down", "left", "right"]


class Route(Struct, frozen=True):
    """How a line runs. `head` is None where it runs into another line; `label` is a centre."""

    strokes: tuple[Stroke, ...]
    head: Head | None
    label: Point | None


class Arrangement(Struct, frozen=True):
    """The layout of some boxes and lines: corners at the top left, sizes, routes."""

    width: float
    height: float
    corners: tuple[Point, ...]
    sizes: tuple[Box, ...]
    routes: tuple[Route, ...]
