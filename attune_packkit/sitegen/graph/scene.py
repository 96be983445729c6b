"""A workflow's whole picture with every place worked out: only writing it down is left.

Tasks inside another one are laid out inside its box. A line that leads across the border of a box
begins or ends at the border. What nothing leads to stands apart below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.api import Arrow, Picture
from attune_packkit.sitegen.graph.cards import away_card, card
from attune_packkit.sitegen.graph.geometry import TooLargeError
from attune_packkit.sitegen.graph.groups import ORDER, Member, Tie, arrow_title, laid_out
from attune_packkit.sitegen.graph.sheet import Sheet, united

MAX_TASKS = 600
HEADING = 48.0

_OUTSIDE = -1


class Scene(Struct, frozen=True):
    """The whole picture. `divide` is the height where unreached tasks begin, 0 without any."""

    sheet: Sheet
    divide: float


def scene(picture: Picture) -> Scene:
    """Lay out a picture. Raises `TooLargeError` if it has too many parts."""
    if len(picture.nodes) > MAX_TASKS:
        raise TooLargeError
    return _Builder(picture).built()


class _Builder:
    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._apart = _apart(picture)
        self._inside: dict[int, list[int]] = {}
        for number, node in enumerate(picture.nodes):
            self._inside.setdefault(node.parent, []).append(number)
        self._ties: dict[int, list[Tie]] = {}
        for arrow in picture.arrows:
            self._tie(arrow, arrow.outcome)
        if picture.implicit_order:
            for arrow in _listed(self._inside.get(_OUTSIDE, [])):
                self._tie(arrow, ORDER)

    def built(self) -> Scene:
        """Lay out what is reached, and below it what is not."""
        outer = self._inside.get(_OUTSIDE, [])
        ties = self._ties.get(_OUTSIDE, [])
        main = self._group(
            [number for number in outer if number not in self._apart],
            [tie for tie in ties if tie.source not in self._apart],
        )
        if not self._apart:
            return Scene(main, 0.0)
        rest = self._group(
            [number for number in outer if number in self._apart],
            [tie for tie in ties if tie.source in self._apart],
        )
        down = main.height + HEADING if main.cards else HEADING / 2
        both = united([main, rest.moved(0.0, down)])
        return Scene(replace(both, height=down + rest.height), down - HEADING / 2)

    def _tie(self, arrow: Arrow, kind: str) -> None:
        """Put an arrow between the boxes of the innermost group that holds both ends."""
        here, there = self._way(arrow.source), self._way(arrow.target)
        depth = 0
        while depth < min(len(here), len(there)) - 1 and here[depth] == there[depth]:
            depth += 1
        nodes = self._picture.nodes
        title = arrow_title(nodes[arrow.source].task, nodes[arrow.target].task, arrow)
        if kind == ORDER:
            title += ", by the order in which they are listed"
        group = here[depth - 1] if depth else _OUTSIDE
        tie = Tie(here[depth], there[depth], arrow, kind, title)
        self._ties.setdefault(group, []).append(tie)

    def _way(self, number: int) -> list[int]:
        """Return the boxes around a task from the outermost to its own."""
        way = []
        while number >= 0:
            way.append(number)
            number = self._picture.nodes[number].parent
        return way[::-1]

    def _group(self, numbers: Sequence[int], ties: Sequence[Tie]) -> Sheet:
        """Lay out the boxes of some tasks; ties to others end at stand-ins."""
        members = [self._member(number) for number in numbers]
        places = {number: at for at, number in enumerate(numbers)}
        for tie in ties:
            if tie.target not in places:
                places[tie.target] = len(members)
                node = self._picture.nodes[tie.target]
                members.append(Member(tie.target, away_card(node), elsewhere=True))
        return laid_out(
            members,
            [replace(tie, source=places[tie.source], target=places[tie.target]) for tie in ties],
        )

    def _member(self, number: int) -> Member:
        inner = self._inside.get(number)
        held = self._group(inner, self._ties.get(number, [])) if inner else None
        return Member(number, card(self._picture.nodes[number]), held, number in self._apart)


def _apart(picture: Picture) -> frozenset[int]:
    """Return the tasks that nothing leads to, and the missing tasks that only these name."""
    apart = frozenset(picture.unreachable)
    reached = {arrow.target for arrow in picture.arrows if arrow.source not in apart}
    return apart.union(
        number
        for number, node in enumerate(picture.nodes)
        if node.type == "missing" and number not in reached
    )


def _listed(outer: Sequence[int]) -> Iterator[Arrow]:
    """Yield an arrow from each outer task to the next one in the list."""
    for source, target in pairwise(outer):
        yield Arrow(source, target, "any", "", ())
