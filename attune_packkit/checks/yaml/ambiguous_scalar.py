"""yaml.ambiguous_scalar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, Severity, check, finding, shown

_FREE = ("meta", "metadata")
_LIKE_COMMIT = re.compile(r"\d+[eE]\d+")
_SHORTEST_COMMIT = 7


@check("yaml.ambiguous_scalar", severity="warning", layer="structure", since="0.1")
def ambiguous_scalar(fault: Fault) -> Iterator[Finding]:
    """A value without quotes means one thing to Attune and another to other YAML readers.

    Attune reads YAML 1.2: `off`, `012` and `12:30` are text. Editors, Ansible, PyYAML and most
    scripts read YAML 1.1: false, ten and 750. Quotes say what is meant to all of them. It is an
    info where the difference hardly matters: for a date, a number such as `1e6`, or below `meta`.

    Bad:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          scale:
            type: string
            description: State of the scale
            enum: [ready, off]
        ```

    Good:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          scale:
            type: string
            description: State of the scale
            enum: [ready, "off"]
        ```
    """
    text, other = str(fault["text"]), str(fault["other"])
    free = bool(fault.place.pointer) and fault.place.pointer[0] in _FREE
    yield finding(
        fault.place,
        "{what} {text} is {mine} to Attune and {other} to readers of YAML 1.1",
        hint=f"quote it if text is meant: {shown(text, 40)}",
        severity=Severity.INFO if free or other == "a date" or _is_number(text, other) else None,
        what="key" if fault["key"] else "value",
        text=shown(text, 40),
        mine="a number" if other == "the text" else "text",
        other="text" if other == "the text" else other,
    )


def _is_number(text: str, other: str) -> bool:
    """Tell whether nothing but a number can be meant: `4225e04` may be a commit."""
    commit = len(text) >= _SHORTEST_COMMIT and _LIKE_COMMIT.fullmatch(text)
    return other == "the text" and not commit
