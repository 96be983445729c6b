"""manifest.duplicate_tag."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, shown, texts


@check("manifest.duplicate_tag", severity="info", layer="references", since="0.1")
def duplicate_tag(manifest: Component) -> Iterator[Finding]:
    """A pack has the same tag twice.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        tags: [logistics, claims, logistics]
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        tags: [logistics, claims]
        ```
    """
    seen: set[str] = set()
    for tag in texts(manifest.at("tags"), manifest.get("tags")):
        if tag.text.lower() in seen:
            yield finding(
                tag.place, "tag {tag} is listed twice", hint="remove it", tag=shown(tag.text)
            )
        seen.add(tag.text.lower())
