"""workflow.duplicate_stem."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, Place, check, finding, shown


@check(
    "workflow.duplicate_stem",
    severity="error",
    layer="references",
    since="0.1",
    only_with=("workflow",),
)
def duplicate_stem(pack: Pack) -> Iterator[Finding]:
    """Two files in `workflows/` have the same name but for their endings.

    A workflow is called after its file, so both would be the same workflow.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```
        ```yaml workflows/dispatch.yml
        version: "1.1.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```
        ```yaml workflows/dispatch_all.yml
        version: "1.1.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```
    """
    first: dict[str, Component] = {}
    for component in pack.of("workflow"):
        other = first.setdefault(component.ref, component)
        if other is not component:
            yield finding(
                Place(component.path),
                "workflow {ref} is already defined in {other}",
                hint="rename one of the two, or remove the file that is not needed",
                ref=shown(component.ref),
                other=shown(other.path),
            )
