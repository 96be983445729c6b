"""metadata.description_missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding

_DESCRIBED = frozenset(
    {"action", "trigger", "sensor", "rule", "queue", "permission_set", "policy", "workflow"}
)


@check("metadata.description_missing", severity="info", layer="references", since="0.1")
def description_missing(component: Component) -> Iterator[Finding]:
    """A component does not say what it is for.

    The description is what people find it by, in Attune and on the pack's page. A graph file that
    an action names needs none: the action has it.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        description: Nobody has seen the parcel for two days
        ```
    """
    kind = component.kind
    if kind.name not in _DESCRIBED or component.text("description").strip():
        return
    if component.path.startswith(f"{kind.directory}/"):
        yield finding(
            component.at("description") if component.has("description") else component.place,
            "{kind} without a description",
            hint="add 'description:' with a sentence for people who look for it",
            kind=kind.name.replace("_", " "),
        )
