"""A check's docstring taken apart, for `packkit explain` and the manual alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent

from msgspec import Struct

from attune_packkit.checking.check import Check

_SECTION = re.compile(r"^([A-Z]\w+):[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)


class Code(Struct, frozen=True):
    """An example file: its path in the pack, the language to highlight, its text."""

    path: str
    language: str
    text: str


class Section(Struct, frozen=True):
    """A titled part: paragraphs as plain text, and files."""

    title: str
    parts: tuple[str | Code, ...]


class Documentation(Struct, frozen=True):
    """What is wrong, in one line; why it matters; then `Bad`, `Good` and the like."""

    summary: str
    why: str
    sections: tuple[Section, ...]


def documentation(check: Check) -> Documentation:
    """Read the docstring of a check."""
    head, *rest = _SECTION.split(check.doc)
    summary, _, why = head.strip().partition("\n")
    sections = tuple(
        Section(title, tuple(_parts(dedent(text))))
        for title, text in zip(rest[::2], rest[1::2], strict=True)
    )
    return Documentation(summary.strip(), why.strip(), sections)


def _parts(text: str) -> Iterator[str | Code]:
    plain, *rest = _FENCE.split(text)
    if plain.strip():
        yield plain.strip()
    for info, code, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        language, _, path = info.partition(" ")
        yield Code(path, language, code.rstrip("\n"))
        if after.strip():
            yield after.strip()
