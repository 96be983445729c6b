"""component.not_object."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding


@check("component.not_object", severity="error", layer="structure", since="0.1")
def not_object(component: Component) -> Iterator[Finding]:
    """A metadata file is empty or no mapping.

    Each file maps the names of one component's fields to their values. A list of components, or a
    file in which everything is commented out, is refused.

    Bad:
        ```yaml triggers/lost.yaml
        - ref: parcels.lost
          label: Parcel lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    document = component.document
    if not document.readable or document.mapping or component.kind.name == "pack":
        return
    value = document.value
    kinds = {dict: "an empty mapping", list: "a list", type(None): "nothing"}
    yield finding(
        component.place,
        "the file holds {found}, expected the fields of one {kind}",
        hint="write 'ref: …' and the other fields, or remove the file",
        found=kinds.get(type(value), "a single value"),
        kind=component.kind.name.replace("_", " "),
    )
