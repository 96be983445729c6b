"""What the functions of the expression language do, after the way of today's engine.

Each takes the budget and its arguments, of which none is unknown, and raises `UnfitError` for
values that it cannot work on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from attune_packkit.escaping import shown
from attune_packkit.expressions.values import (
    MAX_ITEMS,
    MAX_TEXT,
    Budget,
    Data,
    UnfitError,
    Unknown,
    below,
    equal,
    kind_of,
    number,
    text_of,
    together,
    truth,
)
from attune_packkit.model import patterns
from attune_packkit.schemas.compiling import Compiled, compile_schema

MAX_INTEGER = 2**63 - 1

_MAX_PATTERN = 1_000
_PATTERN_STEPS = 1_000
"""Characters times weight of a pattern that cost one step."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,19}", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_MAX_DIGITS = 400


def finite(value: float) -> int | float:
    """Return a number that was made. Raises `UnfitError` for one that the engine cannot hold."""
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise UnfitError("the number is too large")
    elif not math.isfinite(value):
        raise UnfitError("the number is too large")
    return value


def _wrong(value: Data, wanted: str) -> UnfitError:
    return UnfitError(f"expected {wanted}, found {kind_of(value)}")


def as_number(value: Data) -> int | float:
    """Return a value that is a number. Raises `UnfitError` for any other."""
    found = number(value)
    if found is None:
        raise _wrong(value, "a number")
    return found


def as_integer(value: Data) -> int:
    """Return a value that is a whole number. Raises `UnfitError` for any other."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _wrong(value, "a whole number")


def as_text(value: Data) -> str:
    """Return a value that is text. Raises `UnfitError` for any other."""
    if isinstance(value, str):
        return value
    raise _wrong(value, "a string")


def as_list(value: Data) -> list[Data]:
    """Return a value that is a list. Raises `UnfitError` for any other."""
    if isinstance(value, list):
        return value
    raise _wrong(value, "an array")


def as_mapping(value: Data) -> dict[str, Data]:
    """Return a value that is a mapping. Raises `UnfitError` for any other."""
    if isinstance(value, dict):
        return value
    raise _wrong(value, "an object")


def holds(budget: Budget, haystack: Data, needle: Data) -> bool | Unknown:
    """Tell whether a list has an entry, a mapping a key, or a text a part; maybe nobody knows."""
    if isinstance(haystack, list):
        found = [equal(needle, item, budget) for item in haystack]
        undecided = [each for each in found if isinstance(each, Unknown)]
        return together(undecided) if undecided and True not in found else True in found
    if isinstance(haystack, dict):
        return as_text(needle) in haystack
    if isinstance(haystack, str):
        budget.spend(len(haystack) // 100)
        return as_text(needle) in haystack
    raise _wrong(haystack, "an array, object or string")


def _string(budget: Budget, value: Data) -> Data:
    return text_of(value)


def _number(budget: Budget, value: Data) -> Data:
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        return _parsed(value, "a number")
    return as_number(value)


def _int(budget: Budget, value: Data) -> Data:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        if _INTEGER.fullmatch(value):
            return finite(int(value))
        value = _parsed(value, "a whole number")
    return finite(math.trunc(as_number(value)))


def _parsed(text: str, wanted: str) -> float:
    if len(text) > _MAX_DIGITS or not _NUMBER.fullmatch(text):
        raise UnfitError(f"{shown(text)} is not {wanted}")
    return finite(float(text))


def _length(budget: Budget, value: Data) -> Data:
    if isinstance(value, str):
        return _bytes(value)
    if isinstance(value, list | dict):
        return len(value)
    raise _wrong(value, "a string, array or object")


def _bytes(text: str) -> int:
    """Return the length in bytes: today's engine counts those."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _round(budget: Budget, value: Data) -> Data:
    found = as_number(value)
    whole = math.floor(abs(found))
    whole += abs(found) - whole >= 0.5
    return finite(-whole if found < 0 else whole)


def _least(budget: Budget, one: Data, other: Data) -> Data:
    return other if below(other, one, budget) else one


def _greatest(budget: Budget, one: Data, other: Data) -> Data:
    return other if below(one, other, budget) else one


def _sum(budget: Budget, values: Data) -> Data:
    return finite(sum(map(as_number, as_list(values))))


def _split(budget: Budget, text: Data, separator: Data) -> Data:
    whole, between = as_text(text), as_text(separator)
    found: list[Data] = [*whole.split(between)] if between else ["", *whole, ""]
    return found


def _join(budget: Budget, values: Data, separator: Data) -> Data:
    pieces = [str(text_of(value)) for value in as_list(values)]
    between = as_text(separator)
    if sum(map(len, pieces)) + len(between) * len(pieces) > MAX_TEXT:
        raise UnfitError("the text becomes too long")
    return between.join(pieces)


def _replace(budget: Budget, text: Data, old: Data, new: Data) -> Data:
    whole, before, after = as_text(text), as_text(old), as_text(new)
    if len(whole) + whole.count(before) * max(len(after) - len(before), 0) > MAX_TEXT:
        raise UnfitError("the text becomes too long")
    return whole.replace(before, after)


