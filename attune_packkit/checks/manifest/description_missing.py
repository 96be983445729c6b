"""manifest.description_missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    Severity,
    Target,
    check,
    evident_form,
    finding,
)


@check("manifest.description_missing", severity="warning", layer="references", since="0.1")
def description_missing(manifest: Component, pack: Pack, target: Target) -> Iterator[Finding]:
    """A pack does not say what it is for.

    The description is what people read first in the registry. The API documents require it, so this
    is a warning under `--target classic` and for packs that are evidently written in their form.
    Attune accepts a pack without it; otherwise it is for information only.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        ```
    """
    if manifest.text("description").strip():
        return
    written = manifest.has("description")
    yield finding(
        manifest.place.key("description") if "description" in manifest.value else manifest.place,
        "the description is empty" if written else "the pack has no description",
        hint="add 'description:' with a sentence for people who look for such a pack",
        severity=None if Target.CLASSIC in (target, evident_form(pack)) else Severity.INFO,
    )
