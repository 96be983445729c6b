"""config.invalid_value."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Schema,
    Severity,
    Value,
    check,
    dotted,
    finding,
    is_plainly_sound,
    is_template,
    shown,
    unfit,
    validate_value,
)


@check("config.invalid_value", severity="error", layer="schema", since="0.1", only_with=("config",))
def invalid_value(manifest: Component) -> Iterator[Finding]:
    """A value in `config` breaks `conf_schema`.

    These are the pack's own defaults: everybody who installs it gets a configuration that its own
    schema refuses. Defaults may be partial, so a missing value is no fault; nor is null, or a
    value with a template in it. A text of another format than `conf_schema` names is a warning.

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
    yield from _unfit(manifest, schema, config)
    given: dict[str, Value] = {}
    given.update((name, value) for name, value in config.items() if value is not None)
    if is_plainly_sound(given, schema):
        return
    for fault in validate_value(schema, given, partial=True):
        if fault.pointer:
            yield finding(
                fault.place_in(manifest.at("config")),
                "{name} {words}",
                hint=fault.hint or "conf_schema says what it may be",
                name=shown(dotted(fault.pointer)),
                words=fault.words,
            )


def _unfit(manifest: Component, schema: Schema, config: dict[str, Value]) -> Iterator[Finding]:
    """Yield a warning for each text that is evidently not of the format that is asked for."""
    for name, value in config.items():
        field = schema.fields.get(name)
        form = field.raw.get("format") if field else None
        if isinstance(value, str) and isinstance(form, str) and not is_template(value):
            wanted = unfit(form, value)
            if wanted:
                yield finding(
                    manifest.at("config", name),
                    "{name} is not of format '{form}'",
                    hint=f"write {wanted}",
                    severity=Severity.WARNING,
                    name=shown(name),
                    form=form,
                )
