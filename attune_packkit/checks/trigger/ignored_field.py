"""trigger.ignored_field."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Target, check, unread_fields


@check("trigger.ignored_field", severity="warning", layer="references", since="0.1")
def ignored_field(trigger: Component, target: Target) -> Iterator[Finding]:
    """A trigger has a field that Attune's documentation shows and Attune does not read.

    `parameters_schema` is really called `parameters`, and `payload_schema` is `output`. Under the
    documented names the schemas have no effect. This is a note, and a
    warning with `--target current`.

    Bad:
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        payload_schema:
          gate: {type: string, description: Gate it came through}
        ```

    Good:
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        output:
          gate: {type: string, description: Gate it came through}
        ```
    """
    yield from unread_fields(trigger, target)
