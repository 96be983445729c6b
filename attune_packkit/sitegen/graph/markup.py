"""Elements as text: the one place where text from packs becomes a part of markup."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TypeAlias

Attribute: TypeAlias = str | int | float


def number(value: float) -> str:
    """Write a coordinate with no more digits than a screen shows."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def element(name: str, attributes: dict[str, Attribute], *inside: str) -> str:
    """Write an element. Empty attributes are left out; what is inside is markup already."""
    written = name
    for key, value in attributes.items():
        if value != "":
            said = number(value) if isinstance(value, float) else _quoted(value)
            written += f' {key}="{said}"'
    return f"<{written}>{''.join(inside)}</{name}>" if inside else f"<{written}/>"


@lru_cache(maxsize=1024)
def _quoted(value: str | int) -> str:
    return escape(str(value))


def text(content: str, x: float, y: float, kind: str, **more: Attribute) -> str:
    """Write a line of text."""
    return element("text", {"class": kind, "x": x, "y": y, **more}, escape(content))


def title(content: str) -> str:
    """Write the text that a browser shows when the pointer rests on an element."""
    return element("title", {}, escape(content))
