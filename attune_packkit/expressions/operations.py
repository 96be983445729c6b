"""What the operators do with values. Nothing here knows of syntax or of names."""

from __future__ import annotations

import math
from collections.abc import Callable

from attune_packkit.escaping import shown
from attune_packkit.expressions.library import as_integer, as_number, finite, holds
from attune_packkit.expressions.operators import BINARY, COMPARISON
from attune_packkit.expressions.values import (
    Budget,
    Data,
    Open,
    UnfitError,
    Unknown,
    below,
    equal,
    joined,
    kind_of,
    text_of,
    together,
)

_MAX_POWER = 1_000


def negated(value: bool | Unknown) -> bool | Unknown:
    """Return the opposite of a truth value."""
    return value if isinstance(value, Unknown) else not value


def minus(value: Data) -> Data:
    """Return a number with its sign changed."""
    return value if isinstance(value, Unknown) else -as_number(value)


def binary(operator: str, left: Data, right: Data, budget: Budget) -> Data:
    """Apply any operator but `and` and `or`. Raises `UnfitError` if it does not fit the values."""
    if BINARY[operator] == COMPARISON:
        return compare(operator, left, right, budget)
    if operator == "~":
        text = joined([text_of(left), text_of(right)])
        return budget.text(text) if isinstance(text, str) else text
    lacking = [each for each in (left, right) if isinstance(each, Unknown)]
    if lacking:
        return together(lacking)
    if operator == "+" and isinstance(left, str) and isinstance(right, str):
        return budget.text(left + right)
    if operator == "+" and isinstance(left, list) and isinstance(right, list):
        return budget.whole([*left, *right])
    try:
        return finite(_ARITHMETIC[operator](as_number(left), as_number(right)))
    except UnfitError:
        if kind_of(left) == kind_of(right) == "number":
            raise
        kinds = f"{kind_of(left)} and {kind_of(right)}"
        raise UnfitError(f"'{operator}' cannot be applied to {kinds}") from None


def compare(operator: str, left: Data, right: Data, budget: Budget) -> bool | Unknown:
    """Compare two values, or look for one in the other."""
    if operator in ("==", "!="):
        same = equal(left, right, budget)
        return same if operator == "==" else negated(same)
    if operator in ("in", "not in"):
        found = _found(left, right, budget)
        return found if operator == "in" else negated(found)
    lacking = budget.lacking(left, right)
    if lacking is not None:
        return lacking
    if operator in ("<", ">="):
        return below(left, right, budget) is (operator == "<")
    return below(right, left, budget) is (operator == ">")


def _found(needle: Data, haystack: Data, budget: Budget) -> bool | Unknown:
    lacking = [each for each in (needle, haystack) if isinstance(each, Unknown)]
    if lacking:
        return together(lacking)
    found = holds(budget, haystack, needle)
    if isinstance(haystack, Open) and found is False:
        return Unknown((haystack.origin,))
    return found


def member(value: Data, name: str) -> Data:
    """Return a field, or an entry by its number. Raises `KeyError` if there is none."""
    if isinstance(value, Unknown):
        return value.member(name)
    if isinstance(value, dict):
        return value.rest(name) if isinstance(value, Open) and name not in value else value[name]
    if isinstance(value, list) and name.isdecimal():
        return indexed(value, int(name[:9]))
    raise UnfitError(f"{kind_of(value)} has no field {shown(name)}")


def indexed(value: Data, key: Data) -> Data:
    """Return what stands at a key or a number. Raises `KeyError` if nothing does."""
    if isinstance(key, Unknown):
        return key
    if isinstance(value, Unknown):
        return value.member(str(key))
    if isinstance(value, dict):
        if not isinstance(key, str):
            raise UnfitError("a key of an object is a string")
        return member(value, key)
    if not isinstance(value, list | str):
        raise UnfitError(f"{kind_of(value)} cannot be indexed")
    index = as_integer(key)
    if not -len(value) <= index < len(value):
        raise KeyError(index)
    return value[index]


def sliced(value: Data, *ends: Data) -> Data:
    """Return a part of a list or text, as Python cuts it."""
    lacking = [each for each in (value, *ends) if isinstance(each, Unknown)]
    if lacking:
        return together(lacking)
    if not isinstance(value, list | str):
        raise UnfitError(f"{kind_of(value)} cannot be cut")
    first, last, step = (None if end is None else as_integer(end) for end in ends)
    if step == 0:
        raise UnfitError("the step of a slice is 0")
    return value[first:last:step]


def _divide(left: float, right: float) -> float:
    _refuse_zero(right)
    exact = isinstance(left, int) and isinstance(right, int) and left % right == 0
    return left // right if exact else left / right


def _floor_divide(left: float, right: float) -> float:
    _refuse_zero(right)
    return left // right


def _remainder(left: float, right: float) -> float:
    """Return the rest with the sign of the dividend, as today's engine does."""
    _refuse_zero(right)
    if isinstance(left, int) and isinstance(right, int):
        rest = abs(left) % abs(right)
        return -rest if left < 0 else rest
    return math.fmod(left, right)


def _power(left: float, right: float) -> float:
    if abs(right) > _MAX_POWER or (left == 0 and right < 0) or (left < 0 and right % 1):
        raise UnfitError("the power is out of range")
    try:
        power: float = left**right
    except OverflowError:
        return math.inf
    return power


def _refuse_zero(value: float) -> None:
    if value == 0:
        raise UnfitError("division by zero")


_ARITHMETIC: dict[str, Callable[[int | float, int | float], int | float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": _divide,
    "//": _floor_divide,
    "%": _remainder,
    "**": _power,
}
