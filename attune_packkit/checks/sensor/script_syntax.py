"""sensor.script_syntax."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Script, check, finding


@check(
    "sensor.script_syntax", severity="error", layer="references", since="0.1", only_with=("fault",)
)
def script_syntax(script: Script) -> Iterator[Finding]:
    """The Python file that a sensor runs is not valid Python.

    The sensor ends before its first line. Where a later Python than the one packkit runs on might
    take the file, this is a warning, and an info where that one is asked for or evidently meant.
    The file is parsed, never run.

    Bad:
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```

        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: python
        entry_point: gate.py
        trigger_types: [parcels.arrived]
        ```

        ```python sensors/gate.py
        while True
            pass
        ```

    Good:
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```

        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: python
        entry_point: gate.py
        trigger_types: [parcels.arrived]
        ```

        ```python sensors/gate.py
        while True:
            pass
        ```
    """
    if script.fault is not None and not script.of("action"):
        yield finding(
            script.fault.place,
            "this is no Python: {problem}",
            hint="" if script.fault.certain else "another version of Python may take it",
            severity=script.fault.severity,
            problem=script.fault.message,
        )
