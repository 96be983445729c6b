"""schema.default_invalid."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Node,
    Schema,
    Severity,
    ValueFault,
    check,
    dotted,
    finding,
    is_number,
    shown,
    validate_node,
)

_MISFITS = frozenset(
    {"type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
    | {"multipleOf", "minLength", "maxLength", "pattern"}
)


@check(
    "schema.default_invalid", severity="error", layer="schema", since="0.1", only_with=("default",)
)
def default_invalid(schema: Schema) -> Iterator[Finding]:
    """A default breaks the very schema it stands in.

    Attune fills the default in where a caller gives no value, and the run fails on it. A null
    default, and one with a template in it, are never judged; a missing or unknown key inside a
    default is a warning.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          unit:
            type: string
            description: Unit of the result
            enum: [gram, kilogram]
            default: kilogramm
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          unit:
            type: string
            description: Unit of the result
            enum: [gram, kilogram]
            default: kilogram
        ```
    """
    for node in schema.using("default"):
        value = node.raw.get("default")
        if value is None:
            continue
        for fault in validate_node(schema, node, value):
            if fault.found != "null" and not _fits_nothing(node, fault):
                yield finding(
                    fault.place_in(node.place.at("default")),
                    "{part}{owner} {words}",
                    hint=fault.hint or "change the default, or what the schema allows",
                    severity=_severity(fault),
                    part=shown(dotted(("default", *fault.pointer))),
                    owner=f" of {shown(node.field)}" if node.field else "",
                    words=fault.words,
                )


def _fits_nothing(node: Node, fault: ValueFault) -> bool:
    """Tell whether the limits that a default breaks leave no value at all."""
    low, high = node.raw.get("minimum"), node.raw.get("maximum")
    limited = fault.keyword in ("minimum", "maximum") and not fault.pointer
    return limited and is_number(low) and is_number(high) and low > high


def _severity(fault: ValueFault) -> Severity:
    return Severity.ERROR if fault.keyword in _MISFITS else Severity.WARNING
