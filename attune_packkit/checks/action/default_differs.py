"""action.default_differs."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Related, Script, Value, check, finding, is_template


def _is_same(one: Value, other: Value) -> bool:
    """Tell whether two values are equal; true is not 1."""
    return one == other and isinstance(one, bool) is isinstance(other, bool)


@check(
    "action.default_differs", severity="info", layer="references", since="0.1", only_with=("entry",)
)
def default_differs(script: Script) -> Iterator[Finding]:
    """A parameter has one default in the metadata and another one in the script.

    Attune passes the one in the metadata; whoever reads or runs the script by hand sees the other.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        parameters:
          scale: {type: string, default: east}
        ```

        ```python actions/weigh.py
        import attune

        def main(scale="west"):
            return {"scale": scale}

        attune.run_action(main)
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        parameters:
          scale: {type: string, default: east}
        ```

        ```python actions/weigh.py
        import attune

        def main(scale="east"):
            return {"scale": scale}

        attune.run_action(main)
        ```
    """
    entry = script.facts.entry
    if entry is None:
        return
    for action in script.of("action"):
        schema = action.schema("parameters")
        fields = schema.fields if schema is not None else {}
        for argument in entry.arguments:
            field = fields.get(argument.name)
            default = field.raw.get("default") if field is not None else None
            if field is None or default is None or not argument.literal or is_template(default):
                continue
            if not _is_same(default, argument.default):
                yield finding(
                    field.place.at("default"),
                    "the default of '{name}' differs from the one of '{function}' in '{path}'",
                    hint="make the two equal",
                    related=(Related(argument.place, "the other default"),),
                    name=argument.name,
                    function=entry.name,
                    path=script.path,
                )
