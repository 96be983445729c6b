"""Where the values of a document stand in its text, and the text there."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from attune_packkit.diagnostics import Place
from attune_packkit.spans import FIRST_LINE, Pointer, Span, split_lines

_LONGEST_FOLDED = 20_000


class Position(NamedTuple):
    """Where a value and its key (None in lists) stand; how a scalar is written, what it says."""

    value: Span
    key: Span | None = None
    style: str = ""
    text: str = ""


Stretch: TypeAlias = tuple[Any, Any]
"""The first and the last event of a node."""


class Positions:
    """The pointer table of one document: events, made into spans when somebody asks for one."""

    def __init__(
        self, table: dict[Pointer, tuple[Stretch, Stretch | None]], texts: list[Any], text: str
    ) -> None:
        self._table = table
        self._lines = split_lines(text)
        self._texts = texts

    @property
    def scalars(self) -> list[Span]:
        """The spans of all scalars, in which a `#` begins no comment.

        A comment may follow the `|` of a block scalar, so that line does not count.
        """
        return list(map(_text_span, self._texts))

    def _position(self, pointer: Pointer) -> Position | None:
        found = self._table.get(pointer)
        if found is None:
            return None
        value, key = found
        style = getattr(value[0], "style", None) or ""
        text = getattr(value[0], "value", None) or ""
        return Position(span_of(value), span_of(key) if key else None, style, text)

    def span(self, place: Place) -> Span:
        """Return the span of a place; of its nearest existing ancestor if it is not there."""
        span = self._find(place) if place.span is None else place.span
        if span.line <= len(self._lines):
            return span
        end = len(self._lines), len(self._lines[-1]) + 1
        return Span(*end, *end)

    def _find(self, place: Place) -> Span:
        pointer = place.pointer
        position = self._position(pointer)
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
            position = self._position(pointer)
            if position is not None:
                return position.key or _first_line_of(position.value)
        return FIRST_LINE

    def _inside(self, position: Position, within: tuple[int, int]) -> Span:
        """Return the span of characters of a scalar; the whole scalar where nobody can tell."""
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
            return self._inside_folded(position, within)
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

    def _inside_folded(self, position: Position, within: tuple[int, int]) -> Span:
        """Count what is no white space: line ends and indentation are all that folding changes."""
        span, text = position.value, position.text
        written = self._lines[span.line - 1 : span.end_line]
        if len(text) > _LONGEST_FOLDED:
            return span
        if position.style == ">":
            rows = list(enumerate(written[1:], start=span.line + 1))
        else:
            opening = span.column - 1 + bool(position.style)
            rows = [(span.line, " " * opening + written[0][opening:])]
            rows += enumerate(written[1:], start=span.line + 1)
        signs = [
            (number, column, sign)
            for number, row in rows
            for column, sign in enumerate(row, start=1)
            if not sign.isspace()
        ]
        before = sum(not sign.isspace() for sign in text[: within[0]])
        inside = "".join(text[slice(*within)].split())
        found = signs[before : before + len(inside)]
        if not found or "".join(sign for _, _, sign in found) != inside:
            return span
        line, column, _ = found[0]
        last = max(at for number, at, _ in found if number == line)
        return Span(line, column, line, last + 1)


def span_of(stretch: Stretch) -> Span:
    """Return where a node stands."""
    start, end = stretch[0].start_mark, stretch[1].end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _text_span(event: Any) -> Span:
    span = span_of((event, event))
    block = event.style in ("|", ">")
    return Span(span.line + 1, 1, span.end_line, span.end_column) if block else span


def _first_line_of(span: Span) -> Span:
    return Span(span.line, span.column, span.line, span.column + 1)


def _narrow(position: Position) -> Span:
    """Underline a key instead of a block that runs over several lines."""
    span = position.value
    if span.line == span.end_line or position.style:
        return span
    return position.key or _first_line_of(span)
