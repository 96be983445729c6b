"""action.script_syntax."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Script, check, finding


@check(
    "action.script_syntax", severity="error", layer="references", since="0.1", only_with=("fault",)
)
def script_syntax(script: Script) -> Iterator[Finding]:
    """The Python file that an action runs is not valid Python.

    Every run fails before its first line. Where a later Python than the one packkit runs on might
    take the file, this is a warning, and an info where that one is asked for or evidently meant.
    The file is parsed, never run.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        ```

        ```python actions/weigh.py
        def main(:
            return {"grams": 1200}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        ```

        ```python actions/weigh.py
        def main():
            return {"grams": 1200}
        ```
    """
    if script.fault is not None and script.of("action"):
        yield finding(
            script.fault.place,
            "this is no Python: {problem}",
            hint="" if script.fault.certain else "another version of Python may take it",
            severity=script.fault.severity,
            problem=script.fault.message,
        )
