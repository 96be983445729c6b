"""What additional pages of the site must hold to."""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

from msgspec import Struct

from attune_packkit import tree
from attune_packkit.contracts.hostile import HOSTILE
from attune_packkit.hookspec import PackFacts, SitePage
from attune_packkit.model.pack import Pack, load

_ACTIVE = frozenset(
    ("script", "style", "iframe", "object", "embed", "form", "base", "meta", "link")
)
_PATH = re.compile(r"(?:[a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_-]*\.html", re.ASCII)


class _Facts(Struct, frozen=True):
    ref: str
    label: str
    version: str = "1.0.0"
    description: str = HOSTILE
    author: str = HOSTILE


class _Site(Struct, frozen=True):
    packs: Mapping[str, PackFacts]

    def url(self, kind: str, ref: str, page: str) -> str:
        return "../packs/parcels/index.html" if ref == "parcels" else ""


class _Faults(HTMLParser):
    """Collects what a page under the site's policy must not have."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTIVE:
            self.found.append(f"<{tag}>")
        self.found += [name for name, _ in attrs if name.startswith("on") or name == "style"]


def _sample_pack(folder: Path) -> Pack:
    """Write a pack whose texts are hostile, and read it."""
    text = HOSTILE.encode("ascii", "backslashreplace").decode().replace("\\", "\\\\")
    quoted = '"' + text.replace('"', '\\"').replace("\r\n", "\\n") + '"'
    quoted = "".join(c for c in quoted if c.isprintable())
    (folder / "actions").mkdir()
    (folder / "pack.yaml").write_text(f"ref: parcels\nlabel: {quoted}\nauthor: {quoted}\n")
    (folder / "actions" / "weigh.yaml").write_text(f"ref: parcels.weigh\ndescription: {quoted}\n")
    return load(tree.walk(str(folder)))


class SitePageContract:
    """What every additional page must hold to, as tests: subclass it and set `page`."""

    page: SitePage

    def bodies(self) -> Iterator[str]:
        """Render the page and all panels for packs with hostile texts."""
        facts: dict[str, PackFacts] = {
            "parcels": _Facts("parcels", HOSTILE),
            HOSTILE: _Facts(HOSTILE, "Hostile"),
        }
        for packs in ({}, facts):
            if self.page.path:
                yield self.page.render(_Site(packs), f"pages/{self.page.path}")
        with tempfile.TemporaryDirectory() as folder:
            pack = _sample_pack(Path(folder))
            yield self.page.panel(pack, None)
            for component in pack.of("action"):
                yield self.page.panel(pack, component)

    def test_path_is_a_plain_one(self) -> None:
        """The page has an address below `pages/`, or none."""
        assert self.page.path == "" or _PATH.fullmatch(self.page.path)

    def test_title_is_text(self) -> None:
        """There is a heading."""
        assert self.page.title.strip()

    def test_nothing_is_active(self) -> None:
        """No text of a pack becomes markup, and the page needs nothing that the policy refuses."""
        for body in self.bodies():
            faults = _Faults()
            faults.feed(body)
            assert faults.found == []

    def test_same_packs_give_same_bodies(self) -> None:
        """A page depends on nothing but the site."""
        assert list(self.bodies()) == list(self.bodies())

    def test_nothing_is_printed(self) -> None:
        """A body is returned; printing is up to the command line."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            list(self.bodies())
        assert out.getvalue() == ""
