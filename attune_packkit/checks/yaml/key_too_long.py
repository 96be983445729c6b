"""yaml.key_too_long."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding


@check("yaml.key_too_long", severity="warning", layer="structure", since="0.1")
def key_too_long(fault: Fault) -> Iterator[Finding]:
    """A key is longer than a name can be.

    Names of fields, parameters and tasks have at most 255 characters. A key of more than a thousand
    is text that slipped to the wrong side of a colon.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        examples:
          ? >-
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
            the driver rang twice, waited, left a note at the neighbours' and went on
          : noted
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        examples:
          note: The driver rang twice and left.
        ```
    """
    yield finding(
        fault.place,
        "key of {length} characters",
        hint="was the text meant to be a value? put it after a short key and a colon",
        length=fault["length"],
    )
