"""schema.unknown_draft."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Finding, Schema, check, finding, shown

_KNOWN = re.compile(
    r"https?://json-schema\.org/(?:draft/20(?:19-09|20-12)/|draft-0[3467]/)?schema#?", re.ASCII
)


@check("schema.unknown_draft", severity="info", layer="schema", since="0.1", only_with=("$schema",))
def unknown_draft(schema: Schema) -> Iterator[Finding]:
    """`$schema` names no version of JSON Schema.

    It says by which rules the schema is to be read. Of another one nobody knows the rules; packkit
    reads it as version 2020-12.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          $schema: https://json-schema.org/draft/2020-21/schema
          type: object
          properties:
            barcode: {type: string, description: Code on the parcel}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          $schema: https://json-schema.org/draft/2020-12/schema
          type: object
          properties:
            barcode: {type: string, description: Code on the parcel}
        ```
    """
    for node in schema.nodes:
        draft = node.raw.get("$schema")
        if isinstance(draft, str) and not _KNOWN.fullmatch(draft):
            yield finding(
                node.place.at("$schema"),
                "{draft} is no version of JSON Schema",
                hint="leave it out, or write https://json-schema.org/draft/2020-12/schema",
                draft=shown(draft),
            )
