"""What stands in the box of a task: its name, its action, and marks for what is special."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from attune_packkit.api import PictureNode, Value, shown
from attune_packkit.sitegen.graph.geometry import Box
from attune_packkit.sitegen.graph.measuring import BOLD, fitted, width

NAME_SIZE = 13.0
SMALL_SIZE = 11.0
PADDING = 14.0
NAME_HEIGHT = 19.0
SMALL_HEIGHT = 16.0
BADGE_HEIGHT = 20.0
BADGE_GAP = 5.0
BADGE_PADDING = 5.0

INSIDE = 16.0
"""Space around the boxes inside a box."""

ABOVE = 8.0
"""Space above the name in a box, and below its last line."""

_LARGEST = 10**12
"""Larger numbers are written as "many"."""

_WIDEST = 230.0
_NARROWEST = 72.0
_LONGEST = 200
"""Characters of a name or an expression that a tooltip tells."""


class Badge(Struct, frozen=True):
    """A mark in a box, and what it means."""

    text: str
    means: str
    width: float


class Card(Struct, frozen=True):
    """The contents of a box. `title` is everything in words."""

    name: str
    action: str
    badges: tuple[Badge, ...]
    title: str
    box: Box


def card(node: PictureNode) -> Card:
    """Set the text of a task."""
    name = plain(node.task)
    action = plain(node.action) or ("" if node.type == "action" else plain(node.type))
    if node.type == "missing":
        action = "does not exist"
    badges = tuple(marks(node))
    set_name = fitted(name, NAME_SIZE, _WIDEST / BOLD)
    set_action = fitted(action, SMALL_SIZE, _WIDEST, keep="end")
    row = sum(badge.width for badge in badges) + BADGE_GAP * max(len(badges) - 1, 0)
    wide = max(width(set_name, NAME_SIZE) * BOLD, width(set_action, SMALL_SIZE), row)
    high = 2 * ABOVE + NAME_HEIGHT + SMALL_HEIGHT * bool(action) + BADGE_HEIGHT * bool(badges)
    told = [f"{name}: {action}" if action else name, *(badge.means for badge in badges)]
    return Card(
        set_name,
        set_action,
        badges,
        "; ".join(told),
        Box(round(max(wide + 2 * PADDING, _NARROWEST)), high),
    )


def plain(text: str, limit: int = _LONGEST) -> str:
    """Return pack text in one line without anything that a reader would not see."""
    if len(text) <= limit and text.isprintable():
        return text
    return shown(text, limit)[1:-1]


def marks(node: PictureNode) -> Iterator[Badge]:
    """Yield what is special about a task."""
    if node.iteration:
        items = "cache" if "iterate_cache" in node.iteration else "items"
        yield _badge(f"× {items}", _iteration(node.iteration))
    if node.join:
        yield _badge(f"⋈ {_said(node.join, 6)}", f"waits for {_said(node.join)} arrivals")
    if node.retry:
        count = node.retry.get("count")
        mark = _said(count, 6) if isinstance(count, int) else ""
        yield _badge(f"↻ {mark}".rstrip(), _retry(node.retry))
    if node.waits:
        yield _badge("waits", "runs once an inquiry is answered")
    if node.when:
        yield _badge("if", f"runs only if {plain(node.when)}")


def _badge(text: str, means: str) -> Badge:
    return Badge(text, means, round(width(text, SMALL_SIZE) + 2 * BADGE_PADDING))


def _iteration(told: dict[str, Value]) -> str:
    over = told.get("with_items")
    parts = [f"runs for each of {_said(over)}" if over else "runs for each record of a cache"]
    if told.get("batch_size"):
        parts.append(f"{_said(told['batch_size'])} items a run")
    if told.get("concurrency"):
        parts.append(f"{_said(told['concurrency'])} at a time")
    return ", ".join(parts)


def _retry(told: dict[str, Value]) -> str:
    parts = [f"is tried again up to {_said(told.get('count', 'some'))} times"]
    if told.get("delay"):
        parts.append(f"{_said(told['delay'])} s apart")
    return ", ".join(parts)


def _said(value: Value, limit: int = _LONGEST) -> str:
    """Return a value in a few words; a number may have too many digits to be written."""
    if isinstance(value, str):
        return plain(value, limit)
    if isinstance(value, int | float):
        return plain(repr(value), limit) if abs(value) < _LARGEST else "many"
    return f"{len(value)} entries" if isinstance(value, list | dict) else "nothing"


def away_card(node: PictureNode) -> Card:
    """Make the card of a box that stands for a task in another part of the picture."""
    name = plain(node.task)
    text = fitted(f"→ {name}", SMALL_SIZE, _WIDEST)
    return Card(text, "", (), f"goes on with {name}", Box(round(width(text, SMALL_SIZE) + 20), 24))


def around(held: Card, width_inside: float, height_inside: float) -> Box:
    """Return the size of a box that holds others below its own text."""
    return Box(
        max(held.box.width, width_inside + 2 * INSIDE), held.box.height + height_inside + INSIDE
    )
