"""yaml.merge_key."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding


@check("yaml.merge_key", severity="warning", layer="structure", since="0.1")
def merge_key(fault: Fault) -> Iterator[Finding]:
    """A mapping uses the merge key `<<`.

    Merging belongs to YAML 1.1. Attune reads YAML 1.2, in which `<<` is a key like any other, so
    the fields that seem to be merged are missing.

    Bad:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          net: &weight
            type: number
            description: Kilograms
          gross:
            <<: *weight
        ```

    Good:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          net: &weight
            type: number
            description: Kilograms
          gross: *weight
        ```
    """
    yield finding(
        fault.place,
        "Attune does not merge mappings: '<<' is a key like any other to it",
        hint="write the merged fields out, or use a plain alias",
    )
