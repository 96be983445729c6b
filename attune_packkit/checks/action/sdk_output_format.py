"""action.sdk_output_format."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Script, check, finding


@check(
    "action.sdk_output_format",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("runs_action",),
)
def sdk_output_format(script: Script) -> Iterator[Finding]:
    """A script prints its result as JSON, and Attune keeps it as plain text.

    `attune.run_action` prints the result as JSON. Without `output_format: json` the fields that the
    action promises are not there for those who ask for them.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        output_format: text
        ```

        ```python actions/weigh.py
        import attune

        def main():
            return {"grams": 1200}

        attune.run_action(main)
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        output_format: json
        ```

        ```python actions/weigh.py
        import attune

        def main():
            return {"grams": 1200}

        attune.run_action(main)
        ```
    """
    for action in script.of("action") if script.facts.runs_action else ():
        written = action.get("output_format")
        schema = action.schema("output")
        promised = schema is not None and bool(schema.fields)
        if written == "text" or (written is None and promised):
            yield finding(
                action.at("output_format") if written else action.place.key(action.key("output")),
                "'{path}' prints its result as JSON, but it is kept as plain text",
                hint="write output_format: json",
                path=script.path,
            )
