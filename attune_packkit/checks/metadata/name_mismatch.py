"""metadata.name_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, belongs, check, finding, shown, stem


@check("metadata.name_mismatch", severity="info", layer="references", since="0.1")
def name_mismatch(component: Component) -> Iterator[Finding]:
    """A component's name is not the name of its file.

    Attune goes by the `ref` alone, but people look for `parcels.weigh` in `weigh.yaml`.

    Bad:
        ```yaml triggers/missing.yaml
        ref: parcels.lost
        label: Parcel lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    if not component.declared or component.kind.name in ("pack", "workflow"):
        return
    name = stem(component.path)
    if component.name != name and belongs(component.ref, component.pack_ref):
        yield finding(
            component.at("ref"),
            "the component is called {name}, its file {file}",
            hint=f"rename the file to {shown(component.name + '.yaml')}, or the component",
            name=shown(component.name),
            file=shown(component.path.rpartition("/")[2]),
        )
