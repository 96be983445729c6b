"""config.invalid_value."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Value,
    check,
    dotted,
    finding,
    shown,
    validate_value,
)


@check("config.invalid_value", severity="error", layer="schema", since="0.1")
def invalid_value(manifest: Component) -> Iterator[Finding]:
    """A value in `config` breaks `conf_schema`.

    These are the pack's own defaults: everybody who installs it gets a configuration that its own
    schema refuses. Defaults may be partial, so a missing value is no fault; nor is null, or a
    value with a template in it.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        conf_schema:
          max_grams: {type: integer, description: Heaviest parcel taken}
        config:
          max_grams: 30 kg
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        conf_schema:
          max_grams: {type: integer, description: Heaviest parcel taken}
        config:
          max_grams: 30000
        ```
    """
    schema, config = manifest.schema("conf_schema"), manifest.get("config")
    if schema is None or not isinstance(config, dict):
        return
    given: dict[str, Value] = {}
    given.update((name, value) for name, value in config.items() if value is not None)
    for fault in validate_value(schema, given, partial=True):
        if fault.pointer:
            yield finding(
                fault.place_in(manifest.at("config")),
                "{name} {words}",
                hint=fault.hint or "conf_schema says what it may be",
                name=shown(dotted(fault.pointer)),
                words=fault.words,
            )
