"""The `examples` of a component, against its own parameters."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.diagnostics import Finding, Place, finding
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Component
from attune_packkit.model.refs import is_template, shown
from attune_packkit.model.validation import validate_value
from attune_packkit.spans import dotted
from attune_packkit.suggest import did_you_mean


def example_parameters(component: Component) -> Iterator[tuple[Place, dict[str, Value]]]:
    """Yield the parameters that each example gives, with their place."""
    examples = component.get("examples")
    place = component.at("examples")
    pairs: list[tuple[str | int, Value]] = []
    if isinstance(examples, list):
        pairs = list(enumerate(examples))
    elif isinstance(examples, dict):
        pairs = list(examples.items())
    for step, example in pairs:
        parameters = example.get("parameters") if isinstance(example, dict) else None
        if isinstance(parameters, dict):
            yield place.at(step, "parameters"), parameters


def example_faults(component: Component) -> Iterator[Finding]:
    """Yield a finding for each value of an example that the component would not take."""
    schema = component.schema("parameters")
    if schema is None or not component.has("examples"):
        return
    for place, parameters in example_parameters(component):
        for fault in validate_value(schema, parameters):
            yield finding(
                fault.place_in(place),
                "{part} {words}",
                hint=fault.hint,
                part=shown(dotted(fault.pointer)) if fault.pointer else "the example",
                words=fault.words,
            )
        if schema.dialect == "flat":
            for name in parameters:
                if name not in schema.fields and not is_template(name):
                    yield finding(
                        place.key(name),
                        "the example gives {name}, which is no parameter",
                        hint=did_you_mean(name, schema.fields),
                        name=shown(name),
                    )
