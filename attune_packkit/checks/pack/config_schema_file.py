"""pack.config_schema_file."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Place, check, finding

_NAMES = ("config.schema.yaml", "config.schema.yml")


@check("pack.config_schema_file", severity="info", layer="structure", since="0.1")
def config_schema_file(pack: Pack) -> Iterator[Finding]:
    """A pack keeps its configuration schema in a file that Attune does not load.

    Other platforms read `config.schema.yaml`. Attune knows the settings of a pack from
    `conf_schema` in the manifest alone.

    Bad:
        ```yaml config.schema.yaml
        depot:
          type: string
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        conf_schema:
          depot:
            type: string
            description: Depot this installation serves
        ```
    """
    for name in _NAMES:
        if pack.tree.is_file(name):
            yield finding(
                Place(name),
                "Attune loads nothing from '{name}'",
                hint="write the schema to 'conf_schema' in pack.yaml",
                name=name,
            )
