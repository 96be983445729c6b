"""manifest.not_object."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding


@check("manifest.not_object", severity="error", layer="structure", since="0.1")
def not_object(manifest: Component) -> Iterator[Finding]:
    """A manifest is empty, or not the fields of a pack.

    `pack.yaml` maps the names of fields to their values, `ref` and `label` at least. They stand at
    its top, not below a key such as `pack:`.

    Bad:
        ```yaml pack.yaml
        - ref: parcels
        - label: Parcels
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        ```
    """
    document = manifest.document
    if document.mapping and "ref" not in manifest.value:
        from attune_packkit.checks.component._wrapped import wrapped

        yield from wrapped(manifest)
    if not document.readable or document.mapping:
        return
    value = document.value
    kinds = {dict: "an empty mapping", list: "a list", type(None): "nothing"}
    yield finding(
        manifest.place,
        "the manifest holds {found}, expected fields such as 'ref' and 'label'",
        hint="write 'ref: …' and 'label: …'",
        found=kinds.get(type(value), "a single value"),
    )
