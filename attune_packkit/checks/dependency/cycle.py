"""dependency.cycle."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, PackSummary, check, finding


@check("dependency.cycle", severity="error", layer="references", since="0.1")
def cycle(summary: PackSummary, dependency_cycles: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    """Packs depend on each other in a circle.

    None of them can be installed first. The circle is told once, from the pack whose ref comes
    first in the alphabet.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies: [tariffs]
        ```
        ```yaml @tariffs/pack.yaml
        ref: tariffs
        label: Tariffs
        description: Quotes prices
        version: "1.0.0"
        dependencies: [parcels]
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies: [tariffs]
        ```
        ```yaml @tariffs/pack.yaml
        ref: tariffs
        label: Tariffs
        description: Quotes prices
        version: "1.0.0"
        ```
    """
    circle = dependency_cycles.get(summary.ref)
    if circle is None:
        return
    for dependency in summary.dependencies:
        if dependency.ref == circle[1]:
            yield finding(
                dependency.place,
                "packs depend on each other: {circle}",
                hint="move what they share to a pack of its own",
                circle=" → ".join((*circle, circle[0])),
            )
            return
