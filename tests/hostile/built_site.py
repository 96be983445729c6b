"""A built site as a browser would take it apart, and what no page of it may ever do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

_ELEMENTS = """
a abbr article aside b blockquote body br button caption circle code col colgroup dd defs del desc
details dfn div dl dt em figcaption figure footer form g h1 h2 h3 h4 h5 h6 head header hr html i img
input ins kbd label legend li line link main mark marker meta nav ol option output p path pattern
polygon polyline pre q rect rp rt ruby s samp script search section select small span strike strong
sub summary sup svg table tbody td template text textpath tfoot th thead time title tr tspan tt u ul
use var wbr
"""
_CLOBBERED = """
__proto__ alert attributes body cookie constructor children document documentelement domain event
forms frames head history images innerhtml length links location name navigator nodename open origin
parent parentnode plugins prototype referrer scripts self status submit title tostring top valueof
window
"""
ELEMENTS = frozenset(_ELEMENTS.split())
CLOBBERED = frozenset(_CLOBBERED.split())
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
LEADS = ("href", "src", "action", "formaction", "xlink:href", "srcset", "poster", "data", "ping")
MISSING = "404.html"
"""The page that a server shows anywhere: its links begin at the root of the server."""

CSP = "default-src 'none'"


@dataclass
class Element:
    """One element: its attributes, in order, and the text directly in it."""

    name: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        if self.open[-1].name == tag:
            self.open.pop()
            return
        assert tag in [each.name for each in self.open], f"</{tag}> closes nothing"
        while self.open.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data[:80]}")


class Page:
    """One page, parsed."""

    def __init__(self, address: str, html: str) -> None:
        self.address = address
        self.html = html
        parser = _Parser()
        parser.feed(html)
        parser.close()
        self.elements = parser.elements

    def all(self, *names: str) -> Iterator[Element]:
        return (each for each in self.elements if each.name in names)

    @cached_property
    def ids(self) -> list[str]:
        return [each.attributes["id"] for each in self.elements if "id" in each.attributes]

    @cached_property
    def text(self) -> str:
        return "".join(part for each in self.elements for part in each.text)


class BuiltSite:
    """The files of a site below a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    @cached_property
    def pages(self) -> dict[str, Page]:
        return {
            name: Page(name, data.decode("utf-8"))
            for name, data in self.files.items()
            if name.endswith(".html")
        }

    def of(self, ref: str) -> dict[str, Page]:
        """Return the pages of a pack."""
        return {name: page for name, page in self.pages.items() if name.startswith(f"packs/{ref}/")}


def assert_harmless(page: Page) -> None:
    """Assert that a page runs nothing, loads nothing from elsewhere, and says so by its policy."""
    said = f"{page.address}: "
    policies = [
        each.attributes["content"]
        for each in page.all("meta")
        if each.attributes.get("http-equiv", "").lower() == "content-security-policy"
    ]
    assert len(policies) == 1, said + "no policy"
    assert CSP in policies[0], said + policies[0]
    assert "unsafe" not in policies[0], said + policies[0]
    assert "<script" not in page.html.partition("Content-Security-Policy")[0], said
    for element in page.elements:
        _harmless(element, said, page.address == MISSING)
    assert len(set(page.ids)) == len(page.ids), said + "an id twice"
    assert not [each for each in page.ids if each.lower() in CLOBBERED], said + "ids that clobber"
    assert not [each for each in page.ids if not each or re.search(r"[\s\"'<>`]", each)], said


def _harmless(element: Element, said: str, anywhere: bool) -> None:
    said += f"<{element.name} {element.attributes}> "
    assert element.name in ELEMENTS, said
    for name, value in element.attributes.items():
        assert re.fullmatch(r"[A-Za-z][A-Za-z:-]*", name), said
        assert not name.lower().startswith("on"), said
        assert name not in ("style", "srcdoc", "srcset", "target"), said
        if name in LEADS:
            _leads_well(element, value.removeprefix("/") if anywhere else value, said)
    if element.name == "script":
        assert "src" in element.attributes, said
        assert not "".join(element.text).strip(), said
    if element.name == "meta":
        assert element.attributes.get("http-equiv", "").lower() != "refresh", said
    if element.name == "form":
        assert element.attributes.get("role") == "search", said


def _leads_well(element: Element, value: str, said: str) -> None:
    assert value == value.strip(), said
    assert not re.search(r"[\x00-\x20\x7f\"<>\\]", value), said
    assert not value.startswith(("/", "\\")), said
    scheme = re.match(r"([^/?#.]*):", value)
    if scheme is None:
        return
    assert scheme[1].lower() in ("http", "https", "mailto"), said
    if element.name == "a":
        rel = element.attributes.get("rel", "").split()
        assert {"noopener", "noreferrer", "nofollow"} <= set(rel), said
    else:
        canonical = element.name == "link" and element.attributes.get("rel") == "canonical"
        assert canonical or element.name == "use", said
