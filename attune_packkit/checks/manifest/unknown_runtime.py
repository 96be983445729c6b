"""manifest.unknown_runtime."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import (
    RUNNER_ALIASES,
    Component,
    Finding,
    Mention,
    Pack,
    Platform,
    Severity,
    check,
    finding,
    near,
    shown,
    texts,
    very_near,
)

_KNOWN = frozenset({*RUNNER_ALIASES, "curl", "powershell-remoting"})
_SHORT = 3
"""Names up to this length are too short for a near match to mean anything."""
_CONSTRAINT = re.compile(r"[\s<>=~^!@]")


@check(
    "manifest.unknown_runtime",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("runtime_deps", "requires"),
)
def unknown_runtime(pack: Pack, platform: Platform) -> Iterator[Finding]:
    """A pack needs a runtime that Attune does not know.

    `runtime_deps` names runtimes such as `python` and `shell`, or those the pack defines itself. No
    worker will have one whose name is misspelt. A name that is no evident slip is for information
    only. The same holds for the runtimes of `requires`.

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
    known = _KNOWN | platform.of("runtime")
    for mention in _mentions(manifest):
        name = _CONSTRAINT.split(mention.text, maxsplit=1)[0].lower()
        if not name or name in known or name in (own := set(_own(pack))):
            continue
        foreign = "." in name and not name.startswith(("core.", f"{pack.ref}."))
        if foreign:
            continue
        names = [each for each in sorted({*known, *own}) if len(each) > _SHORT]
        meant = near(name, names) if len(name) > _SHORT else ""
        yield finding(
            mention.place,
            "runtime {name} is not one Attune knows",
            hint=f"did you mean '{meant}'?" if meant else "",
            severity=None if very_near(name, names) else Severity.INFO,
            name=shown(name),
        )


def _mentions(manifest: Component) -> Iterator[Mention]:
    yield from texts(manifest.at("runtime_deps"), manifest.get("runtime_deps"))
    requires = manifest.get("requires")
    runtimes = requires.get("runtimes") if isinstance(requires, dict) else None
    for name in runtimes if isinstance(runtimes, dict) else ():
        yield Mention(name, manifest.at("requires", "runtimes").key(name))


def _own(pack: Pack) -> Iterator[str]:
    """Yield the names under which the pack's own runtimes are known."""
    for runtime in pack.of("runtime"):
        yield runtime.ref
        yield runtime.name
        yield runtime.text("name").lower()
        for alias in texts(runtime.at("aliases"), runtime.get("aliases")):
            yield alias.text.lower()
