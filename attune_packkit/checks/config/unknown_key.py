"""config.unknown_key."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Place,
    Value,
    check,
    did_you_mean,
    finding,
    is_exhaustive,
    is_template,
    names_every_field,
    shown,
)

_DEEPEST = 12


@check("config.unknown_key", severity="warning", layer="schema", since="0.1", only_with=("config",))
def unknown_key(manifest: Component) -> Iterator[Finding]:
    """A value in `config` is not declared in `conf_schema`.

    Nothing reads it, and the setting it was meant for keeps its default.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        conf_schema:
          currency: {type: string, description: What postage is paid in}
        config:
          curency: EUR
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        conf_schema:
          currency: {type: string, description: What postage is paid in}
        config:
          currency: EUR
        ```
    """
    schema, config = manifest.schema("conf_schema"), manifest.get("config")
    if schema is None or not isinstance(config, dict) or not names_every_field(schema):
        return
    free = [field for field in schema.fields if field not in config]
    for name in config:
        if name not in schema.fields and not name.startswith("x-") and not is_template(name):
            yield finding(
                manifest.at("config").key(name),
                "{name} is not in conf_schema",
                hint=did_you_mean(name, free) or "declare it in conf_schema, or remove it",
                name=shown(name),
            )
        elif name in schema.fields:
            yield from _inside(manifest.at("config", name), schema.fields[name].raw, config[name])


def _inside(place: Place, raw: Value, value: Value, depth: int = 0) -> Iterator[Finding]:
    """Yield the keys further inside that the schema does not name."""
    properties = raw.get("properties") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(properties, dict) or depth > _DEEPEST:
        return
    if not properties or not isinstance(value, dict) or not is_exhaustive(raw):
        return
    free = [name for name in properties if name not in value]
    for name, inner in value.items():
        if name in properties:
            yield from _inside(place.at(name), properties[name], inner, depth + 1)
        elif not name.startswith("x-") and not is_template(name):
            yield finding(
                place.key(name),
                "{name} is not in conf_schema",
                hint=did_you_mean(name, free) or "declare it in conf_schema, or remove it",
                name=shown(name),
            )
