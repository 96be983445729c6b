"""Find links of the built site that lead nowhere, page by page and without keeping the pages."""

from __future__ import annotations

import posixpath
import re
from array import array
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

_LINK = re.compile(r'<(?:a|img|link|script)\b[^<>]* (?:href|src)="([^"]*)"')
"""The link of an element; a text that shows how to write one has no such bracket."""

_ID = re.compile(r' id="([^"]*)"')
_OUTSIDE = re.compile(r"(?:https?|mailto):|/", re.ASCII)
"""What begins so is none of the site's, or is told from the root of its server."""

_MAX_KNOWN = 20_000


class DeadTarget(NamedTuple):
    """A link of a page to an address or an id that the site does not have."""

    page: str
    target: str
    reason: str


class LinkCheck:
    """Collects the links of pages; when all are seen, tells which lead nowhere.

    `files` are the addresses of everything that the site has besides. Of ids only 64 bits are kept,
    so a site of any size fits: 60,000 pages take some 30 MB.
    """

    def __init__(self, files: Iterable[str] = ()) -> None:
        self._files = set(files)
        self._wanted: dict[str, str] = {}
        self._wanted_ids: dict[int, tuple[str, str]] = {}
        self._ids = array("q")
        self._folder = ""
        self._resolved: dict[str, str] = {}
        self._followed: set[str] = set()
        self._dead_here: dict[str, str] = {}

    def add(self, page: str, html: str) -> None:
        """Take note of a page: its ids, and where its links lead."""
        self._files.add(page)
        ids = set(_ID.findall(html))
        self._ids.extend(hash((page, each)) for each in ids)
        folder = page.rpartition("/")[0]
        if folder != self._folder or len(self._followed) > _MAX_KNOWN:
            self._folder = folder
            self._resolved.clear()
            self._followed.clear()
        # What a page before this one in the same folder links to is noted already.
        for link in set(_LINK.findall(html)) - self._followed:
            if link.startswith("#"):
                self._look(page, link, ids)
            elif link and not _OUTSIDE.match(link):
                self._follow(page, link)

    def _look(self, page: str, link: str, ids: set[str]) -> None:
        """Look for a place on the page itself."""
        place = link[1:]
        if place and place not in ids and unescape(unquote(place)) not in ids:
            self._dead_here.setdefault(link, page)

    def _follow(self, page: str, link: str) -> None:
        self._followed.add(link)
        path, _, place = link.partition("#")
        target = self._resolve(path)
        self._wanted.setdefault(target, page)
        if place:
            self._wanted_ids.setdefault(hash((target, place)), (page, f"{target}#{place}"))

    def _resolve(self, path: str) -> str:
        """Return the address of the file that a link from the page's folder leads to."""
        found = self._resolved.get(path)
        if found is None:
            written = unquote(unescape(path)).partition("?")[0]
            found = posixpath.normpath(posixpath.join(self._folder, written))
            if written.endswith("/") or found == ".":
                found = posixpath.normpath(found + "/index.html")
            self._resolved[path] = found
        return found

    def dead(self) -> list[DeadTarget]:
        """Return the links that lead nowhere, of each target the first, in order of pages."""
        for known in self._ids:
            self._wanted_ids.pop(known, None)
        here = (
            DeadTarget(page, unescape(link), "no such place on the page")
            for link, page in self._dead_here.items()
        )
        return sorted({*here, *self._missing()})

    def _missing(self) -> Iterator[DeadTarget]:
        missing = {target for target in self._wanted if target not in self._files}
        for target in missing:
            yield DeadTarget(self._wanted[target], target, "no such file of the site")
        for page, target in self._wanted_ids.values():
            if target.partition("#")[0] not in missing:
                yield DeadTarget(page, target, "no such place on that page")
