"""Whether one schema of a value allows more or less than another."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from attune_packkit.documents.document import Value
from attune_packkit.model.schema import types_of
from attune_packkit.model.vocabulary import TYPES, is_number

Direction: TypeAlias = Literal["narrowed", "widened", "changed"]

_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_FIXED = (
    "pattern", "format", "const", "multipleOf", "uniqueItems", "allOf", "anyOf", "oneOf", "not",
    "if", "then", "else", "$ref", "patternProperties", "propertyNames", "contains",
)  # fmt: skip


class Shift(Struct, frozen=True):
    """One keyword by which a schema came to allow less, more, or something else."""

    keyword: str
    direction: Direction
    old: Any
    new: Any


def shifts(old: dict[str, Value], new: dict[str, Value]) -> Iterator[Shift]:
    """Yield how a value's schema changed, its subschemas aside."""
    yield from _types(old, new)
    yield from _enum(old, new)
    for words, tighter in ((_LOWER, _is_more), (_UPPER, _is_less)):
        for word in words:
            yield from _bound(word, old, new, tighter)
    for word in _FIXED:
        yield from _fixed(word, old, new)


def _types(old: dict[str, Value], new: dict[str, Value]) -> Iterator[Shift]:
    before, after = _allowed(old), _allowed(new)
    if before != after:
        yield Shift("type", _direction(before, after), old.get("type"), new.get("type"))


def _allowed(raw: dict[str, Value]) -> frozenset[str]:
    types = set(types_of(raw) or TYPES) - {"any"}
    if "number" in types:
        types.add("integer")
    return frozenset(types)


def _enum(old: dict[str, Value], new: dict[str, Value]) -> Iterator[Shift]:
    before, after = old.get("enum"), new.get("enum")
    listed = isinstance(before, list), isinstance(after, list)
    if listed == (True, True):
        one, other = _values(before), _values(after)
        if one != other:
            yield Shift("enum", _direction(one, other), before, after)
    elif listed == (False, True):
        yield Shift("enum", "narrowed", None, after)
    elif listed == (True, False):
        yield Shift("enum", "widened", before, None)


def _values(options: Value) -> frozenset[str]:
    items = options if isinstance(options, list) else []
    return frozenset(json.dumps(item, sort_keys=True) for item in items)


def _direction(before: frozenset[str], after: frozenset[str]) -> Direction:
    if after < before:
        return "narrowed"
    return "widened" if after > before else "changed"


def _bound(
    word: str,
    old: dict[str, Value],
    new: dict[str, Value],
    tighter: Callable[[float, float], bool],
) -> Iterator[Shift]:
    before, after = _number(old.get(word)), _number(new.get(word))
    if before == after:
        return
    if before is None or (after is not None and tighter(after, before)):
        yield Shift(word, "narrowed", before, after)
    else:
        yield Shift(word, "widened", before, after)


def _number(value: Value) -> float | None:
    return value if is_number(value) and isinstance(value, (int, float)) else None


def _is_more(one: float, other: float) -> bool:
    return one > other


def _is_less(one: float, other: float) -> bool:
    return one < other


def _fixed(word: str, old: dict[str, Value], new: dict[str, Value]) -> Iterator[Shift]:
    before, after = old.get(word), new.get(word)
    if before == after:
        return
    if before is None:
        yield Shift(word, "narrowed", None, after)
    elif after is None:
        yield Shift(word, "widened", before, None)
    else:
        yield Shift(word, "changed", before, after)
