"""yaml.key_not_text."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, Severity, check, finding, shown


@check("yaml.key_not_text", severity="warning", layer="structure", since="0.1")
def key_not_text(fault: Fault) -> Iterator[Finding]:
    """A key without quotes is a number, true, false or null.

    Attune takes it as text. Other readers keep the number, and then a look-up by text finds
    nothing. A key that is null is hardly ever meant.

    Bad:
        ```yaml triggers/scanned.yaml
        ref: parcels.scanned
        label: Parcel scanned
        examples:
          404: no such parcel
        ```

    Good:
        ```yaml triggers/scanned.yaml
        ref: parcels.scanned
        label: Parcel scanned
        examples:
          "404": no such parcel
        ```
    """
    text = str(fault["text"])
    nothing = text.lower() in ("", "~", "null")
    yield finding(
        fault.place,
        "key {text} is {kind}, expected text",
        hint="write a name before the colon" if nothing else f'quote it: "{text}"',
        severity=None if nothing else Severity.INFO,
        text=shown(text, 40),
        kind="null" if nothing else "no text to other readers of YAML",
    )
