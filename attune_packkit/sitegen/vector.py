"""SVG of strangers, written anew with nothing but shapes and colours.

Read by a parser that knows no document types; what comes out holds no script, no link, no style
sheet, no reference to anything but itself, and nothing that multiplies when drawn.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.parsers import expat

from attune_packkit.sitegen.rasters import MAX_SIDE, Image

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_MAX_ELEMENTS = 5_000
_MAX_DEPTH = 40
_MAX_CLASSES = 20
_MAX_SHEET = 100_000
_MAX_STYLE = 10_000

_SHAPES = (
    "circle clipPath defs desc ellipse g line linearGradient mask path polygon polyline"
    " radialGradient rect stop svg symbol text title tspan use"
)
_ELEMENTS = frozenset(_SHAPES.split())
_GEOMETRY = (
    "clipPathUnits cx cy d dx dy fx fy gradientTransform gradientUnits height id maskContentUnits"
    " maskUnits offset pathLength points preserveAspectRatio r rx ry spreadMethod transform viewBox"
    " width x x1 x2 y y1 y2"
)
_LOOKS = (
    "clip-path clip-rule color display fill fill-opacity fill-rule font-family font-size font-style"
    " font-weight letter-spacing mask opacity paint-order stop-color stop-opacity stroke"
    " stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit"
    " stroke-opacity stroke-width text-anchor vector-effect visibility"
)
_PROPERTIES = frozenset(_LOOKS.split())
_ATTRIBUTES = frozenset(_GEOMETRY.split()) | _PROPERTIES

_OWN_REFERENCE = re.compile(r"url\(\s*[\"']?#[\w.-]{1,100}[\"']?\s*\)(?: [#\w]{1,30})?", re.ASCII)
_FRAGMENT = re.compile(r"#[\w.-]{1,100}", re.ASCII)
_CLASS_RULE = re.compile(
    r"(\.[\w-]{1,60}(?:\s{0,9},\s{0,9}\.[\w-]{1,60}){0,50})\s{0,9}\{([^{}]*)\}"
)
_NUMBER = re.compile(r"\s*(\d{1,5}(?:\.\d{1,9})?)(?:px)?\s*", re.ASCII)


class _RefusedError(Exception):
    """The file asks for more than a harmless picture needs."""


def vector(data: bytes) -> Image | None:
    """Return an SVG picture written anew; None if `data` is none, or asks for more than shapes."""
    reader = _Reader()
    try:
        root = reader.read(data)
        width, height = _size(root)
    except (expat.ExpatError, _RefusedError, ValueError, LookupError):
        return None
    root.set("xmlns", _SVG)
    root.attrib.pop("id", None)
    text = tostring(root, encoding="unicode")
    return Image(".svg", width, height, text.encode("utf-8", "replace") + b"\n")


def _size(root: Element) -> tuple[int, int]:
    """Return the size in pixels; a root without `viewBox` gets one, so that it can be scaled."""
    written = [_NUMBER.fullmatch(root.get(name, "")) for name in ("width", "height")]
    box = root.get("viewBox", "").replace(",", " ").split()
    if len(box) == 4 and all(_NUMBER.fullmatch(each) for each in box[2:]):
        sides = [float(each) for each in box[2:]]
    elif all(written):
        sides = [float(each[1]) for each in written if each]
        root.set("viewBox", f"0 0 {sides[0]:g} {sides[1]:g}")
    else:
        raise _RefusedError("it has no size")
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    if min(sides) <= 0 or max(sides) > MAX_SIDE:
        raise _RefusedError("it is too large")
    return max(1, round(sides[0])), max(1, round(sides[1]))


class _Reader:
    """Builds the tree of what is allowed while the file is parsed."""

    def __init__(self) -> None:
        self._open: list[Element | None] = []
        self._root: Element | None = None
        self._count = 0
        self._sheet: list[str] | None = None
        self._rules: dict[str, dict[str, str]] = {}
        self._classes: list[tuple[Element, str]] = []

    def read(self, data: bytes) -> Element:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(data, True)
        if self._root is None:
            raise _RefusedError("it is no SVG")
        for element, names in self._classes:
            for name in names.split()[:_MAX_CLASSES]:
                for key, value in self._rules.get(name, {}).items():
                    element.attrib[key] = value
        return self._root

    def _doctype(self, *declared: object) -> None:
        if declared[-1]:
            self._refuse()

    def _refuse(self, *_: object) -> None:
        raise _RefusedError("it defines entities")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(" ")
        self._count += 1
        if self._count > _MAX_ELEMENTS or len(self._open) > _MAX_DEPTH:
            raise _RefusedError("it is too intricate")
        if name == "style" and namespace == _SVG:
            self._sheet = []
        parent = self._open[-1] if self._open else None
        wanted = namespace == _SVG and name in _ELEMENTS and (parent is not None or not self._open)
        self._open.append(self._made(parent, name, attributes) if wanted else None)

    def _made(self, parent: Element | None, name: str, written: dict[str, str]) -> Element | None:
        if parent is None:
            if name != "svg":
                raise _RefusedError("it is no SVG")
            self._root = made = Element(name)
        elif name == "use":
            return self._use(parent, written)
        else:
            made = SubElement(parent, name)
        made.attrib.update(_allowed(written))
        if "class" in written:
            self._classes.append((made, written["class"]))
        href = written.get("href") or written.get(f"{_XLINK} href", "")
        if name.endswith("Gradient") and _FRAGMENT.fullmatch(href):
            made.set("href", href)
        return made

    def _use(self, parent: Element, written: dict[str, str]) -> Element | None:
        """Allow a copy of something, except within what may be copied itself: that multiplies."""
        href = written.get("href") or written.get(f"{_XLINK} href", "")
        inside = any(each is not None and "id" in each.attrib for each in self._open[1:])
        if inside or not _FRAGMENT.fullmatch(href):
            return None
        made = SubElement(parent, "use", {"href": href, **_allowed(written)})
        made.attrib.pop("id", None)
        return made

    def _end(self, _: str) -> None:
        self._open.pop()
        if self._sheet is not None:
            for names, body in _CLASS_RULE.findall("".join(self._sheet)[:_MAX_SHEET]):
                for name in names.split(","):
                    self._rules.setdefault(name.strip()[1:], {}).update(_declared(body))
            self._sheet = None

    def _text(self, text: str) -> None:
        if self._sheet is not None:
            self._sheet.append(text)
        element = self._open[-1] if self._open else None
        if element is None or element.tag not in ("title", "desc", "text", "tspan"):
            return
        if len(element):
            element[-1].tail = (element[-1].tail or "") + text
        else:
            element.text = (element.text or "") + text


def _allowed(written: dict[str, str]) -> dict[str, str]:
    kept = {
        name: value for name, value in written.items() if name in _ATTRIBUTES and _harmless(value)
    }
    return kept | _declared(written.get("style", ""))


def _declared(style: str) -> dict[str, str]:
    """Return the declarations of a style as attributes."""
    found = {}
    for each in style[:_MAX_STYLE].split(";"):
        name, colon, value = each.partition(":")
        name, value = name.strip().lower(), value.strip()
        if colon and name in _PROPERTIES and _harmless(value):
            found[name] = value
    return found


def _harmless(value: str) -> bool:
    """Tell whether a value refers to nothing outside the picture, however it is spelt."""
    if "\\" in value:
        return False
    if "(" not in value or _OWN_REFERENCE.fullmatch(value.strip()):
        return True
    return not any(word in value.lower() for word in ("url", "image", "src", "var", "attr"))
