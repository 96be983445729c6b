"""script.undeclared_argument."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Script, check, finding, near


@check(
    "script.undeclared_argument",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("entry",),
)
def undeclared_argument(script: Script) -> Iterator[Finding]:
    """An argument of the function that runs has nearly the name of a parameter.

    `attune.run_action` passes parameters by name, so the argument keeps its default and the
    parameter is dropped.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        parameters:
          scale: {type: string}
        ```

        ```python actions/weigh.py
        import attune

        def main(scales=""):
            return {"scale": scale}

        attune.run_action(main)
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        parameters:
          scale: {type: string}
        ```

        ```python actions/weigh.py
        import attune

        def main(scale=""):
            return {"scale": scale}

        attune.run_action(main)
        ```
    """
    entry = script.facts.entry
    if entry is None or entry.takes_all:
        return
    schemas = [action.schema("parameters") for action in script.of("action")]
    declared = {name for schema in schemas if schema for name in schema.fields}
    if not declared:
        return
    free = declared - {argument.name for argument in entry.arguments}
    for argument in entry.arguments:
        meant = near(argument.name, free) if free and argument.name not in declared else ""
        if meant:
            yield finding(
                argument.place,
                "'{argument}' is no parameter of the action",
                hint=f"did you mean '{meant}'?",
                argument=argument.name,
            )
