"""Find where the values of a document stand in its text.

Run only for documents that have something to report. Works on parser events, so an alias has the
position of its use, which a composed tree has lost.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser

from attune_packkit.diagnostics import Place
from attune_packkit.documents import guard, separators
from attune_packkit.documents.document import Document
from attune_packkit.spans import FIRST_LINE, Pointer, Span, split_lines


class Position(NamedTuple):
    """Where a value stands, where its key stands (None in lists), and how a scalar is written."""

    value: Span
    key: Span | None = None
    style: str = ""


class Positions:
    """The pointer table of one document."""

    def __init__(self, table: dict[Pointer, Position], scalars: list[Span], text: str) -> None:
        self._table = table
        self._lines = split_lines(text)
        self.scalars = scalars

    def span(self, place: Place) -> Span:
        """Return the span of a place; of its nearest existing ancestor if it is not there."""
        span = self._find(place) if place.span is None else place.span
        if span.line <= len(self._lines):
            return span
        end = len(self._lines), len(self._lines[-1]) + 1
        return Span(*end, *end)

    def _find(self, place: Place) -> Span:
        pointer = place.pointer
        position = self._table.get(pointer)
        if position is None:
            return self._ancestor(pointer)
        if place.on == "key" or not pointer:
            return position.key or _first_line_of(position.value)
        if place.within is not None:
            return self._inside(position, place.within)
        return _narrow(position)

    def source(self, place: Place) -> str:
        """Return the text that stands at a place, as written, first line only."""
        span = self.span(place)
        line = self.line(span.line)
        return line[span.column - 1 : span.end_column - 1 if span.end_line == span.line else None]

    def line(self, number: int) -> str:
        """Return line `number` (from 1) without its end; "" beyond the text."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def _ancestor(self, pointer: Pointer) -> Span:
        while pointer:
            pointer = pointer[:-1]
            position = self._table.get(pointer)
            if position is not None:
                return position.key or _first_line_of(position.value)
        return FIRST_LINE

    def _inside(self, position: Position, within: tuple[int, int]) -> Span:
        """Return the span of characters of a one-line scalar; the whole scalar otherwise."""
        span = position.value
        if span.line != span.end_line or position.style in ("|", ">"):
            return self._inside_lines(position, within)
        opening = 1 if position.style in ("'", '"') else 0
        written = self.line(span.line)[span.column - 1 + opening :]
        if (position.style == '"' and "\\" in written) or (
            position.style == "'" and "''" in written
        ):
            return span
        start = span.column + opening
        return Span(span.line, start + within[0], span.line, start + within[1])

    def _inside_lines(self, position: Position, within: tuple[int, int]) -> Span:
        """Count lines in a literal block scalar, where value and text agree line by line."""
        if position.style != "|":
            return position.value
        span = position.value
        lines = self._lines[span.line : span.end_line]
        filled = [line for line in lines if line.strip()]
        indent = min((len(line) - len(line.lstrip(" ")) for line in filled), default=0)
        offset = 0
        for number, line in enumerate(lines, start=span.line + 1):
            width = max(len(line) - indent, 0) + 1
            if within[0] < offset + width:
                column = within[0] - offset + indent + 1
                length = max(min(within[1] - within[0], width - 1 - (within[0] - offset)), 1)
                return Span(number, column, number, column + length)
            offset += width
        return span


def locate(document: Document) -> Positions:
    """Read the positions of a document; as far as it parses."""
    text = document.data.decode("utf-8", "replace").removeprefix("\ufeff")
    table: dict[Pointer, Position] = {}
    scalars: list[Span] = []
    if guard.tags_beyond(document.data) is not None:
        return Positions(table, scalars, text)
    parser = CParser(separators.hide(document.data))
    try:
        _Table(parser, table, scalars).document()
    except (yaml.YAMLError, RecursionError):
        pass
    finally:
        parser.dispose()
    return Positions(table, scalars, text)


class _Table:
    """Fills the table from one document's events. Nesting is bounded by the guard."""

    def __init__(self, parser: Any, table: dict[Pointer, Position], scalars: list[Span]) -> None:
        self._next = parser.get_event
        self._table = table
        self._scalars = scalars
        self._anchored: dict[str, str] = {}

    def document(self) -> None:
        self._next()
        if isinstance(self._next(), yaml.DocumentStartEvent):
            self._node(self._next(), (), None, 0)

    def _node(self, event: yaml.Event, pointer: Pointer, key: Span | None, depth: int) -> Span:
        style = ""
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            self._scalar(event)
        elif depth > guard.MAX_DEPTH:
            raise RecursionError
        end = event
        if isinstance(event, yaml.SequenceStartEvent):
            self._table[pointer] = Position(_event_span(event), key)
            index = 0
            while not isinstance(end := self._next(), yaml.SequenceEndEvent):
                self._node(end, (*pointer, index), None, depth + 1)
                index += 1
        elif isinstance(event, yaml.MappingStartEvent):
            self._table[pointer] = Position(_event_span(event), key)
            while not isinstance(end := self._next(), yaml.MappingEndEvent):
                self._entry(end, pointer, depth)
        start, stop = _event_span(event), _event_span(end)
        span = Span(start.line, start.column, stop.end_line, stop.end_column)
        self._table[pointer] = Position(span, key, style)
        return span

    def _entry(self, event: yaml.Event, pointer: Pointer, depth: int) -> None:
        key = _event_span(event)
        name = f"<{key.line}:{key.column}>"
        if isinstance(event, yaml.ScalarEvent):
            name = self._scalar(event)
        elif isinstance(event, yaml.AliasEvent):
            name = self._anchored.get(event.anchor or "", name)
        else:
            key = self._node(event, (*pointer, name, "key"), None, depth + 1)
        self._node(self._next(), (*pointer, name), key, depth + 1)

    def _scalar(self, event: yaml.ScalarEvent) -> str:
        """Note where text stands that is no comment; one may follow a block's `|`."""
        span = _event_span(event)
        if event.style in ("|", ">"):
            span = Span(span.line + 1, 1, span.end_line, span.end_column)
        self._scalars.append(span)
        text = separators.show(event.value)
        if event.anchor:
            self._anchored[event.anchor] = text
        return text


def _event_span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _first_line_of(span: Span) -> Span:
    return Span(span.line, span.column, span.line, span.column + 1)


def _narrow(position: Position) -> Span:
    """Underline a key instead of a block that runs over several lines."""
    span = position.value
    if span.line == span.end_line or position.style:
        return span
    return position.key or _first_line_of(span)
