"""Badges: a pack's version and state of validation as pictures that need no server and no font."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from attune_packkit.api import clipped, counted
from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.cards import PackCard
from attune_packkit.sitegen.xml_text import xml

_COLOURS = {
    "none": "#5c6470",
    "ok": "#1f7a45",
    "warn": "#8a5a00",
    "bad": "#b3261e",
    "info": "#1f5fa8",
}
"""White text on each of them has a contrast of more than 4.5."""

_WIDTHS = (
    (3.3, "!'|ijlI.,:;"),
    (4.4, ' ()[]{}/\\`frt-"'),
    (5.6, "JLcksvxyz*?^"),
    (8.2, "ABCDGHNOQRUVXYKw+<=>~#"),
    (10.2, "MWm%@"),
)
_ADVANCE = {char: width for width, chars in _WIDTHS for char in chars}
_USUAL = 6.6
_WIDE = 11.0
"""Width of a wide character; all widths are those of Verdana at 11 pixels.

The attribute `textLength` makes any other font keep to them.
"""

_MAX_TEXT = 40
_PADDING = 6

_BADGE = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img"'
    ' aria-label="{label}: {text}"><title>{label}: {text}</title>'
    '<clipPath id="r"><rect width="{width}" height="20" rx="3"/></clipPath>'
    '<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#3a3f47"/>'
    '<rect x="{left}" width="{right}" height="20" fill="{colour}"/></g>'
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
    '<text x="{padding}" y="14" textLength="{label_width}">{label}</text>'
    '<text x="{at}" y="14" textLength="{text_width}">{text}</text></g></svg>\n'
)


def badge(label: str, text: str, tone: str) -> bytes:
    """Return a badge: `label` on the left, `text` on the right in the colour of `tone`."""
    label, text = clipped(label, _MAX_TEXT), clipped(text, _MAX_TEXT)
    label_width, text_width = text_pixels(label), text_pixels(text)
    left, right = label_width + 2 * _PADDING, text_width + 2 * _PADDING
    drawn = _BADGE.format(
        width=left + right,
        left=left,
        right=right,
        at=left + _PADDING,
        padding=_PADDING,
        label=xml(label),
        text=xml(text),
        label_width=label_width,
        text_width=text_width,
        colour=_COLOURS[tone],
    )
    return drawn.encode("utf-8", "replace")


def text_pixels(text: str) -> int:
    """Return how wide `text` is drawn."""
    return round(sum(_ADVANCE.get(char, _USUAL if ord(char) < 0x250 else _WIDE) for char in text))


def pack_badge(ref: str, name: str) -> str:
    """Return the address of a badge: `version` or `validation`."""
    return f"{addresses.pack_folder(ref)}badges/{name}.svg"


def pack_badges(card: PackCard) -> Iterator[tuple[str, bytes]]:
    """Yield the badges of a pack."""
    version = badge(card.ref, card.version or "no version", "info")
    yield pack_badge(card.ref, "version"), version
    tone, text = _verdict(card)
    yield pack_badge(card.ref, "validation"), badge("packkit", text, tone)


def _verdict(card: PackCard) -> tuple[str, str]:
    if card.errors < 0:
        return "none", "not checked"
    for count, word, tone in ((card.errors, "error", "bad"), (card.warnings, "warning", "warn")):
        if count:
            return tone, counted(count, word)
    return "ok", "valid"
