"""yaml.too_deep."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding


@check("yaml.too_deep", severity="error", layer="structure", since="0.1")
def too_deep(fault: Fault) -> Iterator[Finding]:
    """Lists and mappings of a metadata file are nested beyond reason.

    No pack needs a hundred levels, and YAML readers, Attune's among them, stop at a depth of that
    order to protect themselves. Nothing of the file is read.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        examples:
          - [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
            [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
            van
            ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
            ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        examples:
          - [[van]]
        ```
    """
    yield finding(
        fault.place,
        "nested more than {limit} levels deep; nothing of this file is read",
        hint="flatten the structure, or keep the data in a file of its own",
        limit=fault["limit"],
    )
