"""The picture of a pack: its own, made harmless, or letters on a colour that the ref decides."""

from __future__ import annotations

import colorsys
import hashlib
import re

from markupsafe import Markup

from attune_packkit.api import Tree
from attune_packkit.sitegen.rasters import Image, raster
from attune_packkit.sitegen.sanitising import visible

NAMES = tuple(f"pack-icon.{ending}" for ending in ("svg", "png", "jpg", "jpeg", "gif", "webp"))
MAX_BYTES = 256 * 1024

_SIDE = 64
_WORD = re.compile(r"[^\W_]+")
_TILE = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
    '<rect width="64" height="64" rx="14" fill="{tint}"/>'
    '<text x="32" y="{line}" text-anchor="middle" font-family="system-ui, sans-serif"'
    ' font-size="{size}" font-weight="600" fill="{ink}">{letters}</text></svg>\n'
)


def pack_icon(tree: Tree, ref: str, label: str) -> Image:
    """Return the icon that a pack ships, or else its monogram."""
    for name in NAMES:
        image = inert(tree.read(name)) if tree.is_file(name) else None
        if image is not None:
            return image
    return monogram(ref, label)


def inert(data: bytes | None, limit: int = MAX_BYTES) -> Image | None:
    """Return `data` as a harmless picture; None if it is none or too large. Only content counts."""
    if not data or len(data) > limit:
        return None
    image = raster(data)
    if image is None and b"<svg" in data:
        from attune_packkit.sitegen.vector import vector

        image = vector(data)
    return image


def monogram(ref: str, label: str) -> Image:
    """Return a tile with up to three letters; tint and ink follow from the ref."""
    letters = _letters(label) or _letters(ref) or "?"
    hue = hashlib.sha256(ref.encode("utf-8", "replace")).digest()[0] / 256
    size = {1: 34, 2: 28}.get(len(letters), 21)
    drawn = _TILE.format(
        tint=_colour(hue, 0.93, 0.55),
        ink=_colour(hue, 0.28, 0.60),
        line=32 + round(size * 0.36),
        size=size,
        letters=letters,
    )
    return Image(".svg", _SIDE, _SIDE, drawn.encode("utf-8", "replace"))


def _letters(name: str) -> str:
    """Return the initials of a name; a short word in capitals stands as it is."""
    words: list[str] = _WORD.findall(visible(name[:200]))
    if not words:
        return ""
    if len(words[0]) <= 3 and words[0].isupper():
        return words[0]
    if len(words) > 1:
        return (words[0][0] + words[1][0]).upper()
    return words[0][:2].capitalize()


def _colour(hue: float, lightness: float, saturation: float) -> str:
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(255 * part):02x}" for part in (red, green, blue))
