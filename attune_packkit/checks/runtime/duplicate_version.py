"""runtime.duplicate_version."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, shown


@check("runtime.duplicate_version", severity="error", layer="references", since="0.1")
def duplicate_version(runtime: Component) -> Iterator[Finding]:
    """A runtime lists the same version twice.

    Attune refuses the pack: the two entries may differ, and only one of them can count.

    Bad:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        versions:
          - version: "3.12"
          - version: "3.12"
        ```

    Good:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        versions:
          - version: "3.11"
          - version: "3.12"
        ```
    """
    versions = runtime.get("versions")
    seen = set()
    for index, entry in enumerate(versions if isinstance(versions, list) else ()):
        version = entry.get("version") if isinstance(entry, dict) else None
        if not isinstance(version, str):
            continue
        if version in seen:
            yield finding(
                runtime.at("versions", index, "version"),
                "version {version} is listed already",
                hint="remove one of the two entries",
                version=shown(version),
            )
        seen.add(version)
