"""package_json.invalid."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NoReturn

from attune_packkit.api import (
    Finding,
    Pack,
    Place,
    Severity,
    Span,
    check,
    finding,
    read_document,
)

_PATH = "package.json"
_TOO_DEEP = "nested too deep"


@check(
    "package_json.invalid",
    severity="warning",
    layer="structure",
    since="0.1",
    only_with=("package.json",),
)
def invalid(pack: Pack) -> Iterator[Finding]:
    """`package.json` is not valid JSON.

    npm cannot install from it, so the pack's environment cannot be built. JSON knows no comments,
    no commas after the last entry and no single quotes. A file that is merely empty is for
    information only.

    Bad:
        ```json package.json
        {
          "name": "parcels",
          "private": true,
        }
        ```

    Good:
        ```json package.json
        {
          "name": "parcels",
          "private": true
        }
        ```
    """
    data = pack.tree.read(_PATH)
    if data is None:
        return
    place = Place(_PATH)
    if not data.strip():
        yield finding(place, "the file is empty", severity=Severity.INFO)
        return
    if any(fault.code == "yaml.too_deep" for fault in read_document(_PATH, data).faults):
        yield finding(place, "not valid JSON: {problem}", problem=_TOO_DEEP)
        return
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        at, problem = _mistake(error)
        line, column = error.doc.count("\n", 0, at) + 1, at - error.doc.rfind("\n", 0, at)
        yield finding(
            Place(_PATH, span=Span(line, column, line, column + 1)),
            "not valid JSON: {problem}",
            hint="no comments, no comma after the last entry, double quotes only",
            problem=problem,
        )
    except (ValueError, RecursionError) as error:
        problem = _TOO_DEEP if isinstance(error, RecursionError) else str(error)[:100]
        yield finding(place, "not valid JSON: {problem}", problem=problem)
    else:
        if not isinstance(value, dict):
            yield finding(place, 'expected an object, as in {{"name": "parcels"}}')


def _mistake(error: json.JSONDecodeError) -> tuple[int, str]:
    """Return where and what the mistake is; Python's own words change from version to version."""
    before = error.doc[: error.pos].rstrip()
    here = error.doc[error.pos : error.pos + 1]
    if here == ",":
        before += ","
    if before.endswith(",") and here in (",", "}", "]"):
        return len(before) - 1, "a comma after the last entry"
    return error.pos, error.msg


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number in JSON")
