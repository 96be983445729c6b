"""dependency.platform_version."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Place,
    Value,
    check,
    finding,
    runtime_constraint_fault,
)

_REQUIRES = ("attune", "platform_catalog")
_OBJECT_FORM = ("attune_version", "python_version", "nodejs_version")


@check(
    "dependency.platform_version",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("python", "nodejs", "requires", "dependencies"),
)
def platform_version(manifest: Component) -> Iterator[Finding]:
    """A pack asks for versions of Attune or of a runtime in a way that nobody can read.

    `python`, `nodejs`, `requires` and the object form of `dependencies` hold version constraints.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        python: three and newer
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        python: ">=3.11"
        ```
    """
    for place, value in _constraints(manifest):
        fault = runtime_constraint_fault(value) if isinstance(value, str) and value else ""
        if fault:
            yield finding(place, "{fault}", hint="write it like '>=3.11' or '>=1,<2'", fault=fault)


def _constraints(manifest: Component) -> Iterator[tuple[Place, Value]]:
    for name in ("python", "nodejs"):
        yield manifest.at(name), manifest.get(name)
    for field, names in (("requires", _REQUIRES), ("dependencies", _OBJECT_FORM)):
        values = manifest.get(field)
        if isinstance(values, dict):
            yield from ((manifest.at(field, name), values.get(name)) for name in names)
    requires = manifest.get("requires")
    runtimes = requires.get("runtimes") if isinstance(requires, dict) else None
    for name, value in runtimes.items() if isinstance(runtimes, dict) else ():
        yield manifest.at("requires", "runtimes", name), value