def _match(budget: Budget, pattern: Data, text: Data) -> Data:
    expression, whole = as_text(pattern), as_text(text)
    if len(expression) > _MAX_PATTERN or patterns.engine(expression) != "linear":
        raise UnfitError(f"{shown(expression)} is no pattern that works in linear time")
    budget.spend(len(whole) * patterns.weight(expression) // _PATTERN_STEPS)
    return _matcher(expression).is_valid(whole)


@lru_cache(maxsize=200)
def _matcher(pattern: str) -> Compiled:
    return compile_schema({"pattern": pattern})


def _reversed(budget: Budget, value: Data) -> Data:
    if isinstance(value, list | str):
        return value[::-1]
    raise _wrong(value, "an array or string")


def _sort(budget: Budget, values: Data) -> Data:
    found: list[Any] = as_list(values)
    alike = (all(map(_is_number, found)), all(isinstance(value, str) for value in found))
    if len(found) > 1 and not any(alike):
        raise UnfitError("only numbers, or only strings, can be sorted")
    return sorted(found)


def _is_number(value: Data) -> bool:
    return number(value) is not None


def _unique(budget: Budget, values: Data) -> Data:
    found: list[Data] = []
    for value in as_list(values):
        if not any(equal(value, other, budget) is True for other in found):
            found.append(value)
    return found


def _flat(budget: Budget, values: Data) -> Data:
    return [
        inner
        for value in as_list(values)
        for inner in (value if isinstance(value, list) else [value])
    ]


def _zip(budget: Budget, one: Data, other: Data) -> Data:
    return [[*pair] for pair in zip(as_list(one), as_list(other), strict=False)]


def _range(budget: Budget, *ends: Data) -> Data:
    start, stop = map(as_integer, ends if len(ends) > 1 else (0, *ends))
    if stop - start > MAX_ITEMS:
        raise UnfitError(f"the range has more than {MAX_ITEMS} entries")
    return [*range(start, stop)]


def _slice(budget: Budget, value: Data, first: Data, last: Data = None) -> Data:
    if not isinstance(value, list | str):
        raise _wrong(value, "an array or string")
    end = len(value) if last is None else _within(last, len(value))
    return value[_within(first, len(value)) : end]


def _within(position: Data, size: int) -> int:
    """Return a position cut to a size; the engine takes negative ones for very large ones."""
    found = as_integer(position)
    return found if 0 <= found <= size else size


def _index_of(budget: Budget, haystack: Data, needle: Data) -> Data:
    if isinstance(haystack, str):
        at = haystack.find(as_text(needle))
        return at if at < 0 else _bytes(haystack[:at])
    for index, item in enumerate(as_list(haystack)):
        if equal(item, needle, budget) is True:
            return index
    return -1


def _count(budget: Budget, haystack: Data, needle: Data) -> Data:
    if isinstance(haystack, str):
        return haystack.count(as_text(needle))
    return sum(equal(item, needle, budget) is True for item in as_list(haystack))


def _chunks(budget: Budget, values: Data, size: Data) -> Data:
    found, length = as_list(values), as_integer(size)
    if length < 1:
        raise UnfitError("a chunk has at least one entry")
    return [found[start : start + length] for start in range(0, len(found), length)]


LIBRARY: dict[str, Callable[..., Data]] = {
    "string": _string,
    "number": _number,
    "int": _int,
    "bool": lambda budget, value: truth(value),
    "type_of": lambda budget, value: kind_of(value),
    "length": _length,
    "keys": lambda budget, value: [*as_mapping(value)],
    "values": lambda budget, value: [*as_mapping(value).values()],
    "abs": lambda budget, value: finite(abs(as_number(value))),
    "floor": lambda budget, value: finite(math.floor(as_number(value))),
    "ceil": lambda budget, value: finite(math.ceil(as_number(value))),
    "round": _round,
    "min": _least,
    "max": _greatest,
    "sum": _sum,
    "lower": lambda budget, value: as_text(value).lower(),
    "upper": lambda budget, value: as_text(value).upper(),
    "trim": lambda budget, value: as_text(value).strip(),
    "split": _split,
    "join": _join,
    "replace": _replace,
    "starts_with": lambda budget, text, part: as_text(text).startswith(as_text(part)),
    "ends_with": lambda budget, text, part: as_text(text).endswith(as_text(part)),
    "match": _match,
    "contains": holds,
    "reversed": _reversed,
    "sort": _sort,
    "unique": _unique,
    "flat": _flat,
    "zip": _zip,
    "range": _range,
    "slice": _slice,
    "index_of": _index_of,
    "count": _count,
    "merge": lambda budget, one, other: {**as_mapping(one), **as_mapping(other)},
    "chunks": _chunks,
}
"""Every function that gives a value by itself, by name."""

STRUCTURAL = frozenset(
    {"bool", "type_of", "length", "keys", "values", "reversed", "flat", "zip", "slice", "merge"}
    | {"chunks", "contains"}
)
"""Functions that pass on what is unknown inside lists and mappings, or do not look at it."""
