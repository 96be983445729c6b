"""`# packkit: ignore[code] reason` comments.

libyaml drops comments, so they are looked for in the text; the cheap search for `packkit:` keeps
files without one free of cost.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from attune_packkit.documents.document import Document
from attune_packkit.spans import Span, split_lines

Scope: TypeAlias = Literal["line", "file"]

MAX_IGNORES = 1_000
"""Comments that count in one file. Further ones suppress nothing."""

_IGNORE = (
    r"#[ \t]*packkit:[ \t]*ignore(?P<scope>-file|-next)?"
    r"(?:\[(?P<codes>[^\]\n]*)\])?[ \t]*(?P<reason>[^\n\r]*)"
)


class Ignore(Struct, frozen=True):
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
    from attune_packkit.documents.events import locate

    scalars = locate(document).scalars
    ignore = re.compile(_IGNORE)
    found = []
    text = document.data.decode("utf-8", "replace").removeprefix("\ufeff")
    for number, line in enumerate(split_lines(text), start=1):
        match = ignore.search(line)
        while match is not None:
            span = Span(number, match.start() + 1, number, match.end() + 1)
            if not _inside(span, scalars):
                found.append(_ignore(document.path, match, span, number))
                break
            match = ignore.search(line, match.start() + 1)
        if len(found) >= MAX_IGNORES:
            break
    return tuple(found)


def _ignore(path: str, match: re.Match[str], span: Span, number: int) -> Ignore:
    codes = tuple(code.strip() for code in (match["codes"] or "").split(",") if code.strip())
    scope: Scope = "file" if match["scope"] == "-file" else "line"
    alone = match.string[: match.start()].strip() == ""
    line = number + 1 if match["scope"] == "-next" or (alone and scope == "line") else number
    return Ignore(path, span, scope, line, codes, match["reason"].strip())


def _inside(span: Span, scalars: Sequence[Span]) -> bool:
    """Tell whether a span starts inside one of the scalars, which are in the order of the text."""
    before = bisect(scalars, (span.line, span.column), key=lambda each: each[:2]) - 1
    return before >= 0 and (span.line, span.column) < scalars[before][2:]
