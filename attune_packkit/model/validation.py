"""Validate a value against a schema that a pack supplies: bounded, offline, and never raising.

The schema is a stranger's. It may not compile, may ask for files or addresses, or may be made to
take for ever; each of these is a result here. Values may hold templates, of which only a run knows
what they become; what a template decides is not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from msgspec import Struct

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.escaping import shown
from attune_packkit.model import pointing, wording, workload
from attune_packkit.model.json_schema import to_json_schema
from attune_packkit.model.refs import is_template
from attune_packkit.model.schema import Schema
from attune_packkit.model.secrets import is_secret_name
from attune_packkit.model.workload import UnjudgeableError
from attune_packkit.schemas.compiling import (
    BACKTRACKING,
    LINEAR,
    Compiled,
    PatternOptions,
    ValidationError,
    compile_schema,
)
from attune_packkit.spans import Pointer
from attune_packkit.suggest import near

MAX_FAULTS = 20

_JUDGES_CONTENT = frozenset(
    {"anyOf", "oneOf", "not", "contains", "enum", "const", "uniqueItems", "unevaluatedItems"}
)


class ValueFault(Struct, frozen=True):
    """One way in which a value breaks its schema.

    `pointer` leads from the value to the part at fault. `name` is the missing or the unknown key
    where `keyword` is `required` or `additionalProperties`; otherwise `found` and `expected` say
    what stands there and what should. The texts never hold a value that is `secret`.
    """

    pointer: Pointer
    keyword: str
    found: str = ""
    expected: str = ""
    name: str = ""
    hint: str = ""
    secret: bool = False

    def place_in(self, base: Place) -> Place:
        """Return the place at fault, given the place of the value."""
        if self.keyword == "required":
            return base.key(*self.pointer)
        if self.keyword == "additionalProperties":
            return base.key(*self.pointer, self.name)
        place = base.at(*self.pointer)
        return place.hide() if self.secret else place

    @property
    def is_missing_at_top(self) -> bool:
        """Whether a key is missing from the value itself, not from something in it."""
        return self.keyword == "required" and not self.pointer

    @property
    def words(self) -> str:
        """What is wrong, to follow the name of the part at fault: "is 'x', expected a number"."""
        if self.keyword == "required":
            return f"lacks {shown(self.name)}"
        if self.keyword == "additionalProperties":
            return f"has the unknown key {shown(self.name)}"
        return f"is {self.found}, expected {self.expected}"


class SchemaFault(Struct, frozen=True):
    """Why a schema cannot be used: `pointer` leads to the keyword, as far as is known."""

    pointer: Pointer
    keyword: str
    message: str


def validate_value(
    schema: Schema | dict[str, Value], value: Value, *, partial: bool = False
) -> tuple[ValueFault, ...]:
    """Return the ways in which `value` breaks `schema`; none if the schema cannot be used.

    A plain mapping is taken as one subschema, in either dialect. With `partial`, missing keys at
    the top are no fault. Whatever a template in the value decides is left out.
    """
    return validator(schema).faults(value, partial=partial)


class Validator:
    """A compiled schema of a pack. `fault` says why it cannot be used; None if it can.

    References of `schema` start at `root`.
    """

    def __init__(
        self,
        root: Value,
        schema: Value,
        compiled: Compiled | SchemaFault,
        secrets: frozenset[str] = frozenset(),
    ) -> None:
        self._root = root
        self._schema = schema
        self._compiled = compiled
        self._secrets = secrets

    @property
    def fault(self) -> SchemaFault | None:
        """Why the schema cannot be used."""
        return self._compiled if isinstance(self._compiled, SchemaFault) else None

    def faults(
        self, value: Value, *, partial: bool = False, secret: bool = False
    ) -> tuple[ValueFault, ...]:
        """Return the ways in which a value breaks the schema. A `secret` value is never shown."""
        if isinstance(self._compiled, SchemaFault):
            return ()
        try:
            workload.steps(self._root, self._schema, value)
            if self._compiled.is_valid(value):
                return ()
            errors = list(islice(self._compiled.iter_errors(value), MAX_FAULTS))
        except (UnjudgeableError, ValueError):
            return ()
        judged = (error for error in errors if not _is_open(error, value))
        found = (fault for error in judged for fault in self._faults(error, secret))
        kept = (fault for fault in found if not (partial and fault.is_missing_at_top))
        return _types_first(tuple(dict.fromkeys(kept)))

    def _faults(self, error: Any, secret: bool) -> Iterator[ValueFault]:
        pointer = tuple(error.instance_path)
        keyword = error.kind.name
        if keyword == "required":
            yield ValueFault(pointer, keyword, name=error.kind.property)
        elif keyword in ("additionalProperties", "unevaluatedProperties"):
            yield from self._unknown_keys(error, pointer)
        else:
            hidden = secret or any(self._is_secret(step) for step in pointer)
            yield ValueFault(
                pointer,
                keyword,
                wording.describe(error.instance, hidden=hidden),
                wording.expectation(error.kind),
                hint=wording.remedy(error.kind, error.instance, hidden=hidden),
                secret=hidden,
            )

    def _is_secret(self, step: str | int) -> bool:
        return isinstance(step, str) and (step in self._secrets or is_secret_name(step))

    def _unknown_keys(self, error: Any, pointer: Pointer) -> Iterator[ValueFault]:
        path = [*error.schema_path[:-1], "properties"]
        known = pointing.follow(self._schema, path) or pointing.follow(self._root, path)
        names = list(known) if isinstance(known, dict) else []
        for name in error.kind.unexpected:
            if not is_template(name):
                match = near(name, (key for key in names if key not in error.instance))
                hint = f"did you mean '{match}'?" if match else ""
                yield ValueFault(pointer, "additionalProperties", name=name, hint=hint)


_validators: WeakKeyDictionary[Schema, Validator] = WeakKeyDictionary()


def validator(schema: Schema | dict[str, Value]) -> Validator:
    """Return the compiled form of a schema; compiled once for each `Schema`."""
    if isinstance(schema, dict):
        return alone(to_json_schema(schema))
    found = _validators.get(schema)
    if found is None:
        names = frozenset(node.field for node in schema.nodes if node.secret)
        found = _validators[schema] = alone(schema.json_schema(), names)
    return found


def alone(schema: dict[str, Value], secrets: frozenset[str] = frozenset()) -> Validator:
    """Compile a schema that is complete in itself."""
    return Validator(schema, schema, compiled(schema, compile_schema), secrets)


T = TypeVar("T")


def compiled(schema: Value, compile_with: Callable[[Any, PatternOptions], T]) -> T | SchemaFault:
    """Compile a schema, or say why that cannot be done.

    A pattern that no linear engine takes falls to one that backtracks, with few steps.
    """
    try:
        workload.ensure_light_patterns(schema)
        workload.steps(schema, schema, None)
        try:
            return compile_with(schema, LINEAR)
        except ValidationError:
            return compile_with(schema, BACKTRACKING)
    except ValidationError as error:
        return SchemaFault(tuple(error.instance_path), error.kind.name, error.message)
    except (UnjudgeableError, ValueError) as error:
        return SchemaFault((), "", str(error))


def _types_first(faults: tuple[ValueFault, ...]) -> tuple[ValueFault, ...]:
    """Leave out what else is wrong with a value of the wrong type."""
    mistyped = {fault.pointer for fault in faults if fault.keyword == "type"}
    return tuple(
        fault for fault in faults if fault.keyword == "type" or fault.pointer not in mistyped
    )


def _is_open(error: Any, value: Value) -> bool:
    """Tell whether an error may vanish once the templates in the value are rendered."""
    instance = error.instance
    if is_template(instance) or _gave_up(error.kind):
        return True
    keyword = error.kind.name
    if not {"then", "else"}.isdisjoint(error.schema_path) and has_template(value):
        return True
    if keyword in _JUDGES_CONTENT:
        return has_template(instance)
    return keyword in ("required", "minProperties") and any(map(is_template, instance))


def _gave_up(kind: Any) -> bool:
    """Tell whether the pattern engine ran out of steps, which says nothing about the value."""
    return kind.name == "pattern" and not hasattr(kind, "pattern")


def has_template(value: Value) -> bool:
    """Tell whether a template stands anywhere in a value, as a value or as a key."""
    pending = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            pending.extend(node)
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)
        elif is_template(node):
            return True
    return False
