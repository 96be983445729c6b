"""`# packkit: ignore[code] reason` comments.

libyaml drops comments, so they are looked for in the text; the cheap search for `packkit:` keeps
files without one free of cost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from attune_packkit.documents.document import Document
from attune_packkit.documents.positions import locate
from attune_packkit.spans import Span

Scope: TypeAlias = Literal["line", "file"]

_IGNORE = re.compile(
    r"#[ \t]*packkit:[ \t]*ignore(?P<scope>-file|-next)?"
    r"(?:\[(?P<codes>[^\]\n]*)\])?[ \t]*(?P<reason>[^\n\r]*)"
)


@dataclass(frozen=True, slots=True)
class Ignore:
    """One ignore comment: which codes (prefixes; none means all), where, and why."""

    path: str
    span: Span
    scope: Scope
    line: int
    codes: tuple[str, ...]
    reason: str


def ignores(document: Document) -> tuple[Ignore, ...]:
    """Return the ignore comments of a document, top to bottom."""
    if b"packkit:" not in document.data:
        return ()
    scalars = locate(document).scalars
    found = []
    text = document.data.decode("utf-8", "replace").removeprefix("\ufeff")
    for number, line in enumerate(text.splitlines(), start=1):
        match = _IGNORE.search(line)
        if match is None:
            continue
        span = Span(number, match.start() + 1, number, match.end() + 1)
        if not any(_inside(span, scalar) for scalar in scalars):
            found.append(_ignore(document.path, match, span, number))
    return tuple(found)


def _ignore(path: str, match: re.Match[str], span: Span, number: int) -> Ignore:
    codes = tuple(code.strip() for code in (match["codes"] or "").split(",") if code.strip())
    scope: Scope = "file" if match["scope"] == "-file" else "line"
    alone = match.string[: match.start()].strip() == ""
    line = number + 1 if match["scope"] == "-next" or (alone and scope == "line") else number
    return Ignore(path, span, scope, line, codes, match["reason"].strip())


def _inside(span: Span, scalar: Span) -> bool:
    start = (span.line, span.column)
    return (scalar.line, scalar.column) <= start < (scalar.end_line, scalar.end_column)
