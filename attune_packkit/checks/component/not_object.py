"""component.not_object."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding

_KINDS: dict[type, str] = {dict: "an empty mapping", list: "a list", type(None): "nothing"}


@check("component.not_object", severity="error", layer="structure", since="0.1")
def not_object(pack: Pack) -> Iterator[Finding]:
    """A metadata file is empty, or not the fields of one component.

    Each file maps the names of one component's fields to their values. A list of components, fields
    below a key of their own (`action:`), or a file in which everything is commented out, is
    refused.

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
        kind = component.kind.name
        if kind == "pack" or not component.document.readable:
            continue
        if not component.value:
            yield _empty(component)
        elif "ref" not in component.value and kind != "workflow":
            from attune_packkit.checks.component._wrapped import wrapped

            yield from wrapped(component)


def _empty(component: Component) -> Finding:
    return finding(
        component.place,
        "the file holds {found}, expected the fields of one {kind}",
        hint="write 'ref: …' and the other fields, or remove the file",
        found=_KINDS.get(type(component.document.value), "a single value"),
        kind=component.kind.name.replace("_", " "),
    )
