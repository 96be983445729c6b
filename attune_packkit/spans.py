"""Positions in text, and JSON Pointers into documents."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

Pointer: TypeAlias = tuple[str | int, ...]
"""Keys and list indices from the root of a document; `()` is the root itself."""


class Span(NamedTuple):
    """A stretch of text. Lines and columns count from 1, in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


FIRST_LINE = Span(1, 1, 1, 1)


def split_lines(text: str) -> list[str]:
    """Split text as editors do: at `\\n`, `\\r\\n` and `\\r`, and nowhere else."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def span_at(text: str, index: int) -> Span:
    """Return the span of the character at `index`."""
    before = split_lines(text[:index])
    line, column = len(before), len(before[-1]) + 1
    return Span(line, column, line, column + 1)


def pointer_text(pointer: Pointer) -> str:
    """Write a pointer as RFC 6901 text: `("tasks", 0, "a/b")` becomes `/tasks/0/a~1b`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in pointer)


def dotted(pointer: Pointer) -> str:
    """Write a pointer for people: `("tasks", 0, "name")` becomes `tasks[0].name`."""
    text = ""
    for step in pointer:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text
