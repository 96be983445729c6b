"""readme.misspelt_component."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Place, Span, check, finding, shown, very_near

_README = "README.md"
_NAMED = re.compile(r"`([a-z][a-z0-9_.-]{0,254})`")


@check(
    "readme.misspelt_component",
    severity="info",
    layer="references",
    since="0.1",
    only_with=("README.md",),
)
def misspelt_component(pack: Pack) -> Iterator[Finding]:
    """The README names a component of the pack by a misspelt ref.

    Who copies it into a rule or a workflow names something that does not exist. Only names in
    backticks are looked at, and only those one slip of the pen from the ref of a component.

    Bad:
        ```markdown README.md
        # Parcels

        `parcels.wiegh` tells the weight of a parcel.
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        ```

    Good:
        ```markdown README.md
        # Parcels

        `parcels.weigh` tells the weight of a parcel.
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        ```
    """
    data = pack.tree.read(_README)
    if data is None:
        return
    text = data.decode("utf-8", "replace")
    refs = {each.ref for each in pack.every_component()}
    for number, line in enumerate(text.split("\n"), start=1):
        for match in _NAMED.finditer(line):
            meant = _meant(match[1], pack.ref, refs)
            if meant:
                yield finding(
                    Place(_README, span=Span(number, match.start(1) + 1, number, match.end(1) + 1)),
                    "the pack has no {name}",
                    hint=f"did you mean '{meant}'?",
                    name=shown(match[1]),
                )


def _meant(name: str, pack_ref: str, refs: set[str]) -> str:
    """Return the ref that a name is a slip for; "" if it is right, or is none of the pack's."""
    if name in refs or not name.startswith(f"{pack_ref}."):
        return ""
    return very_near(name, refs)
