"""script.sdk_misuse."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Script, check, finding


@check(
    "script.sdk_misuse", severity="warning", layer="references", since="0.1", only_with=("misuses",)
)
def sdk_misuse(script: Script) -> Iterator[Finding]:
    """A Python file uses Attune's SDK in a way that fails as soon as it runs.

    `attune.run_action` takes a function and `attune.run_sensor` a class, both by their names and
    defined in the file; `attune` has to be imported first; a sensor's class has to have `poll`, or
    `run` if its base is `Sensor`. The file is read, never run.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        output_format: json
        ```
        ```python actions/weigh.py
        import attune


        def weigh():
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
    for misuse in script.facts.misuses:
        yield finding(misuse.place, "{reason}", hint=misuse.cure, reason=misuse.reason)
