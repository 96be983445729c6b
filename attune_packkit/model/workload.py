"""Estimate how much work it is to validate a value, before doing it.

A few hundred bytes of schema can ask for years of work: references that fan out, alternatives in
alternatives. Counting remembers what it has counted, so it takes no longer than schema times value.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from attune_packkit.documents.document import Value
from attune_packkit.model import patterns, pointing
from attune_packkit.model.vocabulary import KEYWORDS

MAX_STEPS = 8_000
MAX_DEPTH = 200
MAX_VALUES = 50_000
MAX_PATTERN_WEIGHT = 500_000

_CHARACTERS_A_STEP = 10_000

_IN_PLACE = frozenset({"not", "if", "then", "else", "allOf", "anyOf", "oneOf", "dependentSchemas"})


class UnjudgeableError(Exception):
    """Validating cannot be started, because what it involves is not known or is too much."""


class OutsideReferenceError(UnjudgeableError):
    """A reference leads out of the schema, or to where only a full resolver would find it."""


class TooMuchWorkError(UnjudgeableError):
    """Validating would take more steps, or nest deeper, than is allowed."""


def ensure_light_patterns(schema: Value) -> None:
    """Raise `TooMuchWorkError` if compiling all patterns of a schema takes too long."""
    total = 0
    for node in pointing.mappings(schema):
        keyed = node.get("patternProperties")
        for pattern in (node.get("pattern"), *(keyed if isinstance(keyed, dict) else ())):
            total += patterns.weight(pattern) if isinstance(pattern, str) else 0
        if total > MAX_PATTERN_WEIGHT:
            raise TooMuchWorkError


def steps(root: Value, schema: Value, value: Value) -> int:
    """Return how many steps validating takes; raise an `UnjudgeableError` if that is too many.

    `schema` is the whole of `root` or a part of it; references start at `root`.
    """
    ensure_size(root)
    ensure_size(value)
    return _Count(root).steps(schema, value, 0)


def ensure_size(tree: Value, limit: int = MAX_VALUES) -> None:
    """Raise `TooMuchWorkError` if a tree of plain data holds more than `limit` values."""
    count = 0
    pending = [tree]
    while pending:
        node = pending.pop()
        count += 1
        if count + len(pending) > limit:
            raise TooMuchWorkError
        if isinstance(node, dict):
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)


class _Count:
    """Counts evaluations of subschemas, each pair of subschema and value worked out once."""

    def __init__(self, root: Value) -> None:
        self._root = root
        self._known: dict[tuple[int, int], int] = {}

    @cached_property
    def _is_compound(self) -> bool:
        return any(
            "$id" in node for node in pointing.mappings(self._root) if node is not self._root
        )

    def steps(self, schema: Value, value: Value, depth: int) -> int:
        if not isinstance(schema, dict):
            return 1
        if depth > MAX_DEPTH or len(self._known) > MAX_STEPS:
            raise TooMuchWorkError
        pair = (id(schema), id(value))
        if pair in self._known:
            return self._known[pair]
        self._known[pair] = 0
        total = 1 + _matching(schema, value)
        for below, part in self._below(schema, value):
            total += self.steps(below, part, depth + 1)
        if total > MAX_STEPS:
            raise TooMuchWorkError
        self._known[pair] = total
        return total

    def _target(self, ref: str) -> Value:
        """Return what a reference names. Below an `$id` it may be anything, so nobody can tell."""
        if not pointing.is_local(ref) or self._is_compound:
            raise OutsideReferenceError
        return pointing.resolve(self._root, ref)

    def _below(self, schema: dict[str, Value], value: Value) -> Iterator[tuple[Value, Value]]:
        """Yield the subschemas that come to be evaluated, each with its part of the value."""
        for name, held in schema.items():
            if name in pointing.REFERRING and isinstance(held, str):
                yield self._target(held), value
            elif name == "properties" and isinstance(held, dict) and isinstance(value, dict):
                yield from ((below, value[key]) for key, below in held.items() if key in value)
            elif name in KEYWORDS and name not in ("$defs", "definitions"):
                parts = [value] if name in _IN_PLACE else _children(value)
                for below in _held(held, KEYWORDS[name].holds):
                    yield from ((below, part) for part in parts)


def _matching(schema: dict[str, Value], value: Value) -> int:
    """Count the work of matching a pattern: long texts and great counts multiply."""
    pattern = schema.get("pattern")
    if not isinstance(value, str) or not isinstance(pattern, str):
        return 0
    return len(value) * patterns.weight(pattern) // _CHARACTERS_A_STEP


def _held(value: Value, holds: str) -> list[Value]:
    if holds == "one":
        return [value]
    if holds == "list" and isinstance(value, list):
        return value
    return list(value.values()) if holds == "map" and isinstance(value, dict) else []


def _children(value: Value) -> list[Value]:
    """Return the entries of a list, the members of a mapping and their names."""
    if isinstance(value, list):
        return value
    return [*value.values(), *value] if isinstance(value, dict) else []
