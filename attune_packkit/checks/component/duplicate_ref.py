"""component.duplicate_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, Related, check, finding, shown, stem


@check("component.duplicate_ref", severity="error", layer="references", since="0.1")
def duplicate_ref(pack: Pack) -> Iterator[Finding]:
    """Two components of one kind have the same ref.

    Attune refuses the pack, since it cannot tell which of the two is meant. The one whose file is
    called otherwise is reported. Workflows are named after their files; `workflow.duplicate_stem`
    looks after them.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
        ```yaml triggers/missing.yaml
        ref: parcels.lost
        label: Parcel missing
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
        ```yaml triggers/missing.yaml
        ref: parcels.missing
        label: Parcel missing
        ```
    """
    for components in pack.components.values():
        declared = [each for each in components if each.declared and each.kind.name != "workflow"]
        first: dict[str, Component] = {}
        for component in sorted(declared, key=_is_named_otherwise):
            other = first.setdefault(component.ref, component)
            if other is not component:
                yield finding(
                    component.at("ref"),
                    "{kind} {ref} is already defined in {other}",
                    hint="rename one of the two, or remove the file that is not needed",
                    related=(Related(other.at("ref"), "defined here first"),),
                    kind=component.kind.name.replace("_", " "),
                    ref=shown(component.ref),
                    other=shown(other.path),
                )


def _is_named_otherwise(component: Component) -> bool:
    return stem(component.path) != component.name
