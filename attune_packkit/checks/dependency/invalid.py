"""dependency.invalid."""

from __future__ import annotations

import re
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
            hint=_mended(dependency) or "write 'ref' or 'ref@constraint', such as 'notify@^1.2'",
            fault=fault,
        )
        return
    fault = constraint_fault(dependency.constraint)
    if fault:
        yield finding(
            dependency.place,
            "the versions of '{ref}' cannot be read: {fault}",
            hint=_pessimistic(dependency) or f"write one of {CONSTRAINT_FORMS}",
            ref=dependency.ref,
            fault=fault,
        )


_ELSEWHERE = r"([a-z][a-z0-9_-]*) *(?:==?|:| ) *([0-9].*)|([a-z][a-z0-9_-]*) *([<>~^]=? *[0-9].*)"


def _mended(dependency: Dependency) -> str:
    """Say how to write what other tools write as `notify==1.2`, `notify:1.2` or `notify>=1.2`."""
    at = "" if dependency.constraint == "*" else f"@{dependency.constraint}"
    found = re.fullmatch(_ELSEWHERE, dependency.ref + at)
    if not found:
        return ""
    ref, versions = found[1] or found[3], found[2] or found[4].replace(" ", "")
    return f"write '{ref}@{versions}'" if not constraint_fault(versions) else ""


def _pessimistic(dependency: Dependency) -> str:
    """Say how to write `~> 1.4`, which allows everything up to the last part that it names."""
    found = re.fullmatch(r"~> *([0-9]+\.[0-9]+)(\.[0-9]+)?", dependency.constraint)
    sign = "" if not found else "~" if found[2] else "^"
    return f"write '{dependency.ref}@{sign}{found[1]}{found[2] or ''}'" if found else ""
