"""yaml.hidden_character."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, Severity, check, finding

_WRITING_DIRECTION_MARKS = frozenset({"U+200E", "U+200F"})
"""Ordinary in Hebrew and Arabic text, unlike the characters that override the direction."""


@check("yaml.hidden_character", severity="warning", layer="structure", since="0.1")
def hidden_character(fault: Fault) -> Iterator[Finding]:
    """A metadata file holds a character that cannot be seen.

    Zero-width characters make two names differ that look the same. Characters that override the
    writing direction show a reviewer another text than the one Attune reads.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel\u200b lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    found = fault["found"]
    yield finding(
        fault.place,
        "invisible character {found}",
        hint='remove it, or write it as an escape in double quotes, such as "\\u200b"',
        severity=Severity.INFO if found in _WRITING_DIRECTION_MARKS else None,
        found=found,
    )
