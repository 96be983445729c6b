"""workflow.duplicate_stem."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, Related, check, finding


@check("workflow.duplicate_stem", severity="error", layer="references", since="0.1")
def duplicate_stem(pack: Pack) -> Iterator[Finding]:
    """Two files in `workflows/` have the same name but for the suffix.

    Both would define the same workflow.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```

        ```yaml workflows/dispatch.yml
        version: "1.0.0"
        tasks:
          - name: send
            action: parcels.send
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```

        ```yaml workflows/return.yml
        version: "1.0.0"
        tasks:
          - name: send
            action: parcels.send
        ```
    """
    first: dict[str, Component] = {}
    for component in pack.of("workflow"):
        other = first.setdefault(component.ref, component)
        if other is not component:
            yield finding(
                component.place,
                "'{path}' and '{other}' both define workflow '{ref}'",
                hint="rename or remove one of the two",
                related=(Related(other.place, "the other file"),),
                path=component.path,
                other=other.path,
                ref=component.ref,
            )
