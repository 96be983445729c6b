"""Values that a schema itself holds, such as defaults, against the subschema they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model import patterns, pointing, workload
from attune_packkit.model.json_schema import is_required, to_json_schema
from attune_packkit.model.schema import MAX_NODES, Field, Node, Schema
from attune_packkit.model.secrets import is_secret_name
from attune_packkit.model.validation import SchemaFault, Validator, ValueFault, alone, compiled
from attune_packkit.model.vocabulary import is_number, is_type
from attune_packkit.schemas.compiling import CompiledParts, compile_parts
from attune_packkit.spans import Pointer, pointer_text

MAX_TOTAL_STEPS = 20_000
"""Steps of validation that are spent on all values in one schema together."""

_SAYS_NOTHING = frozenset(
    {"type", "title", "description", "default", "example", "examples", "format"}
    | {"secret", "position", "key_ref"}
)
_HOLDING_VALUES = ("default", "example", "examples")
_COMPOSITE = frozenset({list, dict})
_MULTIPLY = frozenset({*pointing.REFERRING, "anyOf", "oneOf", "allOf"})
_COSTLY = _MULTIPLY | {"pattern", "patternProperties"}
"""Keywords with which even a plain text can take much work."""
_WEIGHTY = _COSTLY | {"enum", *_HOLDING_VALUES}
"""Keywords without which there is no work at all."""


def validate_node(schema: Schema, node: Node, value: Value) -> tuple[ValueFault, ...]:
    """Return the ways in which `value` breaks one subschema of a schema."""
    if is_plainly_valid(node, value):
        return ()
    judge = _judge(schema)
    if judge.is_overloaded:
        return ()
    secret = node.secret or is_secret_name(node.field)
    return judge.validator(node).faults(value, secret=secret)


def is_overloaded(schema: Schema) -> bool:
    """Tell whether a schema, with the values in it, takes more work than is spent on it."""
    if len(schema.nodes) >= MAX_NODES:
        return True
    if _WEIGHTY.isdisjoint(schema.keywords):
        return False
    if "enum" in schema.keywords and _choices(schema) > workload.MAX_VALUES:
        return True
    looked_at: Iterable[Node] = schema.nodes
    if _COSTLY.isdisjoint(schema.keywords):
        looked_at = filter(_holds_composite, schema.using(*_HOLDING_VALUES))
    elif _pattern_weight(schema) > workload.MAX_PATTERN_WEIGHT:
        return True
    return not all(map(_is_simple, looked_at)) and _judge(schema).is_overloaded


def _choices(schema: Schema) -> int:
    listed = (node.raw["enum"] for node in schema.using("enum"))
    return sum(len(choices) for choices in listed if isinstance(choices, list))


def _holds_composite(node: Node) -> bool:
    raw = node.raw
    return (
        type(raw.get("default")) in _COMPOSITE
        or type(raw.get("example")) in _COMPOSITE
        or "examples" in raw
    )


def _pattern_weight(schema: Schema) -> int:
    found = (text for node in _with_patterns(schema) for _, text in node.patterns())
    return sum(map(_compile_weight, found))


def judged_patterns(schema: Schema) -> Iterator[tuple[Place, str]]:
    """Yield the regular expressions of a schema, as many as can be looked at."""
    total = 0
    for node in _with_patterns(schema):
        for place, pattern in node.patterns():
            total += _compile_weight(pattern)
            if total > workload.MAX_PATTERN_WEIGHT:
                return
            yield place, pattern


def _with_patterns(schema: Schema) -> Sequence[Node]:
    return schema.using("pattern", "patternProperties")


def _compile_weight(pattern: str) -> int:
    """Return the weight of compiling a pattern; 0 for one that no engine takes."""
    weight = patterns.weight(pattern)
    return weight if weight < patterns.TOO_HEAVY else 0


def _is_simple(node: Node) -> bool:
    if not _MULTIPLY.isdisjoint(node.raw):
        return False
    return all(value is None or is_plainly_valid(node, value) for value in _values(node))


def is_plainly_valid(node: Node | Field, value: Value) -> bool:
    """Tell that a value is valid, without compiling anything; false means "perhaps"."""
    if not is_type(value, node.types):
        return False
    for word, limit in node.raw.items():
        if word not in _SAYS_NOTHING:
            test = _TESTS.get(word)
            if test is None or not test(value, limit):
                return False
    return True


def _is_choice(value: Value, choices: Value) -> bool:
    return isinstance(choices, list) and any(
        choice == value and type(choice) is type(value) for choice in choices
    )


def _is_empty(value: Value, limit: Value) -> bool:
    return value == [] or value == {}


def _needs_nothing(value: Value, fields: Value) -> bool:
    return (value == [] or value == {}) and not any(
        is_required(field) for field in (fields.values() if isinstance(fields, dict) else ())
    )


def _at_least(value: Value, limit: Value) -> bool:
    return is_number(value) and is_number(limit) and value >= limit


def _at_most(value: Value, limit: Value) -> bool:
    return is_number(value) and is_number(limit) and value <= limit


def _no_shorter(value: Value, limit: Value) -> bool:
    return isinstance(value, (str, list)) and is_number(limit) and len(value) >= limit


def _no_longer(value: Value, limit: Value) -> bool:
    return isinstance(value, (str, list)) and is_number(limit) and len(value) <= limit


def _no_names(value: Value, limit: Value) -> bool:
    return not isinstance(limit, list)


_TESTS: dict[str, Callable[[Value, Value], bool]] = {
    "enum": _is_choice,
    "minimum": _at_least,
    "maximum": _at_most,
    "minLength": _no_shorter,
    "maxLength": _no_longer,
    "minItems": _no_shorter,
    "maxItems": _no_longer,
    "required": _no_names,
    "items": _is_empty,
    "properties": _needs_nothing,
    "additionalProperties": _is_empty,
}


def _values(node: Node) -> list[Value]:
    listed = node.raw.get("examples")
    examples = listed if isinstance(listed, list) else ()
    return [node.raw.get("default"), node.raw.get("example"), *examples]


class _Judge:
    """Validates for one schema; knows the whole, which references may lead to."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._maps: dict[int, CompiledParts | SchemaFault] = {}
        self._fields: dict[str, dict[str, Value]] = {}

    @cached_property
    def _whole(self) -> dict[str, Value]:
        return self._schema.json_schema()

    @cached_property
    def is_overloaded(self) -> bool:
        """Whether all its values together take too many steps, or one of them does."""
        total = 0
        for node in self._schema.nodes:
            if _is_simple(node):
                continue
            root, at = self._home(node)
            part = pointing.follow(root, at)
            for value in _values(node):
                try:
                    total += workload.steps(root, part, value)
                except workload.OutsideReferenceError:
                    break
                except workload.TooMuchWorkError:
                    return True
                if total > MAX_TOTAL_STEPS:
                    return True
        return False

    def validator(self, node: Node) -> Validator:
        """Return the compiled form of one subschema."""
        root, at = self._home(node)
        part = pointing.follow(root, at)
        if not at and isinstance(part, dict):
            return alone(part)
        found = self._maps.get(id(root))
        if found is None:
            found = self._maps[id(root)] = compiled(root, compile_parts)
        usable = found if isinstance(found, SchemaFault) else found.get("#" + pointer_text(at))
        return Validator(root, part, usable or SchemaFault(at, "", "it is not part of the schema"))

    def _home(self, node: Node) -> tuple[dict[str, Value], Pointer]:
        """Return the schema in which the references of a subschema lead somewhere, and its way.

        That is the subschema itself where it has none.
        """
        own = to_json_schema(node.raw)
        if not any(pointing.references(own)):
            return own, ()
        at = node.place.pointer[len(self._schema.place.pointer) :]
        if self._schema.dialect == "json":
            return self._whole, at
        field = self._field(str(at[0]))
        if all(pointing.resolve(field, ref) is not None for ref in pointing.references(field)):
            return field, at[1:]
        return self._whole, ("properties", *at)

    def _field(self, name: str) -> dict[str, Value]:
        if name not in self._fields:
            raw = self._schema.raw[name]
            self._fields[name] = to_json_schema(raw) if isinstance(raw, dict) else {}
        return self._fields[name]


@lru_cache(maxsize=16)
def _judge(schema: Schema) -> _Judge:
    """Return the judge of a schema; the checks of one schema follow one another."""
    return _Judge(schema)
