"""action.parameter_unused_by_entry_point."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Script, check, did_you_mean, finding


@check(
    "action.parameter_unused_by_entry_point",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("entry",),
)
def parameter_unused_by_entry_point(script: Script) -> Iterator[Finding]:
    """A parameter of an action is no argument of the function that runs.

    `attune.run_action` passes a function the arguments it names and silently drops the others, so
    the parameter has no effect. A function with `**kwargs` takes all.

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

        def main():
            return {"grams": 1200}

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
    names = {argument.name for argument in entry.arguments}
    for action in script.of("action"):
        schema = action.schema("parameters")
        fields = schema.fields if schema is not None else {}
        for name in sorted(fields.keys() - names - script.facts.texts):
            yield finding(
                fields[name].place.key(),
                "'{function}' in '{path}' has no argument '{name}', so the parameter is dropped",
                hint=did_you_mean(name, names - fields.keys()) or f"add '{name}' to its arguments",
                function=entry.name,
                path=script.path,
                name=name,
            )
