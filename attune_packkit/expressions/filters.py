"""What the filters and tests of the classic form do, as far as they are simulated.

Each takes the budget, the value before the pipe, and arguments that are named as Jinja names them.
The rest of Jinja's filters is only parsed and typed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from attune_packkit.expressions.library import (
    LIBRARY,
    as_list,
    as_mapping,
    as_number,
    as_text,
    finite,
    holds,
)
from attune_packkit.expressions.values import (
    Budget,
    Data,
    UnfitError,
    equal,
    kind_of,
    number,
    text_of,
    truth,
)


def _text(value: Data) -> str:
    return str(text_of(value, "None"))


def _items(value: Data) -> list[Data]:
    """Return the entries of a list, the letters of text, the keys of a mapping."""
    return [*value] if isinstance(value, str | dict) else as_list(value)


def _picked(value: Data, attribute: Data = None) -> list[Data]:
    """Return the entries, or of each what `attribute` names, such as `address.city`."""
    items = _items(value)
    for step in as_text(attribute).split(".") if attribute is not None else ():
        if not all(isinstance(item, dict) and step in item for item in items):
            raise UnfitError("not every entry has the attribute")
        items = [as_mapping(item)[step] for item in items]
    return items


def _keys(value: Data, attribute: Data, case_sensitive: Data) -> list[Data]:
    """Return what entries are compared by; small letters equal capitals unless asked."""
    return [
        key.lower() if isinstance(key, str) and not truth(case_sensitive) else key
        for key in _picked(value, attribute)
    ]


def _sort(
    budget: Budget,
    value: Data,
    reverse: Data = False,
    case_sensitive: Data = False,
    attribute: Data = None,
) -> Data:
    keys: list[Any] = _keys(value, attribute, case_sensitive)
    LIBRARY["sort"](budget, keys)
    items = _items(value)
    order = sorted(range(len(keys)), key=keys.__getitem__, reverse=truth(reverse) is True)
    return [items[index] for index in order]


def _unique(
    budget: Budget, value: Data, case_sensitive: Data = False, attribute: Data = None
) -> Data:
    seen: list[Data] = []
    found: list[Data] = []
    for item, key in zip(_items(value), _keys(value, attribute, case_sensitive), strict=True):
        if not any(equal(key, other, budget) is True for other in seen):
            seen.append(key)
            found.append(item)
    return found


def _least(
    budget: Budget, value: Data, case_sensitive: Data = False, attribute: Data = None
) -> Data:
    return _one(_sort(budget, value, False, case_sensitive, attribute), 0)


def _greatest(
    budget: Budget, value: Data, case_sensitive: Data = False, attribute: Data = None
) -> Data:
    return _one(_sort(budget, value, True, case_sensitive, attribute), 0)


def _one(value: Data, index: int) -> Data:
    items = _items(value)
    if not items:
        raise UnfitError("there are no entries")
    return items[index]


def _sum(budget: Budget, value: Data, attribute: Data = None, start: Data = 0) -> Data:
    return LIBRARY["sum"](budget, [start, *_picked(value, attribute)])


def _join(budget: Budget, value: Data, d: Data = "", attribute: Data = None) -> Data:
    pieces: list[Data] = [_text(item) for item in _picked(value, attribute)]
    return LIBRARY["join"](budget, pieces, d)


def _replace(budget: Budget, value: Data, old: Data, new: Data) -> Data:
    return LIBRARY["replace"](budget, _text(value), old, new)


def _int(budget: Budget, value: Data, default: Data = 0) -> Data:
    try:
        return LIBRARY["int"](budget, value)
    except UnfitError:
        return default


def _float(budget: Budget, value: Data, default: Data = 0.0) -> Data:
    try:
        return float(as_number(LIBRARY["number"](budget, value)))
    except UnfitError:
        return default


def _round(budget: Budget, value: Data, precision: Data = 0) -> Data:
    digits = as_number(precision)
    if digits not in range(-20, 21):
        raise UnfitError("the precision is a whole number from -20 to 20")
    return finite(round(float(as_number(value)), int(digits)))


def _json(budget: Budget, value: Data) -> Data:
    text = json.dumps(value, sort_keys=True)
    for letter in "<>&'":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


FILTERS: dict[str, Callable[..., Data]] = {
    **dict.fromkeys(("length", "count"), LIBRARY["length"]),
    "lower": lambda budget, value: _text(value).lower(),
    "upper": lambda budget, value: _text(value).upper(),
    "trim": lambda budget, value: _text(value).strip(),
    "string": lambda budget, value: _text(value),
    "join": _join,
    "replace": _replace,
    "int": _int,
    "float": _float,
    "abs": LIBRARY["abs"],
    "round": _round,
    "first": lambda budget, value: _one(value, 0),
    "last": lambda budget, value: _one(value, -1),
    "list": lambda budget, value: _items(value),
    "map": lambda budget, value, *, attribute: _picked(value, attribute),
    "select": lambda budget, value: [each for each in _items(value) if truth(each)],
    "reject": lambda budget, value: [each for each in _items(value) if not truth(each)],
    "sort": _sort,
    "unique": _unique,
    "sum": _sum,
    "min": _least,
    "max": _greatest,
    "tojson": _json,
}
"""The filters that are simulated, besides `default`; by name."""

TESTS: dict[str, Callable[..., Data]] = {
    "none": lambda budget, value: value is None,
    "string": lambda budget, value: isinstance(value, str),
    "number": lambda budget, value: number(value) is not None or isinstance(value, bool),
    "integer": lambda budget, value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda budget, value: isinstance(value, bool),
    "mapping": lambda budget, value: isinstance(value, dict),
    "sequence": lambda budget, value: kind_of(value) in ("array", "object", "string"),
    "true": lambda budget, value: value is True,
    "false": lambda budget, value: value is False,
    "even": lambda budget, value: as_number(value) % 2 == 0,
    "odd": lambda budget, value: as_number(value) % 2 == 1,
    "in": lambda budget, value, seq: holds(budget, seq, value),
    **dict.fromkeys(("eq", "equalto"), lambda budget, value, other: equal(value, other, budget)),
}
"""The tests that are simulated, besides `defined` and `undefined`; by name."""
