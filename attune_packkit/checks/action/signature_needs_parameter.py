"""action.signature_needs_parameter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attune_packkit.api import (
    Field,
    Finding,
    Related,
    Script,
    Severity,
    check,
    finding,
    names_every_field,
)

_INJECTED = "context"
"""The API documents show a name that nobody passes as a parameter."""


def _guarantees(fields: Mapping[str, Field], name: str) -> bool:
    """Tell whether a run always has a value for the parameter."""
    field = fields.get(name)
    return field is not None and (field.required or field.has_default)


@check(
    "action.signature_needs_parameter",
    severity="error",
    layer="references",
    since="0.1",
    only_with=("entry",),
)
def signature_needs_parameter(script: Script) -> Iterator[Finding]:
    """The function that an action runs needs an argument that the action does not guarantee.

    `attune.run_action` passes parameters as arguments; one without a value is missing, and the run
    fails. An argument without a default has to be a parameter that is required or has one; if it is
    a parameter that callers may leave out, this is a warning.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        parameters:
          number: {type: string, required: true}
        ```

        ```python actions/weigh.py
        import attune

        def main(number, scale):
            return {"scale": scale}

        attune.run_action(main)
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        parameters:
          number: {type: string, required: true}
          scale: {type: string, default: east}
        ```

        ```python actions/weigh.py
        import attune

        def main(number, scale):
            return {"scale": scale}

        attune.run_action(main)
        ```
    """
    entry = script.facts.entry
    if entry is None:
        return
    for action in script.of("action"):
        schema = action.schema("parameters")
        if schema is None and "parameters" not in action.value:
            continue
        fields = schema.fields if schema else {}
        declaring = schema.place.key() if schema else action.place.key("parameters")
        closed = schema is not None and names_every_field(schema)
        for argument in entry.arguments:
            if (
                not argument.needed
                or argument.name == _INJECTED
                or _guarantees(fields, argument.name)
            ):
                continue
            field = fields.get(argument.name)
            yield finding(
                field.place.key() if field else declaring,
                "'{function}' in '{path}' needs '{name}', which {problem}",
                hint=f"make '{argument.name}' a required parameter, or give the argument a default",
                severity=None if closed and field is None else Severity.WARNING,
                related=(Related(argument.place, "the argument"),),
                function=entry.name,
                path=script.path,
                name=argument.name,
                problem="callers may leave out" if field else "is no parameter of this action",
            )
