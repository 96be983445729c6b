"""package_json.invalid."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NoReturn

from attune_packkit.api import Finding, Pack, Place, Severity, Span, check, finding

_PATH = "package.json"


@check("package_json.invalid", severity="warning", layer="structure", since="0.1")
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
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        span = Span(error.lineno, error.colno, error.lineno, error.colno + 1)
        yield finding(
            Place(_PATH, span=span),
            "not valid JSON: {problem}",
            hint="no comments, no comma after the last entry, double quotes only",
            problem=error.msg,
        )
    except (ValueError, RecursionError) as error:
        problem = "nested too deep" if isinstance(error, RecursionError) else str(error)[:100]
        yield finding(place, "not valid JSON: {problem}", problem=problem)
    else:
        if not isinstance(value, dict):
            yield finding(place, 'expected an object, as in {{"name": "parcels"}}')


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number in JSON")
