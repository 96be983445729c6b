"""Whether an event fulfils the conditions of a rule, in every form that Attune knows."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from attune_packkit.documents.document import Value
from attune_packkit.escaping import shown
from attune_packkit.expressions.evaluator import EvaluationError, Scope
from attune_packkit.expressions.rendering import is_met
from attune_packkit.expressions.template import parse_condition
from attune_packkit.expressions.values import Data, Unknown

OPERATORS = ("equals", "not_equals", "contains")


class Verdict(Struct, frozen=True):
    """Whether conditions hold, and why; None where only a run can tell."""

    holds: bool | None
    why: str
    notes: tuple[str, ...] = ()


def judge(conditions: Value, event: dict[str, Data]) -> Verdict:
    """Judge whether an event fulfils the conditions of a rule."""
    if not conditions and (conditions is None or isinstance(conditions, dict | list)):
        return Verdict(True, "the rule has no conditions")
    if event["payload"] is None:
        return Verdict(True, "the event has no payload, and so no condition is looked at")
    if isinstance(conditions, list):
        return _list(conditions, event["payload"])
    expression = conditions.get("expression") if isinstance(conditions, dict) else None
    if not isinstance(expression, str):
        return Verdict(False, "the conditions have no 'expression', so no event fulfils them")
    return _expression(expression, event)


def _expression(text: str, event: dict[str, Data]) -> Verdict:
    condition = shown(" ".join(text.split()))
    if not parse_condition(text).whole:
        return Verdict(False, f"the condition {condition} is not one expression, so it is false")
    try:
        met = is_met(text, Scope({"event": event}))
    except EvaluationError as error:
        return Verdict(
            False, f"the condition {condition} cannot be evaluated, so it is false: {error.message}"
        )
    if isinstance(met, Unknown):
        return Verdict(None, f"the condition {condition} depends on {', '.join(met.origins)}")
    return Verdict(met, f"the condition {condition} {'holds' if met else 'does not hold'}")


def _list(conditions: list[Value], payload: Data) -> Verdict:
    undecided: Verdict | None = None
    notes: list[str] = []
    for number, condition in enumerate(conditions, 1):
        verdict = _single(condition, payload, f"condition {number}")
        notes += verdict.notes
        if verdict.holds is False:
            return Verdict(False, verdict.why, tuple(notes))
        undecided = undecided if verdict.holds else undecided or verdict
    return undecided or Verdict(True, "all conditions hold", tuple(notes))


def _single(condition: Value, payload: Data, name: str) -> Verdict:
    written = condition if isinstance(condition, dict) else {}
    field, operator = written.get("field"), written.get("operator")
    if not isinstance(field, str) or not isinstance(operator, str):
        return Verdict(False, f"{name} has no 'field' or no 'operator', so the rule fails")
    try:
        found = _field(payload, field)
    except KeyError:
        hint = _prefixed(payload, field)
        return Verdict(False, f"{name}: the payload has no {shown(field)}, so the rule fails", hint)
    wanted = written.get("value")
    text = f"{name}: {shown(field)} {operator} {shown(repr(wanted))}"
    if isinstance(found, Unknown):
        return Verdict(None, f"{text} depends on {', '.join(found.origins)}")
    if operator not in OPERATORS:
        return Verdict(False, f"{name}: the operator {shown(operator)} does not exist")
    holds = _holds(found, operator, wanted)
    return Verdict(holds, f"{text} {'holds' if holds else 'does not hold'}")


def _field(payload: Data, path: str) -> Data:
    """Return a field of the payload. Raises `KeyError` if it is not there."""
    found = payload
    for step in path.split("."):
        if isinstance(found, Unknown):
            return found
        if not isinstance(found, dict):
            raise KeyError(step)
        found = found[step]
    return found


def _prefixed(payload: Data, path: str) -> tuple[str, ...]:
    """Explain the likeliest mistake: paths start inside the payload."""
    for prefix in ("event.payload.", "payload."):
        if path.startswith(prefix):
            inner = path.removeprefix(prefix)
            return (f"fields are looked up in the payload: write {shown(inner)}",)
    return ()


def _holds(found: Data, operator: str, wanted: Value) -> bool:
    if operator == "contains":
        return isinstance(found, str) and isinstance(wanted, str) and wanted in found
    return _same(found, wanted) is (operator == "equals")


def _same(one: Any, other: Any) -> bool:
    """Compare as JSON, in which 3 is not 3.0."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)
