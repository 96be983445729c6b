"""yaml.complex_key."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding


@check("yaml.complex_key", severity="error", layer="structure", since="0.1")
def complex_key(fault: Fault) -> Iterator[Finding]:
    """A list or a mapping is used as a key.

    YAML allows it, but metadata becomes JSON, where a key is text. Attune cannot load the file.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        examples:
          ? [north, south]
          : seen in both depots
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        examples:
          - depots: [north, south]
            text: seen in both depots
        ```
    """
    yield finding(
        fault.place,
        "a list or mapping stands where a key is expected",
        hint="use text as the key; braces and brackets in text need quotes",
    )
