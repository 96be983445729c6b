"""target.field_name."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Severity, Target, check, finding

_OUTPUT = {"param_schema": "parameters", "out_schema": "output"}
_CURRENT: dict[str, dict[str, str]] = {
    "pack": {"is_standard": "system"},
    "action": {"entrypoint": "entry_point", **_OUTPUT},
    "sensor": {"entrypoint": "entry_point", "param_schema": "parameters"},
    "trigger": _OUTPUT,
    "workflow": {**_OUTPUT, "variables": "vars", "enabled": ""},
    "rule": {"trigger": "trigger_ref", "action": "action_ref"},
}
_CLASSIC: dict[str, dict[str, str]] = {"workflow": {"vars": "variables"}}
_NAMES = {Target.CURRENT: _CURRENT, Target.CLASSIC: _CLASSIC}
_READERS = {Target.CURRENT: "today's Attune does", Target.CLASSIC: "the API documents do"}


@check(
    "target.field_name",
    severity="error",
    layer="references",
    since="0.1",
    only_with=("current", "classic"),
)
def field_name(component: Component, target: Target) -> Iterator[Finding]:
    """A field has the name that the other target gives it.

    Today's Attune does not read the names of the API documents, such as `param_schema` and
    `entrypoint` (a warning); without `trigger_ref` and `action_ref` it refuses a rule. Reported
    with `--target current`; names that only today's Attune has, with `--target classic`.

    Target: current

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entrypoint: weigh.sh
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        ```
    """
    for name, instead in _NAMES.get(target, {}).get(component.kind.name, {}).items():
        if component.value.get(name) is None:
            continue
        needed = component.kind.name == "rule" and instead not in component.value
        yield finding(
            component.place.key(name),
            "{reader} not know '{name}'",
            hint=f"rename it to '{instead}'" if instead else "remove it",
            severity=None if needed else Severity.WARNING,
            reader=_READERS[target],
            name=name,
        )
