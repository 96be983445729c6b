"""yaml.ambiguous_scalar."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, Severity, check, finding, shown

_FREE = ("meta", "metadata")


@check("yaml.ambiguous_scalar", severity="warning", layer="structure", since="0.1")
def ambiguous_scalar(fault: Fault) -> Iterator[Finding]:
    """A value without quotes means one thing to Attune and another to other YAML readers.

    Attune reads YAML 1.2: `off`, `012` and `12:30` are text. Editors, Ansible, PyYAML and most
    scripts read YAML 1.1: false, ten and 750. Quotes say what is meant to all of them.

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
    free = fault.place.pointer[:1] and fault.place.pointer[0] in _FREE
    yield finding(
        fault.place,
        "{what} {text} is {mine} to Attune and {other} to readers of YAML 1.1",
        hint=f"quote it if text is meant: {shown(text, 40)}",
        severity=Severity.INFO if free or other == "a date" else None,
        what="key" if fault["key"] else "value",
        text=shown(text, 40),
        mine="a number" if other == "the text" else "text",
        other="text" if other == "the text" else other,
    )
