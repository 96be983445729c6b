"""dependency.self."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Dependency, Finding, PackSummary, check, finding


@check("dependency.self", severity="error", layer="references", since="0.1")
def depends_on_itself(dependency: Dependency, summary: PackSummary) -> Iterator[Finding]:
    """A pack depends on itself.

    It could be installed only where it is installed already.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies: [parcels]
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies: []
        ```
    """
    if dependency.ref == summary.ref:
        yield finding(dependency.place, "the pack depends on itself", hint="remove the entry")
