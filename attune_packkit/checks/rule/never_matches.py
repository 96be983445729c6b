"""rule.never_matches."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    Schema,
    Value,
    check,
    describe,
    finding,
    never_holds,
    payload_steps,
    qualify,
    validate_value,
    very_near,
)

_HOLDING = frozenset({"array", "object", "string"})
_JUDGED = frozenset({"type", "enum", "const"})


def _listed(rule: Component, pack: Pack, conditions: list[Value]) -> Iterator[Finding]:
    """Judge conditions that are written as a list."""
    ref = qualify(rule.text("trigger_ref"), pack.ref)
    payload = next((each.schema("output") for each in pack.of("trigger") if each.ref == ref), None)
    for index, condition in enumerate(conditions):
        if not isinstance(condition, dict) or not isinstance(condition.get("field"), str):
            continue
        if "value" not in condition:
            yield finding(
                rule.at("conditions", index),
                "the condition compares '{field}' with nothing",
                hint="write with 'value' what it has to be",
                field=str(condition["field"]),
            )
        elif payload and condition.get("operator") in (None, "equals"):
            yield from _compared(rule, index, condition, payload)
        elif payload and condition.get("operator") == "contains":
            yield from _contained(rule, index, str(condition["field"]), payload)


def _contradictory(rule: Component, conditions: list[Value]) -> Iterator[Finding]:
    """Judge conditions that want one field to be two things: all of them have to hold."""
    wanted: dict[str, Value] = {}
    for index, condition in enumerate(conditions):
        if not isinstance(condition, dict) or "value" not in condition:
            continue
        field, value = str(condition.get("field")), condition["value"]
        operator = condition.get("operator") or "equals"
        if operator == "equals" and wanted.setdefault(field, value) != value:
            yield _never(rule, index, field, f"it shall be {describe(wanted[field])}, too")
        elif operator == "not_equals" and field in wanted and wanted[field] == value:
            yield _never(rule, index, field, "it shall be just this, too")


def _never(rule: Component, index: int, field: str, why: str) -> Finding:
    return finding(
        rule.at("conditions", index, "value"),
        "no event fulfils this condition on '{field}' and those before: {why}",
        hint="all conditions of the list have to hold; write alternatives as two rules",
        field=field,
        why=why,
    )


def _contained(rule: Component, index: int, field: str, payload: Schema) -> Iterator[Finding]:
    """Judge whether what shall contain something can."""
    steps = payload_steps(field)
    declared = payload.fields.get(steps[0].name) if len(steps) == 1 else None
    if declared and declared.types and _HOLDING.isdisjoint(declared.types):
        yield finding(
            rule.at("conditions", index, "operator"),
            "'{field}' is declared as {types}, which contains nothing",
            hint="compare it with 'equals'",
            field=field,
            types=" or ".join(declared.types),
        )


def _compared(
    rule: Component, index: int, condition: dict[str, Value], payload: Schema
) -> Iterator[Finding]:
    """Judge whether the value is one that the trigger's payload can have."""
    steps = payload_steps(str(condition["field"]))
    event: Value = condition["value"]
    for step in reversed(steps):
        event = {step.name: event}
    faults = validate_value(payload, event, partial=True) if steps else ()
    for fault in faults:
        if fault.keyword in _JUDGED and len(fault.pointer) == len(steps):
            yield finding(
                rule.at("conditions", index, "value"),
                "'{field}' is never this: the value {words}",
                hint="see 'output' of the trigger",
                field=str(condition["field"]),
                words=fault.words,
            )
            return


@check("rule.never_matches", severity="warning", layer="references", since="0.1")
def never_matches(rule: Component, pack: Pack) -> Iterator[Finding]:
    """A rule's conditions can never hold.

    Attune evaluates a mapping only if it has an `expression` that is text. Any other mapping is
    false for every event, without a word: the rule just never fires. So it does where a list of
    conditions wants a value that the trigger's payload never has, or two at once, or an expression
    contradicts itself.

    Bad:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.weigh
        conditions:
          gate: {equals: north}
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        ```

    Good:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.weigh
        conditions:
          expression: "{{ event.payload.gate == 'north' }}"
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        ```
    """
    conditions = rule.get("conditions")
    if isinstance(conditions, list):
        found = list(_listed(rule, pack, conditions))
        yield from found or _contradictory(rule, conditions)
    if not isinstance(conditions, dict) or not conditions:
        return
    if "expression" not in conditions:
        slip = next((name for name in conditions if very_near(name, ("expression",))), "")
        if slip:
            yield finding(
                rule.at("conditions").key(slip),
                "the conditions have no 'expression', so no event ever fulfils them",
                hint="did you mean 'expression'?",
            )
            return
        yield finding(
            rule.at("conditions"),
            "the conditions have no 'expression', so no event ever fulfils them",
            hint="write 'expression: \"{{ event.payload.… == … }}\"', or remove 'conditions'",
        )
    elif not isinstance(conditions["expression"], str):
        yield finding(
            rule.at("conditions", "expression"),
            "the expression is not text, so no event ever fulfils it",
            hint="put the expression in quotes",
        )
    elif never_holds(str(conditions["expression"])):
        yield finding(
            rule.at("conditions", "expression"),
            "the condition holds for no event at all",
            hint="correct it, or remove 'conditions' if the rule shall always fire",
        )
