"""script.unknown_config_key."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Pack,
    Script,
    Severity,
    check,
    did_you_mean,
    finding,
    names_every_field,
    shown,
)


@check(
    "script.unknown_config_key",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("config_keys",),
)
def unknown_config_key(script: Script, pack: Pack) -> Iterator[Finding]:
    """A script asks for a setting that the pack does not have.

    `conf_schema` in `pack.yaml` lists the settings of the pack; another one is never set. It is an
    info where the script has a default for it and no setting is called alike.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        conf_schema:
          scale: {type: string}
        ```

        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        ```

        ```python actions/weigh.py
        print(context.pack.config.get("scael"))
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        conf_schema:
          scale: {type: string}
        ```

        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        ```

        ```python actions/weigh.py
        print(context.pack.config.get("scale"))
        ```
    """
    schema = pack.manifest.schema("conf_schema")
    keys = script.facts.config_keys
    if not keys or schema is None or not names_every_field(schema):
        return
    values = pack.manifest.get("config")
    known = schema.fields.keys() | (values.keys() if isinstance(values, dict) else set())
    for key in keys:
        name = key.mention.text
        if name not in known:
            hint = did_you_mean(name, known)
            yield finding(
                key.mention.place,
                "the pack has no setting {name}",
                hint=hint or "add it to conf_schema in pack.yaml",
                severity=Severity.INFO if key.defaulted and not hint else None,
                name=shown(name),
            )
