"""Resolve diagnostics to lines and columns, from the text as it is now."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from attune_packkit.checking.check import Check
from attune_packkit.checking.result import RelatedLine, Reported
from attune_packkit.diagnostics import Diagnostic, Place, Related
from attune_packkit.documents.document import Document
from attune_packkit.model.kinds import SUFFIXES
from attune_packkit.spans import FIRST_LINE, Span, split_lines
from attune_packkit.tree import MAX_METADATA_BYTES, read_regular

if TYPE_CHECKING:
    from attune_packkit.documents.positions import Positions

CONTEXT_LINES = 1

MOST_FILES = 4
"""Files whose positions are kept in memory, where they take a hundred times the file's size."""


class Locator:
    """Finds the lines of places in one pack; best asked file by file, as it keeps only a few."""

    def __init__(self, root: str, *, excerpts: bool = True) -> None:
        """Take the pack's folder; without `excerpts`, no lines are returned."""
        self._root = root
        self._excerpts = excerpts
        self._positions: dict[str, Positions | None] = {}
        self._texts: dict[str, list[str]] = {}
        self._hidden: dict[str, list[Span]] = {}

    def hide(self, path: str, span: Span) -> None:
        """Keep the text at a span out of all lines returned from now on."""
        self._hidden.setdefault(path, []).append(span)

    def span(self, place: Place) -> Span:
        """Return where a place is; the first line if its file cannot be read any more."""
        if place.span is not None:
            return place.span
        if place.path not in self._positions:
            if len(self._positions) >= MOST_FILES:
                self._positions.clear()
            data = self._read(place.path)
            self._positions[place.path] = None if data is None else _positions(place.path, data)
        positions = self._positions[place.path]
        return positions.span(place) if positions else FIRST_LINE

    def lines(self, path: str, span: Span) -> tuple[tuple[int, str], ...]:
        """Return the lines of a span's start with `CONTEXT_LINES` before, as (number, text)."""
        if not self._excerpts:
            return ()
        if path not in self._texts:
            if len(self._texts) >= MOST_FILES:
                self._texts.clear()
            data = self._read(path) or b""
            self._texts[path] = split_lines(data.decode("utf-8", "replace").removeprefix("\ufeff"))
        text = self._texts[path]
        first = max(span.line - CONTEXT_LINES, 1)
        hidden = self._hidden.get(path, ())
        return tuple(
            (number, _masked(line, number, hidden))
            for number, line in enumerate(text[first - 1 : span.line], start=first)
        )

    def _read(self, path: str) -> bytes | None:
        return read_regular(os.path.join(self._root, path), MAX_METADATA_BYTES)


def _positions(path: str, data: bytes) -> Positions:
    if path.endswith((*SUFFIXES, ".json")):
        from attune_packkit.documents.events import locate

        return locate(Document(path, None, data))
    from attune_packkit.documents.positions import Positions

    return Positions({}, [], data.decode("utf-8", "replace"))


def _masked(line: str, number: int, hidden: Iterable[Span]) -> str:
    """Put dots over the part of a line that is secret; its columns stay where they are."""
    for span in hidden:
        if span.line <= number <= span.end_line:
            start = span.column - 1 if number == span.line else 0
            end = span.end_column - 1 if number == span.end_line else len(line)
            line = line[:start] + "•" * (min(end, len(line)) - start) + line[end:]
    return line


def locate_all(
    root: str,
    diagnostics: Iterable[Diagnostic],
    checks: Mapping[str, Check],
    locator: Callable[[str], Locator],
    roots: Mapping[str, str],
) -> tuple[Reported, ...]:
    """Locate the diagnostics of one pack and sort them.

    `locator` gives the locator of a pack's folder, `roots` the folders of packs by ref, for related
    places in other packs.
    """
    listed = sorted(diagnostics, key=lambda diagnostic: diagnostic.path)
    if not listed:
        return ()
    here = locator(root)
    spans = [diagnostic.span or here.span(diagnostic.place) for diagnostic in listed]
    for diagnostic, span in zip(listed, spans, strict=True):
        if diagnostic.place.hidden:
            here.hide(diagnostic.path, span)
    found = []
    for diagnostic, span in zip(listed, spans, strict=True):
        check = checks.get(diagnostic.code)
        related = tuple(
            _related(each, locator(roots.get(each.pack, root))) for each in diagnostic.related
        )
        found.append(
            Reported(
                diagnostic=diagnostic,
                span=span,
                lines=here.lines(diagnostic.path, span),
                related=related,
                url=check.url if check else "",
                summary=check.summary if check else "",
            )
        )
    found.sort(key=lambda each: each.diagnostic.located(each.span).sort_key())
    return tuple(found)


def _related(related: Related, locator: Locator) -> RelatedLine:
    span = locator.span(related.place)
    return RelatedLine(related.pack, related.place.path, span, related.message)
