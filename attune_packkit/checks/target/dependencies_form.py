"""target.dependencies_form."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Target, check, finding


@check(
    "target.dependencies_form",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("dependencies",),
)
def dependencies_form(manifest: Component, target: Target) -> Iterator[Finding]:
    """`dependencies` is a mapping, which today's Attune refuses.

    The index and its tools read a mapping with `packs`, `attune_version` and so on; Attune's own
    checker takes a list of packs. Reported with `--target current`.

    Target: current

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        dependencies:
          packs: [notify@^1.0]
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        dependencies: [notify@^1.0]
        ```
    """
    written = manifest.get("dependencies")
    if target is Target.CURRENT and isinstance(written, dict) and written:
        yield finding(
            manifest.place.key("dependencies"),
            "'dependencies' is a mapping; Attune's checker takes a list of packs",
            hint="list the packs; versions of Attune go into requires",
        )
