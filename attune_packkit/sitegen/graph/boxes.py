"""Writing the boxes of tasks as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from attune_packkit.sitegen.graph.cards import (
    ABOVE,
    BADGE_GAP,
    BADGE_HEIGHT,
    BADGE_PADDING,
    NAME_HEIGHT,
    NAME_SIZE,
    SMALL_HEIGHT,
    Badge,
)
from attune_packkit.sitegen.graph.markup import Attribute, element, text, title
from attune_packkit.sitegen.graph.sheet import PlacedCard

_ROUND = 7
_DOUBLE = 3.0
_TARGET = 24.0
"""Least height of what can be clicked."""


class Links(Struct, frozen=True):
    """Where boxes lead: to what is said of a task, to the page of its action; "" for nowhere."""

    task: Callable[[int], str]
    action: Callable[[int], str]


class Look(Struct, frozen=True):
    """How a box looks besides what its task says. `hatching` is the id of the pattern."""

    hatching: str
    entries: frozenset[int]
    double: frozenset[int]
    missing: frozenset[int]


def box(card: PlacedCard, links: Links, look: Look) -> str:
    """Write a box: it leads to what is said of the task, its action to the action's page."""
    middle = card.x + card.width / 2
    spare = 0.0 if card.holds else (card.height - card.card.box.height) / 2
    y = card.y + spare + ABOVE + NAME_HEIGHT
    inside = [*_shapes(card, look)]
    if card.elsewhere:
        inside.append(text(card.card.name, middle, card.y + card.height / 2 + 4, "wf-action"))
        return element(
            "g",
            {"class": "wf-away"},
            title(card.card.title),
            _linked(links.task(card.number), inside),
        )
    name: dict[str, Attribute] = {"font-size": NAME_SIZE, "font-weight": "600"}
    inside.append(text(card.card.name, middle, y - 5, "wf-name", **name))
    action = ""
    if card.card.action:
        shown = text(card.card.action, middle, y + SMALL_HEIGHT - 5, "wf-action")
        url = links.action(card.number)
        action = _linked(url, [_area(card, y + SMALL_HEIGHT / 2), shown]) if url else shown
        y += SMALL_HEIGHT
    inside += _badges(card.card.badges, middle, y)
    parts = [title(card.card.title), _linked(links.task(card.number), inside), action]
    return element("g", {"class": " ".join(_classes(card, look))}, *parts)


def _classes(card: PlacedCard, look: Look) -> Iterator[str]:
    yield "wf-task"
    named = {
        "wf-entry": card.number in look.entries,
        "wf-sub": card.number in look.double,
        "wf-missing": card.number in look.missing,
        "wf-apart": card.apart,
        "wf-holds": card.holds,
    }
    yield from (name for name, holds in named.items() if holds)


def _linked(url: str, inside: list[str]) -> str:
    return element("a", {"href": url}, *inside) if url else "".join(inside)


def _shapes(card: PlacedCard, look: Look) -> Iterator[str]:
    """Yield the border, the hatching of a task that is never reached, the second border."""
    missing = card.number in look.missing or card.elsewhere
    round_off = card.height / 2 if card.elsewhere else _ROUND
    dashes = "4 3" if missing else ""
    width = "2.2" if card.number in look.entries and not card.elsewhere else "1.2"
    yield _rectangle(card, "wf-box", fill="#fff", round_off=round_off, dashes=dashes, width=width)
    if card.apart:
        yield _rectangle(card, "wf-hatched", fill=f"url(#{look.hatching})", round_off=round_off)
    if card.number in look.double and not card.elsewhere:
        yield _rectangle(
            card, "wf-inner", fill="none", round_off=round_off - 2, inset=_DOUBLE, width="1"
        )


def _rectangle(
    card: PlacedCard,
    kind: str,
    *,
    fill: str,
    round_off: float,
    inset: float = 0.0,
    dashes: str = "",
    width: str = "",
) -> str:
    """Write a rectangle around a card, `inset` pixels inside of its edge; no width, no border."""
    return element(
        "rect",
        {
            "class": kind,
            "x": card.x + inset,
            "y": card.y + inset,
            "width": card.width - 2 * inset,
            "height": card.height - 2 * inset,
            "rx": round_off,
            "fill": fill,
            "stroke": "currentColor" if width else "",
            "stroke-width": width,
            "stroke-dasharray": dashes,
        },
    )


def _area(card: PlacedCard, y: float) -> str:
    """Write the invisible area that makes a small link easy to hit."""
    place = {"x": card.x + 6, "y": y - _TARGET / 2, "width": card.width - 12, "height": _TARGET}
    return element("rect", {"class": "wf-area", **place, "fill": "none", "pointer-events": "all"})


def _badges(badges: tuple[Badge, ...], middle: float, y: float) -> Iterator[str]:
    row = sum(badge.width for badge in badges) + BADGE_GAP * (len(badges) - 1)
    x = middle - row / 2
    high = BADGE_HEIGHT - BADGE_PADDING + 1
    for badge in badges:
        place = {"x": x, "y": y + 3, "width": badge.width, "height": high, "rx": high / 2}
        look = {"fill": "none", "stroke": "#999", "stroke-width": "1"}
        yield element(
            "g",
            {"class": "wf-badge"},
            title(badge.means),
            element("rect", {**place, **look}),
            text(badge.text, x + badge.width / 2, y + 3 + high / 2 + 4, "wf-mark"),
        )
        x += badge.width + BADGE_GAP
