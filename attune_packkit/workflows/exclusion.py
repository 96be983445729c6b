"""Which conditions cannot hold together.

Only what is written out counts: `x` against `not x`, one value against two literals, ranges that do
not overlap, and the outcome of the task. Anything else may hold together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from msgspec import Struct

from attune_packkit.diagnostics import Scalar
from attune_packkit.expressions.nodes import Array, Binary, Literal, Node, Unary
from attune_packkit.expressions.template import parse_condition
from attune_packkit.expressions.unparse import unparse
from attune_packkit.model.transitions import Transition
from attune_packkit.workflows.fates import Fate, always_false

_MOST_FACTS = 24
_OPPOSITES = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_ORDERS = {
    "==": frozenset("="), "!=": frozenset("<>"), "<": frozenset("<"), ">": frozenset(">"),
    "<=": frozenset("<="), ">=": frozenset(">="),
}  # fmt: skip
"""How two values may be ordered for each relation to hold."""
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


class Fact(Struct, frozen=True):
    """What a condition demands: that `value` is true, or stands in a relation to literals.

    Or, as a `relation`, how two values are ordered; `value` then names both.
    """

    value: str
    operator: str
    literal: Scalar = None
    among: frozenset[Scalar] = frozenset()
    relation: bool = False


def excludes(one: Transition, other: Transition, fates: tuple[Fate, Fate]) -> bool:
    """Tell whether two transitions of one task are never taken together."""
    if fates[0].possible.isdisjoint(fates[1].possible):
        return True
    return _clash([*facts_of(one)], [*facts_of(other)])


def contradicts_itself(transition: Transition) -> bool:
    """Tell whether a transition demands what cannot be together."""
    return any(clashing(one, other) for one, other in combinations(facts_of(transition), 2))


def never_holds(text: str) -> bool:
    """Tell whether a condition holds with no values at all."""
    return always_false(text) or any(
        clashing(one, other) for one, other in combinations(_facts(text)[:_MOST_FACTS], 2)
    )


def facts_of(transition: Transition) -> Sequence[Fact]:
    """Return what a transition demands besides an outcome."""
    found = [fact for each in transition.conditions for fact in _facts(each.text)]
    for refused in transition.unless:
        denied = _denied(refused.text)
        found += [denied] if denied else []
    return found[:_MOST_FACTS]


def clashing(one: Fact, other: Fact) -> bool:
    """Tell whether two demands cannot both be met."""
    if one.value != other.value:
        return False
    if one.operator == "is" or other.operator == "is":
        return one.operator == other.operator and one.literal != other.literal
    if one.relation or other.relation:
        return _ORDERS[one.operator].isdisjoint(_ORDERS[other.operator])
    if "in" in one.operator or "in" in other.operator:
        return _without_common(one, other)
    if one.operator == "==" and other.operator in ("==", "!="):
        return _same(one.literal, other.literal) is (other.operator == "!=")
    if other.operator == "==" and one.operator == "!=":
        return _same(one.literal, other.literal)
    return _disjoint(_range(one), _range(other))


def _without_common(one: Fact, other: Fact) -> bool:
    """Tell whether no value meets two demands of which one is to be among literals, or not."""
    ours, theirs = _allowed(one), _allowed(other)
    if ours is None and theirs is None:
        return False
    if ours is not None and theirs is not None:
        return ours.isdisjoint(theirs)
    listed, refusing = (ours, other) if theirs is None else (theirs, one)
    refused = refusing.among if refusing.operator == "not in" else frozenset([refusing.literal])
    return refusing.operator in ("not in", "!=") and listed is not None and listed <= refused


def _allowed(fact: Fact) -> frozenset[Scalar] | None:
    """Return the values that meet a demand; None if they are not listed."""
    if fact.operator == "==":
        return frozenset([fact.literal])
    return fact.among if fact.operator == "in" else None


def _clash(ours: list[Fact], theirs: list[Fact]) -> bool:
    return any(clashing(one, other) for one in ours for other in theirs)


@lru_cache(maxsize=4096)
def _facts(text: str) -> tuple[Fact, ...]:
    node = _node(text)
    return tuple(_fact(part, wanted=True) for part in _conjuncts(node)) if node else ()


def _denied(text: str) -> Fact | None:
    node = _node(text)
    return _fact(node, wanted=False) if node else None


def _node(text: str) -> Node | None:
    template = parse_condition(text)
    return template.expressions[0].node if template.whole and not template.faults else None


def _conjuncts(node: Node) -> Iterator[Node]:
    pending = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, Binary) and part.operator == "and":
            pending += (part.right, part.left)
        else:
            yield part


def _fact(node: Node, *, wanted: bool) -> Fact:
    while isinstance(node, Unary) and node.operator == "not":
        node, wanted = node.operand, not wanted
    if isinstance(node, Binary) and node.operator in _OPPOSITES:
        left, operator, right = node.left, node.operator, node.right
        if isinstance(left, Literal):
            left, operator, right = right, _MIRRORED[operator], left
        if isinstance(right, Literal):
            operator = operator if wanted else _OPPOSITES[operator]
            return Fact(unparse(left), operator, right.value)
        return _relation(
            unparse(left), operator if wanted else _OPPOSITES[operator], unparse(right)
        )
    if isinstance(node, Binary) and node.operator in ("in", "not in"):
        listed = _listed(node.right)
        if listed:
            among = (node.operator == "in") is wanted
            return Fact(unparse(node.left), "in" if among else "not in", among=listed)
    return Fact(unparse(node), "is", wanted)


def _relation(left: str, operator: str, right: str) -> Fact:
    if right < left:
        left, operator, right = right, _MIRRORED[operator], left
    return Fact(f"{left} and {right}", operator, relation=True)


def _listed(node: Node) -> frozenset[Scalar]:
    """Return the literals of a list; empty if it is none, or holds anything else."""
    items = node.items if isinstance(node, Array) else ()
    plain = [item.value for item in items if isinstance(item, Literal)]
    return frozenset(plain) if len(plain) == len(items) else frozenset()


def _same(one: object, other: object) -> bool:
    return isinstance(one, bool) is isinstance(other, bool) and one == other


def _range(fact: Fact) -> tuple[float, bool, float, bool]:
    """Return the numbers that meet a demand: lowest, if it is left out, highest, if it counts."""
    value = fact.literal
    if isinstance(value, bool) or not isinstance(value, int | float) or fact.operator == "!=":
        return (-math.inf, False, math.inf, True)
    match fact.operator:
        case "<" | "<=":
            return (-math.inf, False, value, fact.operator == "<=")
        case ">" | ">=":
            return (value, fact.operator == ">", math.inf, True)
    return (value, False, value, True)


def _disjoint(one: tuple[float, bool, float, bool], other: tuple[float, bool, float, bool]) -> bool:
    low, left_out = max(one[:2], other[:2])
    high, counts = min(one[2:], other[2:])
    return low > high or (low == high and (left_out or not counts))
