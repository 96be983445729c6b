"""manifest.tag_style."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, shown, texts

_HYPHENATED = r"[^\W_]+([.-][^\W_]+)*"


@check("manifest.tag_style", severity="info", layer="references", since="0.1")
def tag_style(manifest: Component) -> Iterator[Finding]:
    """A tag is not written in lowercase with hyphens.

    Tags are for finding packs. `Cloud Provider`, `cloud_provider` and `cloud-provider` are three
    tags, and who looks for one does not find the others.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        tags: [Last Mile]
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        tags: [last-mile]
        ```
    """
    for tag in texts(manifest.at("tags"), manifest.get("tags")):
        if len(tag.text) > 255 or _is_kebab_case(tag.text):
            continue
        plain = "-".join(tag.text.lower().replace("_", " ").split())
        yield finding(
            tag.place,
            "tag {tag} is not in lowercase with hyphens",
            hint=f"write '{plain}'" if _is_kebab_case(plain) else "",
            tag=shown(tag.text),
        )


def _is_kebab_case(tag: str) -> bool:
    return tag == tag.lower() and re.fullmatch(_HYPHENATED, tag) is not None
