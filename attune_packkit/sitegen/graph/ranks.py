"""Boxes in ranks from top to bottom, with room in each rank for every line that passes.

Between two ranks of boxes lies one for labels where a line has one. A line that passes a rank has
an item of its own there, a bend or its label, so nothing that comes later can put a box on it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from attune_packkit.sitegen.graph.geometry import LABEL_HEIGHT, Box, Line

_LABEL_MARGIN = 4.0
_PORT = 14.0
"""The width that each line takes at a box."""

_WIDEST = 640.0
"""The width up to which a box grows to make room for its lines."""


class Ranks(Struct):
    """Items by number: first the boxes, then bends and labels.

    `between` tells which ranks are for labels. `left` and `right` say how far an item reaches from
    its middle. `chains` holds the items of each line that goes down, from box to box; `joins` how
    many of them are its own: the rest it shares with the line that it runs into. Lines in `begins`
    share the first one too: the label of their bundle. `labels` tells the label of which line an
    item is.
    """

    boxes: int
    between: list[bool]
    members: list[list[int]]
    rank: list[int]
    left: list[float]
    right: list[float]
    height: list[float]
    up: list[list[int]]
    down: list[list[int]]
    chains: dict[int, list[int]] = field(default_factory=dict)
    begins: set[int] = field(default_factory=set)
    joins: dict[int, int] = field(default_factory=dict)
    labels: dict[int, int] = field(default_factory=dict)

    def add(self, rank: int, half: float) -> int:
        """Add an item that is no box."""
        self.members[rank].append(len(self.rank))
        self.rank.append(rank)
        self.left.append(half)
        self.right.append(half)
        self.up.append([])
        self.down.append([])
        return len(self.rank) - 1

    def connect(self, upper: int, lower: int) -> None:
        """Let a line lead from one item to one in the next rank."""
        self.down[upper].append(lower)
        self.up[lower].append(upper)


def ranked(
    boxes: Sequence[Box], lines: Sequence[Line], layer: Sequence[int], back: Sequence[bool]
) -> Ranks:
    """Spread boxes and lines over ranks."""
    of_layer, heights, between = _ranks(boxes, lines, layer, back)
    found = Ranks(
        boxes=len(boxes),
        between=between,
        members=[[] for _ in heights],
        rank=[of_layer[each] for each in layer],
        left=[box.width / 2 for box in boxes],
        right=[box.width / 2 for box in boxes],
        height=heights,
        up=[[] for _ in boxes],
        down=[[] for _ in boxes],
    )
    for box, rank in enumerate(found.rank):
        found.members[rank].append(box)
    shared: dict[tuple[int, str, int], int] = {}
    bundles: dict[tuple[int, int], int] = {}
    for number, line in enumerate(lines):
        if not back[number]:
            first = bundles.get((line.source, line.bundle), -1)
            _chain(found, number, line, shared, first)
            if line.bundle >= 0 and line.label:
                bundles.setdefault((line.source, line.bundle), found.chains[number][1])
    _widen(found)
    return found


def _ranks(
    boxes: Sequence[Box], lines: Sequence[Line], layer: Sequence[int], back: Sequence[bool]
) -> tuple[list[int], list[float], list[bool]]:
    """Return the rank of each layer, the height of each rank, and which are for labels."""
    count = max(layer) + 1
    labelled = [False] * count
    for number, line in enumerate(lines):
        if line.label and line.source != line.target:
            labelled[layer[line.source] - back[number]] = True
    tallest = [0.0] * count
    for box, each in zip(boxes, layer, strict=True):
        tallest[each] = max(tallest[each], box.height)
    of_layer: list[int] = []
    heights: list[float] = []
    between: list[bool] = []
    for each in range(count):
        of_layer.append(len(heights))
        heights.append(tallest[each])
        between.append(False)
        if labelled[each]:
            heights.append(LABEL_HEIGHT)
            between.append(True)
    return of_layer, heights, between


def _chain(
    found: Ranks,
    number: int,
    line: Line,
    shared: dict[tuple[int, str, int], int],
    bundled: int,
) -> None:
    """Lead a line from rank to rank; below its first item it may run into another one's.

    `bundled` is the item it begins with, -1 for one of its own.
    """
    chain = [line.source]
    if bundled >= 0:
        chain.append(bundled)
        found.begins.add(number)
    joins = 0
    for rank in range(found.rank[chain[-1]] + 1, found.rank[line.target]):
        first = len(chain) == 1
        own = first and found.between[rank]
        key = (line.target, line.style, rank)
        known = None if own else shared.get(key)
        if known is not None:
            joins = joins or len(chain) + 1
            item = known
        elif first and line.label:
            item = found.add(rank, line.label / 2 + _LABEL_MARGIN)
            found.labels[item] = number
        else:
            item = found.add(rank, 0.0)
            if not own:
                shared[key] = item
        if not joins or len(chain) + 1 == joins:
            found.connect(chain[-1], item)
        chain.append(item)
    if not joins:
        found.connect(chain[-1], line.target)
    chain.append(line.target)
    found.chains[number] = chain
    found.joins[number] = joins or len(chain)


def _widen(found: Ranks) -> None:
    """Make boxes wide enough for the lines that meet there."""
    for box in range(found.boxes):
        ports = max(len(found.up[box]), len(found.down[box]))
        half = min(_PORT * (ports + 1), _WIDEST) / 2
        if half > found.left[box]:
            found.left[box] = found.right[box] = half
