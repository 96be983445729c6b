"""action.sdk_parameter_format."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Script, check, finding


@check(
    "action.sdk_parameter_format",
    severity="error",
    layer="references",
    since="0.1",
    only_with=("runs_action", "reads_json"),
)
def sdk_parameter_format(script: Script) -> Iterator[Finding]:
    """An action hands its parameters over in a format that its script does not read.

    `attune.run_action` reads one JSON object from its input, and so does `json.load(sys.stdin)`.
    With `parameter_format: dotenv` or `yaml` it gets something else, and every run fails.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        parameter_format: dotenv
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
        parameter_format: json
        ```

        ```python actions/weigh.py
        import attune

        def main():
            return {"grams": 1200}

        attune.run_action(main)
        ```
    """
    facts = script.facts
    for action in script.of("action") if facts.runs_action or facts.reads_json else ():
        written = action.text("parameter_format")
        if written in ("dotenv", "yaml"):
            yield finding(
                action.at("parameter_format"),
                "'{path}' reads its parameters as JSON, not as {format}",
                hint="write parameter_format: json",
                path=script.path,
                format=written,
            )
