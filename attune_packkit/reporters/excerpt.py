"""The lines of source that a diagnostic is about, with carets under the very place."""

from __future__ import annotations

from msgspec import Struct

from attune_packkit.api import Reported
from attune_packkit.reporters.plain import advice, joined, message
from attune_packkit.reporters.terminal import Cell, Ink, cells, fit, total, width_of, wrap

NUMBERS = 6
"""Columns of line numbers, so that all excerpts of a report stand in line."""

NARROW = 60
"""Below this width an excerpt gives line numbers only the columns they need."""

LEAST_ROOM = 16


class Underlined(Struct, frozen=True):
    """A line as shown, and the columns of it to underline."""

    text: str
    indent: int
    length: int


class Margin:
    """The margin of an excerpt, with or without a line number, and the room right of it."""

    def __init__(self, each: Reported, width: int, ink: Ink) -> None:
        digits = max((len(str(number)) for number, _ in each.lines), default=1)
        self._numbers = digits if width < NARROW else max(digits, NUMBERS)
        self._ink = ink
        self.room = max(width - self._numbers - len(" │ "), LEAST_ROOM)

    def line(self, text: str, number: int | str = "") -> str:
        """Return a line of the excerpt."""
        return (self._ink("gutter", f"{number:>{self._numbers}} │") + f" {text}").rstrip()


def excerpt(each: Reported, margin: Margin, ink: Ink) -> list[str]:
    """Return the source lines and the carets, with message and hint beside or below them."""
    if not each.lines:
        return [margin.line(line) for line in _explained(each, 0, margin.room, ink)]
    *before, (number, source) = each.lines
    shown = [margin.line(_cut(text, margin.room), above) for above, text in before if text.strip()]
    start, end = each.span.column - 1, each.span.end_column - 1
    if each.span.end_line > each.span.line:
        end = len(source.rstrip())
    marked = underline(source, start, end, margin.room)
    shown.append(margin.line(marked.text, number))
    return [*shown, *map(margin.line, _below(marked, each, margin.room, ink))]


def underline(source: str, start: int, end: int, room: int) -> Underlined:
    """Lay out a line in `room` columns so that characters `start` to `end` can be seen.

    Looks at no more of the line than can be shown: it may be as long as its file.
    """
    start = min(start, len(source))
    end = min(max(end, start), len(source))
    first, last = max(start - room, 0), start + 2 * room
    row = cells(source[first:last])
    head, mark, tail = row[: start - first], row[start - first : end - first], row[end - first :]
    whole, mark = mark, fit(mark, room - min(total(head), room // 4))
    if mark is not whole:
        last, tail = len(source), []
    length = max(total(mark), 1)
    rest = room - length
    head = _fit_left(head, rest - min(total(tail), rest // 2), cut=first > 0)
    tail = fit([*tail, Cell("…", 1)] if last < len(source) else tail, rest - total(head))
    text = "".join(cell.text for cell in (*head, *mark, *tail))
    return Underlined(text, total(head), length)


def _fit_left(row: list[Cell], room: int, *, cut: bool) -> list[Cell]:
    """Return the cells cut on the left to at most `room` columns, the cut marked."""
    if not cut and total(row) <= room:
        return row
    kept = fit(row[::-1], room)[::-1]
    return kept if kept and kept[0].text == "…" else [Cell("…", 1), *kept[1:]]


def _cut(source: str, room: int) -> str:
    return "".join(cell.text for cell in fit(cells(source[: room + 1]), room))


def _below(marked: Underlined, each: Reported, room: int, ink: Ink) -> list[str]:
    """Return the carets and the explanation: beside them, or below them, wherever it fits whole."""
    carets = " " * marked.indent + ink(each.severity.label, "^" * marked.length)
    needed = width_of(message(each))
    beside = marked.indent + marked.length + 1
    if needed <= room - beside:
        first, *others = _explained(each, beside, room, ink)
        return [carets + first[beside - 1 :], *others]
    indent = marked.indent if needed <= room - marked.indent else 0
    return [carets, *_explained(each, indent, room, ink)]


def _explained(each: Reported, indent: int, room: int, ink: Ink) -> list[str]:
    """Return the message, and the hint behind it if it fits there, else on lines of its own."""
    text, hint = message(each), advice(each)
    use, margin = each.severity.label, " " * indent
    whole = joined(text, hint)
    if width_of(whole) <= room - indent:
        return [margin + ink(use, text) + whole[len(text) :]]
    lines = [margin + ink(use, line) for line in wrap(text, room - indent)]
    if hint:
        first, *others = wrap(f"hint: {hint}", room)
        lines += [first.replace("hint:", ink("hint", "hint:"), 1), *others]
    return lines
