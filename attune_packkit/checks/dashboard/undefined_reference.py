"""dashboard.undefined_reference."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    Place,
    belongs,
    check,
    data_sources,
    did_you_mean,
    finding,
    is_template,
    very_near,
)

_KINDS = {
    "action_ref": ("action", "workflow"),
    "workflow_ref": ("workflow", "action"),
    "trigger_ref": ("trigger",),
    "queue_ref": ("queue",),
    "sensor_ref": ("sensor",),
    "rule_ref": ("rule",),
}


@check("dashboard.undefined_reference", severity="warning", layer="references", since="0.1")
def undefined_reference(dashboard: Component, pack: Pack) -> Iterator[Finding]:
    """A dashboard asks for figures of a component that the pack does not have.

    The card stays empty.

    Bad:
        ```yaml dashboards/counter.yaml
        ref: parcels.counter
        layout: {breakpoints: {wide: {min_width: 0, columns: 4}}}
        data_sources:
          runs: {type: execution_count, params: {action_ref: parcels.wiegh}}
        cards:
          - {id: runs, source: runs, position: {wide: {x: 0, y: 0, w: 4, h: 2}}}
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        ```

    Good:
        ```yaml dashboards/counter.yaml
        ref: parcels.counter
        layout: {breakpoints: {wide: {min_width: 0, columns: 4}}}
        data_sources:
          runs: {type: execution_count, params: {action_ref: parcels.weigh}}
        cards:
          - {id: runs, source: runs, position: {wide: {x: 0, y: 0, w: 4, h: 2}}}
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        ```
    """
    scope = dashboard.text("scope_ref")
    of_pack = dashboard.get("scope_type") in (None, "pack")
    if of_pack and scope != pack.ref and very_near(scope, (pack.ref,)):
        yield finding(
            dashboard.at("scope_ref"),
            "no pack is called '{scope}'",
            hint=f"did you mean '{pack.ref}'?",
            scope=scope,
        )
    for place, key, ref in _named(dashboard):
        kinds = _KINDS.get(key, ())
        if not kinds or is_template(ref):
            continue
        known = [each.ref for kind in kinds for each in pack.of(kind)]
        if _is_of(pack, ref) and ref not in known:
            yield finding(
                place,
                "this pack defines no {kind} '{ref}'",
                hint=did_you_mean(ref, known),
                kind=kinds[0],
                ref=ref,
            )


def _named(dashboard: Component) -> Iterator[tuple[Place, str, str]]:
    """Yield what may be a ref, with what it is for: of data sources, and defaults of filters."""
    for name, source in data_sources(dashboard).items():
        params = source.get("params") if isinstance(source, dict) else None
        for key, ref in params.items() if isinstance(params, dict) else ():
            if isinstance(ref, str):
                yield dashboard.at("data_sources", name, "params", key), key, ref
    filters = dashboard.get("filters")
    for index, each in enumerate(filters if isinstance(filters, list) else ()):
        default = each.get("default") if isinstance(each, dict) else None
        if isinstance(each, dict) and isinstance(default, str):
            yield dashboard.at("filters", index, "default"), str(each.get("type")), default


def _is_of(pack: Pack, ref: str) -> bool:
    """Tell whether a ref is of this pack, and not of one whose own ref begins like it."""
    return belongs(ref, pack.ref) and "." not in ref[len(pack.ref) + 1 :]
