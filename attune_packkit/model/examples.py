"""Check the `examples` of a component against its own parameters."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.diagnostics import Finding, Place, finding
from attune_packkit.documents.document import Value
from attune_packkit.escaping import shown
from attune_packkit.model.arguments import names_every_field
from attune_packkit.model.component import Component
from attune_packkit.model.refs import is_template
from attune_packkit.model.schema import Schema
from attune_packkit.model.validation import validate_value
from attune_packkit.spans import dotted
from attune_packkit.suggest import near, very_near

_LONG = {"parameters"}
_SHORT = ("param", "params")


def example_parameters(component: Component) -> Iterator[tuple[Place, dict[str, Value]]]:
    """Yield the parameters that each example gives below `parameters`, with their place.

    Where a parameter is called so, and others stand beside it, nothing is below it.
    """
    place = component.at("examples")
    schema = component.schema("parameters")
    own = schema.fields.keys() if schema else frozenset[str]()
    for step, example in _examples(component):
        if not isinstance(example, dict) or ("parameters" in own and own & example.keys() > _LONG):
            continue
        parameters = example.get("parameters")
        if isinstance(parameters, dict):
            yield place.at(step, "parameters"), parameters


def _examples(component: Component) -> list[tuple[str | int, Value]]:
    examples = component.get("examples")
    if isinstance(examples, list):
        return list(enumerate(examples))
    return list(examples.items()) if isinstance(examples, dict) else []


def example_faults(component: Component) -> Iterator[Finding]:
    """Yield a finding for each value of an example that the component would not take."""
    schema = component.schema("parameters")
    if schema is None or not component.has("examples"):
        return
    yield from _misspelt(component, schema)
    for place, parameters in example_parameters(component):
        unknown = _unknown(schema, parameters)
        for fault in validate_value(schema, parameters):
            if fault.is_missing_at_top and fault.name in unknown.values():
                continue
            yield finding(
                fault.place_in(place),
                "{part} {words}",
                hint=fault.hint,
                part=shown(dotted(fault.pointer)) if fault.pointer else "the example",
                words=fault.words,
            )
        for name, meant in unknown.items():
            yield finding(
                place.key(name),
                "the example gives {name}, which is no parameter",
                hint=f"did you mean '{meant}'?" if meant else "",
                name=shown(name),
            )


def _unknown(schema: Schema, parameters: dict[str, Value]) -> dict[str, str]:
    """Return the names that are no parameters, each with the one that may be meant."""
    if not names_every_field(schema) or schema.raw.get("additionalProperties") is False:
        return {}
    free = [name for name in schema.fields if name not in parameters]
    return {
        name: near(name, free)
        for name in parameters
        if name not in schema.fields and not is_template(name)
    }


def _misspelt(component: Component, schema: Schema) -> Iterator[Finding]:
    """Yield a finding for each example whose parameters stand under a key like `parametres`."""
    for step, example in _examples(component):
        if isinstance(example, dict) and "parameters" not in example:
            for key in filter(lambda key: key not in schema.fields, example):
                if key in _SHORT or very_near(key, ("parameters",)):
                    yield finding(
                        component.at("examples", step).key(key),
                        "the example has no 'parameters'",
                        hint="did you mean 'parameters'?",
                    )
