"""Lay out the boxes inside one box, or of the whole: each connected part by itself, then all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from attune_packkit.api import Arrow, clipped
from attune_packkit.sitegen.graph.arrange import arrange
from attune_packkit.sitegen.graph.cards import INSIDE, SMALL_SIZE, Card, around, plain
from attune_packkit.sitegen.graph.geometry import Arrangement, Box, Line
from attune_packkit.sitegen.graph.measuring import width
from attune_packkit.sitegen.graph.sheet import PlacedCard, PlacedLine, Sheet, side_by_side, united

ORDER = "order"

_LABEL_LENGTH = 24
_MAIN = ("success", "any", ORDER)
"""The kinds of arrows that are the way on when all is well."""

ENDED = {
    "success": "once it succeeded",
    "failure": "once it failed",
    "timeout": "once it timed out",
    "any": "however it ends",
}
"""How a task must have ended for each kind of arrow to be followed."""


class Member(Struct, frozen=True):
    """A box of a group: a task, with the boxes that it holds, or a stand-in for one elsewhere."""

    number: int
    card: Card
    held: Sheet | None = None
    apart: bool = False
    elsewhere: bool = False


class Tie(Struct, frozen=True):
    """An arrow between two members, by their places in the group."""

    source: int
    target: int
    arrow: Arrow
    kind: str
    title: str

    @property
    def label(self) -> str:
        """What stands at the arrow."""
        return clipped(plain(self.arrow.caption, 200), _LABEL_LENGTH)


def arrow_title(source: str, target: str, arrow: Arrow) -> str:
    """Return the full text of an arrow."""
    condition = f", if {plain(arrow.condition, 500)}" if arrow.condition else ""
    ended = "" if condition else f" {ENDED[arrow.outcome]}"
    return f"{plain(source)} → {plain(target)}{ended}{condition}"


def laid_out(members: Sequence[Member], ties: Sequence[Tie]) -> Sheet:
    """Lay out the boxes of a group and the lines between them."""
    part_of = _components(len(members), ties)
    boxes: dict[int, list[int]] = {}
    for place, part in enumerate(part_of):
        boxes.setdefault(part, []).append(place)
    lines: dict[int, list[Tie]] = {part: [] for part in boxes}
    for tie in dict.fromkeys(ties):
        lines[part_of[tie.source]].append(tie)
    sheets = [_part([(at, members[at]) for at in boxes[part]], lines[part]) for part in boxes]
    return side_by_side(sheets) if sheets else united([])


def _components(count: int, ties: Sequence[Tie]) -> list[int]:
    """Return for each member the first one of its connected part."""
    first = list(range(count))

    def find(place: int) -> int:
        while first[place] != place:
            first[place] = first[first[place]]
            place = first[place]
        return place

    for tie in ties:
        one, other = find(tie.source), find(tie.target)
        first[max(one, other)] = min(one, other)
    return [find(place) for place in range(count)]


def _part(placed: list[tuple[int, Member]], ties: list[Tie]) -> Sheet:
    """Lay out members that hang together; each comes with its place in the group."""
    number = {place: at for at, (place, _) in enumerate(placed)}
    members = [member for _, member in placed]
    found = arrange([_box(each) for each in members], _lines(ties, number))
    outside = Sheet(
        width=found.width,
        height=found.height,
        cards=tuple(_card(member, found, at) for at, member in enumerate(members)),
        lines=tuple(
            PlacedLine(tie.arrow, tie.kind, tie.label, tie.title, route)
            for tie, route in zip(ties, found.routes, strict=True)
        ),
    )
    inside = [
        _inside(member.held, outside.cards[at], member.card)
        for at, member in enumerate(members)
        if member.held
    ]
    return united([outside, *inside]) if inside else outside


def _box(member: Member) -> Box:
    held = member.held
    return around(member.card, held.width, held.height) if held else member.card.box


def _lines(ties: Sequence[Tie], number: Mapping[int, int]) -> list[Line]:
    """Return the lines that ties are drawn as, between boxes by their `number`.

    The main line of a box is the one for success or, if there is none, for whatever comes. Ties
    that say the same share one label, so they are a bundle.
    """
    main: dict[int, str] = {}
    for tie in ties:
        if tie.kind in _MAIN and main.get(tie.source) != "success":
            main[tie.source] = tie.kind
    bundles: dict[tuple[int, str, str, str], int] = {}
    return [
        Line(
            source=number[tie.source],
            target=number[tie.target],
            label=width(tie.label, SMALL_SIZE) if tie.label else 0.0,
            style=tie.kind,
            main=tie.kind == main.get(tie.source),
            bundle=bundles.setdefault(
                (tie.source, tie.kind, tie.label, tie.arrow.condition), place
            ),
        )
        for place, tie in enumerate(ties)
    ]


def _card(member: Member, found: Arrangement, at: int) -> PlacedCard:
    (x, y), size = found.corners[at], found.sizes[at]
    return PlacedCard(
        number=member.number,
        card=member.card,
        x=x,
        y=y,
        width=size.width,
        height=size.height,
        holds=member.held is not None,
        apart=member.apart,
        elsewhere=member.elsewhere,
    )


def _inside(held: Sheet, outer: PlacedCard, card: Card) -> Sheet:
    """Place what a box holds in its middle, below its own text."""
    top = outer.y + card.box.height
    spare = outer.y + outer.height - INSIDE - top - held.height
    return held.moved(outer.x + (outer.width - held.width) / 2, top + spare / 2)
