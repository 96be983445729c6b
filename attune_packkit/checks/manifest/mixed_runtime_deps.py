"""manifest.mixed_runtime_deps."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding


@check("manifest.mixed_runtime_deps", severity="info", layer="references", since="0.1")
def mixed_runtime_deps(manifest: Component) -> Iterator[Finding]:
    """A pack lists runtimes both by name and by number.

    Numbers are those of one installation's database and mean another runtime elsewhere. In a file
    names are the safe choice.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        runtime_deps: [python, 2]
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        runtime_deps: [python, shell]
        ```
    """
    listed = manifest.get("runtime_deps")
    kinds = {type(each) for each in listed} if isinstance(listed, list) else set()
    if {str, int} <= kinds:
        yield finding(
            manifest.place.key("runtime_deps"),
            "'runtime_deps' mixes names and numbers",
            hint="use names; a number is that of one installation",
        )
