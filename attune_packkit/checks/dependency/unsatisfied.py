"""dependency.unsatisfied."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    MANIFEST,
    Catalog,
    Dependency,
    Finding,
    Place,
    Related,
    check,
    constraint_fault,
    finding,
    parse_constraint,
    parse_version,
)


@check("dependency.unsatisfied", severity="error", layer="references", since="0.1")
def unsatisfied(dependency: Dependency, catalog: Catalog) -> Iterator[Finding]:
    """A pack depends on another version of a pack than the one in this run.

    The two cannot be installed together. A pre-release such as `2.0.0-rc.1` satisfies a constraint
    only if that names a pre-release of the same version.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies: ["notify@^1.2"]
        ```
        ```yaml @notify/pack.yaml
        ref: notify
        label: Notify
        description: Pages people
        version: "2.0.0"
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies: ["notify@>=1.2,<3"]
        ```
        ```yaml @notify/pack.yaml
        ref: notify
        label: Notify
        description: Pages people
        version: "2.0.0"
        ```
    """
    needed = catalog.packs.get(dependency.ref)
    if needed is None or constraint_fault(dependency.constraint):
        return
    version = parse_version(needed.version)
    if version is not None and not parse_constraint(dependency.constraint).allows(version):
        yield finding(
            dependency.place,
            "pack '{ref}' has version {version}, outside '{constraint}'",
            hint="widen the constraint, or take another version of the pack",
            related=(Related(Place(MANIFEST, ("version",)), "its version", dependency.ref),),
            ref=dependency.ref,
            version=str(version),
            constraint=dependency.constraint,
        )
