"""schema.not_an_object."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import TYPES, Finding, Schema, check, finding


@check("schema.not_an_object", severity="error", layer="schema", since="0.1")
def not_an_object(schema: Schema) -> Iterator[Finding]:
    """The parameters or settings are described as something else than named values.

    Parameters and settings always come by name, so their JSON Schema is of type `object`. Results
    may be of any type.

    Bad:
        ```yaml actions/send.yaml
        ref: parcels.send
        runner_type: native
        entry_point: send
        parameters:
          type: array
          items: {type: string}
        ```

    Good:
        ```yaml actions/send.yaml
        ref: parcels.send
        runner_type: native
        entry_point: send
        parameters:
          type: object
          properties:
            addresses: {type: array, items: {type: string}, description: Where to}
        ```
    """
    if schema.dialect != "json" or schema.owner not in ("parameters", "conf_schema"):
        return
    written = schema.raw.get("type")
    if isinstance(written, str) and written in TYPES and written not in ("object", "any"):
        yield finding(
            schema.place.at("type"),
            "'{owner}' is of type {written}, expected object",
            hint="write 'type: object' and name the values under 'properties'",
            owner=schema.owner,
            written=written,
        )
