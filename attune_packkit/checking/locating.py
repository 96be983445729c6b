"""Resolve diagnostics to lines and columns, from the text as it is now."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from attune_packkit.checking.check import Check
from attune_packkit.checking.result import RelatedLine, Reported
from attune_packkit.diagnostics import Diagnostic, Place
from attune_packkit.documents import reader
from attune_packkit.documents.positions import Positions, locate
from attune_packkit.model.pack import SUFFIXES
from attune_packkit.spans import FIRST_LINE, Span
from attune_packkit.tree import MAX_METADATA_BYTES, read_regular

CONTEXT_LINES = 1


class Locator:
    """Resolves places of one pack; reads each file once, and only files that are asked for."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._positions: dict[str, Positions | None] = {}

    def span(self, place: Place) -> Span:
        """Return where a place is; the first line if its file cannot be read any more."""
        if place.span is not None:
            return place.span
        positions = self._of(place.path)
        return positions.span(place) if positions else FIRST_LINE

    def lines(self, path: str, span: Span) -> tuple[tuple[int, str], ...]:
        """Return the lines of a span's start with `CONTEXT_LINES` before, as (number, text)."""
        positions = self._of(path)
        if positions is None:
            return ()
        numbers = range(max(span.line - CONTEXT_LINES, 1), span.line + 1)
        return tuple((number, positions.line(number)) for number in numbers)

    def _of(self, path: str) -> Positions | None:
        if path not in self._positions:
            data = read_regular(os.path.join(self._root, path), MAX_METADATA_BYTES)
            self._positions[path] = None if data is None else _positions(path, data)
        return self._positions[path]


def _positions(path: str, data: bytes) -> Positions:
    if path.endswith((*SUFFIXES, ".json")):
        return locate(reader.read(path, data))
    return Positions({}, [], data.decode("utf-8", "replace"))


def locate_all(
    root: str,
    diagnostics: Iterable[Diagnostic],
    checks: Mapping[str, Check],
    roots: Mapping[str, str] | None = None,
) -> tuple[Reported, ...]:
    """Locate the diagnostics of one pack and sort them.

    `roots` maps pack refs to folders, for related places in other packs.
    """
    locator = Locator(root)
    others = {ref: Locator(folder) for ref, folder in (roots or {}).items()}
    found = []
    for diagnostic in diagnostics:
        span = locator.span(diagnostic.place)
        check = checks.get(diagnostic.code)
        related = tuple(
            RelatedLine(
                each.pack,
                each.place.path,
                others.get(each.pack, locator).span(each.place),
                each.message,
            )
            for each in diagnostic.related
        )
        lines = locator.lines(diagnostic.path, span)
        found.append(Reported(diagnostic, span, lines, related, check.url if check else ""))
    found.sort(key=lambda each: (each.diagnostic.path, each.span, each.diagnostic.code,
                                 each.diagnostic.message))  # fmt: skip
    return tuple(found)
