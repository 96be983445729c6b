"""metadata.name_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Severity,
    belongs,
    check,
    finding,
    ref_fault,
    shown,
    stem,
    very_near,
)


@check("metadata.name_mismatch", severity="warning", layer="references", since="0.1")
def name_mismatch(component: Component) -> Iterator[Finding]:
    """A component's name is not the name of its file.

    Attune goes by the `ref` alone, but people look for `parcels.weigh` in `weigh.yaml`. One letter
    of difference is a warning, since one of the two is misspelt; more, or one and several
    (`weigh_parcels`), is for information only.

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
    if component.name == name or ref_fault(component.ref, queue=component.kind.name == "queue"):
        return
    if belongs(component.ref, component.pack_ref):
        slip = very_near(component.name, (name,)) if _is_no_plural(component.name, name) else ""
        rename = f"rename the file to {shown(component.name + '.yaml')}, or the component"
        yield finding(
            component.at("ref"),
            "the component is called {name}, its file {file}",
            hint=f"did you mean '{component.pack_ref}.{name}'?" if slip else rename,
            severity=None if slip else Severity.INFO,
            name=shown(component.name),
            file=shown(component.path.rpartition("/")[2]),
        )


def _is_no_plural(one: str, other: str) -> bool:
    """Tell whether two names differ in more than an "s": `list_user` is not misspelt."""
    return len(one) == len(other) or one.replace("s", "") != other.replace("s", "")
