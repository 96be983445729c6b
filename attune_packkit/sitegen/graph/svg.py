"""Writing a scene as SVG.

There is no style in it but attributes that any stylesheet overrides: `site/assets/graph.css` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from msgspec import Struct

from attune_packkit.sitegen.graph.boxes import Links, Look, box
from attune_packkit.sitegen.graph.cards import SMALL_SIZE
from attune_packkit.sitegen.graph.geometry import HEAD, Head, Route
from attune_packkit.sitegen.graph.markup import Attribute, element, number, text, title
from attune_packkit.sitegen.graph.paths import head, path
from attune_packkit.sitegen.graph.scene import HEADING, Scene
from attune_packkit.sitegen.graph.sheet import PlacedLine

_EDGE = 8.0
_GREY = "#999"
_DASHES = {"failure": "7 4", "timeout": "1.5 4", "order": "4 5"}
_WIDTHS = {"any": "1", "order": "1"}
_HOLLOW = ("failure", "timeout", "any", "order")


class Texts(Struct, frozen=True):
    """What the picture is called, what it shows, and the heading of what stands apart."""

    title: str
    description: str
    apart: str


def write(found: Scene, texts: Texts, links: Links, look: Look, identifier: str) -> str:
    """Return the scene as one `svg` element; its ids begin with `identifier`.

    An image may not hold links. Where boxes are links the arrows alone are the image, and tell what
    the whole shows; the boxes stand beside it.
    """
    sheet = found.sheet
    boxes = [(card.holds, box(card, links, look)) for card in sheet.cards]
    linked = any("<a " in each for _, each in boxes)
    wide, high = round(sheet.width + 2 * _EDGE), round(sheet.height + 2 * _EDGE)
    names = [f"{identifier}-title", f"{identifier}-desc"]
    parts = [
        element("title", {"id": names[0]}, escape(texts.title)),
        element("desc", {"id": names[1]}, escape(texts.description)),
    ]
    if any(card.apart for card in sheet.cards):
        parts.append(element("defs", {}, _hatching(look.hatching)))
    image: dict[str, Attribute] = {"role": "img", "aria-labelledby": " ".join(names)}
    body = [each for holds, each in boxes if holds]
    body.append(
        element("g", image if linked else {}, *_divide(found, texts), *map(_line, sheet.lines))
    )
    body += [each for holds, each in boxes if not holds]
    parts.append(element("g", {"transform": f"translate({number(_EDGE)} {number(_EDGE)})"}, *body))
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "wf",
            "width": wide,
            "height": high,
            "viewBox": f"0 0 {wide} {high}",
            **({"role": "group"} if linked else image),
            "font-family": "system-ui, sans-serif",
            "font-size": SMALL_SIZE,
            "text-anchor": "middle",
        },
        *parts,
    )


def _hatching(identifier: str) -> str:
    frame: dict[str, Attribute] = {"id": identifier, "patternUnits": "userSpaceOnUse"}
    line: dict[str, Attribute] = {"class": "wf-hatch", "d": "M-2 2L2-2M0 8L8 0M6 10L10 6"}
    drawn = element("path", {**line, "stroke": "#ccc", "stroke-width": "1"})
    return element("pattern", {**frame, "width": 8, "height": 8}, drawn)


def _divide(found: Scene, texts: Texts) -> Iterator[str]:
    """Write the line above what stands apart, with its heading."""
    if found.divide:
        y = found.divide
        across = f"M0 {number(y)}H{number(found.sheet.width)}"
        look = {"stroke": _GREY, "stroke-dasharray": "2 3"}
        yield element("path", {"class": "wf-divide", "d": across, **look})
        more: dict[str, Attribute] = {"text-anchor": "start"}
        yield text(texts.apart, 0.0, y + HEADING / 4 + 3, "wf-heading", **more)


def sample(kind: str) -> str:
    """Return a short arrow of a kind, for a legend."""
    wide, high = 46.0, 12.0
    route = Route(
        (((2.0, high / 2), (wide - HEAD - 2, high / 2)),), Head(wide - 2, high / 2, "right"), None
    )
    frame: dict[str, Attribute] = {"class": "wf", "width": wide, "height": high}
    arrow = element("g", {"class": f"wf-line wf-{kind}"}, _arrow(kind, route))
    return element("svg", {**frame, "aria-hidden": "true"}, arrow)


def _line(line: PlacedLine) -> str:
    """Write an arrow: its strokes, its head and its label."""
    inside = [title(line.title), _arrow(line.kind, line.route)]
    if line.route.label:
        x, y = line.route.label
        inside.append(text(line.label, x, y + SMALL_SIZE * 0.36, "wf-label"))
    conditional = " wf-conditional" if line.label and line.kind in ("success", "any") else ""
    return element("g", {"class": f"wf-line wf-{line.kind}{conditional}"}, *inside)


def _arrow(kind: str, route: Route) -> str:
    stroke = _GREY if kind == "order" else "currentColor"
    drawn: dict[str, Attribute] = {
        "d": "".join(map(path, route.strokes)),
        "fill": "none",
        "stroke": stroke,
        "stroke-width": _WIDTHS.get(kind, "1.6"),
        "stroke-dasharray": _DASHES.get(kind, ""),
        "stroke-linecap": "round" if kind == "timeout" else "",
    }
    strokes = element("path", drawn)
    if not route.head:
        return strokes
    tip = {"d": head(route.head, kind), "fill": "none" if kind in _HOLLOW else stroke}
    return strokes + element(
        "path", {"class": "wf-head", **tip, "stroke": stroke, "stroke-width": "1.3"}
    )
