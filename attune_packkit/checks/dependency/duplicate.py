"""dependency.duplicate."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, PackSummary, check, finding, shown


@check("dependency.duplicate", severity="warning", layer="references", since="0.1")
def duplicate(summary: PackSummary) -> Iterator[Finding]:
    """A pack lists the same dependency twice.

    If the constraints differ, one of them is not heeded, and nobody can tell which.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies:
          - notify@^1.2
          - notify@^2.0
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies:
          - notify@>=1.2,<3
        ```
    """
    seen = set()
    for dependency in summary.dependencies:
        if dependency.ref in seen:
            yield finding(
                dependency.place,
                "{ref} is listed already",
                hint="join the constraints with a comma, such as '>=1.2,<3'",
                ref=shown(dependency.ref),
            )
        seen.add(dependency.ref)
