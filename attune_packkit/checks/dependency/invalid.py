"""dependency.invalid."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    CONSTRAINT_FORMS,
    Dependency,
    Finding,
    check,
    constraint_fault,
    finding,
    ref_fault,
)


@check("dependency.invalid", severity="error", layer="references", since="0.1")
def invalid(dependency: Dependency) -> Iterator[Finding]:
    """A dependency is neither a pack's ref nor `ref@constraint`.

    The constraint is one of `^1.2`, `~1.2.3`, `>=1.2,<2`, `1.2.3`, `1.x`, `*` and `latest`; without
    one any version will do. Attune cannot resolve anything else, and the installation fails.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies:
          - notify>=1.2
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies:
          - notify@>=1.2
        ```
    """
    fault = ref_fault(dependency.ref)
    if fault:
        yield finding(
            dependency.place,
            "no pack can be called so: {fault}",
            hint="write 'ref' or 'ref@constraint', such as 'notify@^1.2'",
            fault=fault,
        )
        return
    fault = constraint_fault(dependency.constraint)
    if fault:
        yield finding(
            dependency.place,
            "the versions of '{ref}' cannot be read: {fault}",
            hint=f"write one of {CONSTRAINT_FORMS}",
            ref=dependency.ref,
            fault=fault,
        )
