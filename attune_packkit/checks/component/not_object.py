"""component.not_object."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding

_KINDS: dict[type, str] = {dict: "an empty mapping", list: "a list", type(None): "nothing"}


@check("component.not_object", severity="error", layer="structure", since="0.1")
def not_object(pack: Pack) -> Iterator[Finding]:
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
    for component in pack.every_part():
        if not component.value and component.document.readable and component.kind.name != "pack":
            yield _finding(component)


def _finding(component: Component) -> Finding:
    return finding(
        component.place,
        "the file holds {found}, expected the fields of one {kind}",
        hint="write 'ref: …' and the other fields, or remove the file",
        found=_KINDS.get(type(component.document.value), "a single value"),
        kind=component.kind.name.replace("_", " "),
    )
