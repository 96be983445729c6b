"""workflow.undefined_output_field."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Catalog, FieldUse, Finding, check, unknown_fields


@check("workflow.undefined_output_field", severity="warning", layer="expressions", since="0.1")
def undefined_output_field(field_use: FieldUse, catalog: Catalog) -> Iterator[Finding]:
    """An expression reads a field that the result of an action does not have.

    `output` of an action says what it gives, in this pack or another one. Few schemas say all of
    what is further inside, so it is an info there where no declared name is like it.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        output:
          grams: {type: integer}
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: send
            action: parcels.send
            input:
              grams: "{{ weigh.output.garms }}"
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        output:
          grams: {type: integer}
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: send
            action: parcels.send
            input:
              grams: "{{ weigh.output.grams }}"
        ```
    """
    if field_use.kind == "action":
        yield from unknown_fields(field_use, catalog)
