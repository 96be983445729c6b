"""manifest.unknown_runtime."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import (
    BUILT_IN_REFS,
    RUNNER_ALIASES,
    Finding,
    Pack,
    Severity,
    check,
    finding,
    near,
    shown,
    texts,
)

_KNOWN = frozenset({*RUNNER_ALIASES, *BUILT_IN_REFS["runtime"], "curl", "powershell-remoting"})
_SHORT = 3
"""Names up to this length are too short for a near match to mean anything."""
_CONSTRAINT = re.compile(r"[\s<>=~^!@]")


@check("manifest.unknown_runtime", severity="warning", layer="references", since="0.1")
def unknown_runtime(pack: Pack) -> Iterator[Finding]:
    """A pack needs a runtime that Attune does not know.

    `runtime_deps` names runtimes such as `python` and `shell`, or those the pack defines itself. No
    worker will have one whose name is misspelt. A name that looks like none of them is for
    information only.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        runtime_deps: [pyton]
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        runtime_deps: [python]
        ```
    """
    manifest = pack.manifest
    for mention in texts(manifest.at("runtime_deps"), manifest.get("runtime_deps")):
        name = _CONSTRAINT.split(mention.text, maxsplit=1)[0].lower()
        if not name or name in _KNOWN or name in (own := set(_own(pack))):
            continue
        foreign = "." in name and not name.startswith(("core.", f"{pack.ref}."))
        if foreign:
            continue
        meant = near(name, (each for each in {*_KNOWN, *own} if len(each) > _SHORT))
        yield finding(
            mention.place,
            "runtime {name} is not one Attune knows",
            hint=f"did you mean '{meant}'?" if meant else "",
            severity=None if meant else Severity.INFO,
            name=shown(name),
        )


def _own(pack: Pack) -> Iterator[str]:
    """Yield the names under which the pack's own runtimes are known."""
    for runtime in pack.of("runtime"):
        yield runtime.ref
        yield runtime.name
        yield runtime.text("name").lower()
        for alias in texts(runtime.at("aliases"), runtime.get("aliases")):
            yield alias.text.lower()
