"""dashboard.unknown_result_path."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    check,
    data_sources,
    finding,
    shown,
    very_near,
)


@check("dashboard.unknown_result_path", severity="warning", layer="references", since="0.1")
def unknown_result_path(dashboard: Component, pack: Pack) -> Iterator[Finding]:
    """A dashboard shows a field that the result of its action evidently has under another name.

    The card stays empty. Only slips are told: a result may hold more than the action declares.

    Bad:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources:
          weight: {type: action_result_path, params: {action_ref: parcels.weigh, path: gramms}}
        cards:
          - {id: weight, source: weight, position: {wide: {x: 0, y: 0, w: 4, h: 3}}}
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        output_format: json
        output: {grams: {type: integer}}
        ```

    Good:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources:
          weight: {type: action_result_path, params: {action_ref: parcels.weigh, path: grams}}
        cards:
          - {id: weight, source: weight, position: {wide: {x: 0, y: 0, w: 4, h: 3}}}
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        output_format: json
        output: {grams: {type: integer}}
        ```
    """
    for name, source in data_sources(dashboard).items():
        params = source.get("params") if isinstance(source, dict) else None
        path = params.get("path") if isinstance(params, dict) else None
        if not isinstance(params, dict) or not isinstance(path, str):
            continue
        action = next(
            (each for each in pack.of("action") if each.ref == params.get("action_ref")), None
        )
        schema = action.schema("output") if action else None
        first = path.removeprefix("$.").removeprefix("result.").partition(".")[0]
        meant = very_near(first, schema.fields) if schema and first not in schema.fields else ""
        if meant:
            yield finding(
                dashboard.at("data_sources", name, "params", "path"),
                "the result of action '{ref}' has no field {field}",
                hint=f"did you mean '{meant}'?",
                ref=action.ref if action else "",
                field=shown(first),
            )
