"""component.two_spellings."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Related, check, finding

_READ_BY_NOBODY = ("output_schema", "parameters_schema", "payload_schema")


@check("component.two_spellings", severity="warning", layer="references", since="0.1")
def two_spellings(component: Component) -> Iterator[Finding]:
    """A component has a field twice, under two names and with different values.

    `trigger` is another name of `trigger_ref`, `entrypoint` of `entry_point`, `param_schema` of
    `parameters`, and so on; a sensor's `trigger_type` is one of its `trigger_types`. Only one of
    the two is read.

    Bad:
        ```yaml rules/note_arrivals.yaml
        ref: parcels.note_arrivals
        trigger_ref: core.alert
        trigger: core.queue_empty
        action_ref: core.noop
        ```

    Good:
        ```yaml rules/note_arrivals.yaml
        ref: parcels.note_arrivals
        trigger_ref: core.alert
        action_ref: core.noop
        ```
    """
    value = component.value
    rare = component.kind.meant.keys() | {"trigger_type"}
    if component.kind.name == "pack" or rare.isdisjoint(value):
        return
    for canonical, aliases in component.kind.aliases.items():
        for other in aliases:
            both = value.get(canonical), value.get(other)
            if other not in _READ_BY_NOBODY and None not in both and both[0] != both[1]:
                yield _finding(component, canonical, other)
    types, single = value.get("trigger_types"), value.get("trigger_type")
    if isinstance(types, list) and types and isinstance(single, str):
        names = [str(each).rpartition(".")[2] for each in types]
        if single.rpartition(".")[2] in names:
            return
        yield _finding(component, "trigger_types", "trigger_type")


def _finding(component: Component, canonical: str, other: str) -> Finding:
    return finding(
        component.place.key(other),
        "'{other}' says something else than '{canonical}'",
        hint=f"keep '{canonical}' alone",
        related=(Related(component.place.key(canonical), f"'{canonical}' stands here"),),
        other=other,
        canonical=canonical,
    )
