"""queue.unknown_config_path."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Field,
    Finding,
    Place,
    Value,
    check,
    did_you_mean,
    finding,
    is_exhaustive,
    names_every_field,
    shown,
    tunables,
)


@check("queue.unknown_config_path", severity="warning", layer="references", since="0.1")
def unknown_config_path(queue: Component, manifest: Component) -> Iterator[Finding]:
    """A queue reads a number from a setting that the pack does not have.

    Nobody can set it, so the fallback always holds, or nothing does.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        conf_schema:
          scan_batch: {type: integer, default: 50, description: Scans written in one go}
        ```
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: core.noop
        config:
          dispatch:
            batch_size: {source: pack_config, path: scan_bach, fallback: 50}
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        conf_schema:
          scan_batch: {type: integer, default: 50, description: Scans written in one go}
        ```
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: core.noop
        config:
          dispatch:
            batch_size: {source: pack_config, path: scan_batch, fallback: 50}
        ```
    """
    schema = manifest.schema("conf_schema")
    if schema is None or not names_every_field(schema):
        return
    for place, tunable in tunables(queue):
        path = tunable.get("path")
        if tunable.get("source") != "pack_config" or not isinstance(path, str):
            continue
        name, *inner = path.removeprefix("config.").split(".")
        if name in schema.fields and inner:
            yield from _inside(place, schema.fields[name].raw, inner)
        if name not in schema.fields:
            yield finding(
                place.at("path"),
                "the pack has no setting {name}",
                hint=did_you_mean(name, schema.fields),
                name=shown(name),
            )
        elif "." not in path.removeprefix("config.") and _is_no_number(schema.fields[name]):
            yield finding(
                place.at("path"),
                "the setting {name} is declared as {types}, and a number is needed",
                hint="name a setting that is a whole number",
                name=shown(name),
                types=" or ".join(schema.fields[name].types),
            )


def _inside(place: Place, raw: Value, steps: list[str]) -> Iterator[Finding]:
    """Follow a path into a setting that is a mapping, as far as all its fields are named."""
    for step in steps:
        known = raw.get("properties") if isinstance(raw, dict) and is_exhaustive(raw) else None
        if not isinstance(known, dict) or not known:
            return
        if step not in known:
            yield finding(
                place.at("path"),
                "the setting has no field {name}",
                hint=did_you_mean(step, known),
                name=shown(step),
            )
            return
        raw = known[step]


def _is_no_number(field: Field) -> bool:
    return bool(field.types) and not {"integer", "number", "any"} & set(field.types)
