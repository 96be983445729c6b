"""With which outcomes of its task a transition is taken.

Conditions are looked at for what they say of the outcome and for what is written out; anything else
in them may hold or not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import ge, gt, le, lt
from typing import Any

from msgspec import Struct

from attune_packkit.documents.document import Value
from attune_packkit.expressions.nodes import Binary, Call, Literal, Name, Node, Unary
from attune_packkit.expressions.template import parse_condition
from attune_packkit.model.transitions import OUTCOMES, Outcome, Transition

ENDINGS = frozenset({"success", "failure", "timeout", "cancelled"})
UNHAPPY = ENDINGS - {"success"}

_TOLD = {
    "succeeded": "success",
    "failed": "failure",
    "timed_out": "timeout",
    "cancelled": "cancelled",
}


class Fate(Struct, frozen=True):
    """The outcomes with which a transition may be taken, and those with which it certainly is."""

    possible: frozenset[str]
    certain: frozenset[str]

    @property
    def plain(self) -> bool:
        """Whether some outcome alone decides that it is taken."""
        return bool(self.certain)

    @property
    def unhappy(self) -> bool:
        """Whether it may be taken when the task did not succeed."""
        return bool(self.possible & UNHAPPY)


def fate(transition: Transition) -> Fate:
    """Return the fate of a transition."""
    conditions = tuple(each.text for each in transition.conditions)
    return _fate(transition.outcome, conditions, tuple(each.text for each in transition.unless))


@lru_cache(maxsize=4096)
def _fate(outcome: Outcome, conditions: tuple[str, ...], unless: tuple[str, ...]) -> Fate:
    """Return the fate of all transitions that are written alike."""
    if not conditions and not unless:
        ends = ENDINGS if outcome == "any" else frozenset({outcome})
        return Fate(ends, ends)
    parts = list(map(_parsed, conditions))
    refused = list(map(_parsed, unless))
    values = {ending: _taken(outcome, parts, refused, ending) for ending in ENDINGS}
    return Fate(
        frozenset(ending for ending, value in values.items() if value is not False),
        frozenset(ending for ending, value in values.items() if value is True),
    )


def always_false(text: str) -> bool:
    """Tell whether a condition holds with no outcome at all."""
    node = _parsed(text)
    return node is not None and all(_truth(node, ending) is False for ending in ENDINGS)


def tells_outcome(node: Node) -> bool:
    """Tell whether the outcome alone decides if a condition holds."""
    return all(_truth(node, ending) is not None for ending in ENDINGS)


def _taken(
    outcome: Outcome, parts: list[Node | None], refused: list[Node | None], ending: str
) -> bool | None:
    values: list[bool | None] = [_truth(part, ending) for part in parts]
    values += [_opposite(_truth(part, ending)) for part in refused]
    if outcome in OUTCOMES.values() and outcome != "any":
        values.append(outcome == ending)
    return _all(values)


def _parsed(text: str) -> Node | None:
    template = parse_condition(text)
    return template.expressions[0].node if template.whole else None


def _truth(node: Node | None, ending: str) -> bool | None:
    """Return whether a condition holds when the task ended so; None if that is not written."""
    match node:
        case Literal(value):
            return bool(value)
        case Call(Name(name)) if name in _TOLD:
            return _TOLD[name] == ending
        case Unary("not", operand):
            return _opposite(_truth(operand, ending))
        case Binary("and", left, right):
            return _all([_truth(left, ending), _truth(right, ending)])
        case Binary("or", left, right):
            values = [_opposite(_truth(left, ending)), _opposite(_truth(right, ending))]
            return _opposite(_all(values))
        case Binary(operator, Literal(one), Literal(other)):
            return _compared(operator, one, other)
    return None


def _compared(operator: str, one: Value, other: Value) -> bool | None:
    """Compare two values that are written out; None unless they are two numbers or two texts."""
    numbers = bool not in (type(one), type(other)) and all(
        isinstance(each, int | float) for each in (one, other)
    )
    if operator in _EQUALS and (numbers or type(one) is type(other)):
        return (one == other) is _EQUALS[operator]
    texts = isinstance(one, str) and isinstance(other, str)
    return _ORDERS[operator](one, other) if operator in _ORDERS and (numbers or texts) else None


_EQUALS = {"==": True, "!=": False}
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, ">": gt, "<=": le, ">=": ge}


def _opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all(values: list[bool | None]) -> bool | None:
    if any(value is False for value in values):
        return False
    return True if all(values) else None
