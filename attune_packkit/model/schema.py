"""Parameter schemas: both dialects, normalised to JSON Schema 2020-12.

The *flat* dialect (today's Attune) maps names to fields, each with `required: true` of its own. The
*json* dialect (the API documents) is a JSON Schema object. A check sees one model for both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.json_schema import is_required, object_schema, to_json_schema
from attune_packkit.model.secrets import is_secret_name, tells_of_no_secret
from attune_packkit.model.vocabulary import KEYWORDS, TYPES
from attune_packkit.spans import Pointer

Dialect: TypeAlias = Literal["flat", "json"]

MAX_NODES = 5_000
"""Subschemas of one schema that are looked at, far more than real schemas have."""

_HOLDING = frozenset(word for word, keyword in KEYWORDS.items() if keyword.holds)
_SAME_VALUE = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "then", "else"})


class Field(Struct, frozen=True):
    """One named value of a schema. `raw` is as written; `types` is empty where any type goes."""

    name: str
    place: Place
    raw: dict[str, Value]
    required: bool
    required_at: Place

    @property
    def secret(self) -> bool:
        """Whether the value must not be shown."""
        return is_marked_secret(self.raw)

    @property
    def types(self) -> tuple[str, ...]:
        """The JSON types this field declares."""
        return types_of(self.raw)

    @property
    def has_default(self) -> bool:
        """Whether a default value is declared."""
        return "default" in self.raw


class Node(Struct, frozen=True):
    """One subschema at any depth. `field` is its parameter's name, or "" for a list's items."""

    path: str
    pointer: Pointer
    raw: dict[str, Value]
    field: str
    dialect: Dialect
    root: bool = False

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.path, self.pointer)

    @property
    def types(self) -> tuple[str, ...]:
        """The JSON types this subschema declares; empty where any type goes."""
        return types_of(self.raw)

    @property
    def secret(self) -> bool:
        """Whether the value must not be shown."""
        return is_marked_secret(self.raw)

    def patterns(self) -> Iterator[tuple[Place, str]]:
        """Yield the regular expressions that this subschema itself holds."""
        pattern = self.raw.get("pattern")
        if isinstance(pattern, str):
            yield self.place.at("pattern"), pattern
        keyed = self.raw.get("patternProperties")
        for key in keyed if isinstance(keyed, dict) else ():
            yield self.place.key("patternProperties", key), key


class Schema(Struct, frozen=True, eq=False, dict=True, weakref=True):
    """A schema of a component. `owner` names the field that holds it, such as `parameters`."""

    owner: str
    place: Place
    raw: dict[str, Value]
    dialect: Dialect

    @property
    def open(self) -> bool:
        """Whether values beyond the fields are allowed."""
        return self.dialect == "json" and self.raw.get("additionalProperties") is not False

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The named values, by name."""
        read = _json_fields if self.dialect == "json" else _flat_fields
        return read(self.place, self.raw)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The subschemas at any depth, in document order."""
        pending = [*self._widest()]
        if all(_HOLDING.isdisjoint(node.raw) for node in pending):
            return tuple(pending[:MAX_NODES])
        found: list[Node] = []
        pending.reverse()
        while pending and len(found) < MAX_NODES:
            node = pending.pop()
            found.append(node)
            if not _HOLDING.isdisjoint(node.raw):
                pending += reversed([*_below(node)])
        return tuple(found)

    def _widest(self) -> Iterator[Node]:
        """Yield the subschemas that are in no other: the whole, or each field of a flat map."""
        path, pointer = self.place.path, self.place.pointer
        if self.dialect == "json":
            yield Node(path, pointer, self.raw, "", "json", root=True)
            return
        for name, raw in self.raw.items():
            if isinstance(raw, dict) and not name.startswith("x-"):
                yield Node(path, (*pointer, name), raw, name, "flat")

    @cached_property
    def keywords(self) -> dict[str, list[Node]]:
        """The subschemas that use each keyword: most checks look for one that few schemas have."""
        found: dict[str, list[Node]] = {}
        for node in self.nodes:
            for word in node.raw:
                if word in found:
                    found[word].append(node)
                else:
                    found[word] = [node]
        return found

    @property
    def words(self) -> Collection[str]:
        """The keywords in use, which tell the checks that have something to look at."""
        return self.keywords.keys()

    def using(self, *words: str) -> Sequence[Node]:
        """Return each subschema that uses one of these keywords, once."""
        keywords = self.keywords
        lists = [keywords[word] for word in words if word in keywords]
        if len(lists) < 2:
            return lists[0] if lists else ()
        return list({id(node): node for each in lists for node in each}.values())

    def json_schema(self) -> dict[str, Value]:
        """Return the whole as JSON Schema 2020-12, without the flat dialect's keywords."""
        if self.dialect == "json":
            return to_json_schema(self.raw)
        return object_schema(self.raw)

    @property
    def is_input(self) -> bool:
        """Whether it describes what people give: parameters or configuration."""
        return self.owner in ("parameters", "conf_schema")

    @cached_property
    def secrets(self) -> tuple[Node, ...]:
        """The inputs, at any depth, that are secrets: marked so, or so by their name."""
        return tuple(
            node
            for node in (self.nodes if self.is_input else ())
            if node.field and node.pointer[-1] == node.field and _holds_secret(node)
        )

    @property
    def required(self) -> tuple[str, ...]:
        """Names of fields that a caller must give: required and without a default."""
        return tuple(f.name for f in self.fields.values() if f.required and not f.has_default)


def dialect_of(raw: dict[str, Value]) -> Dialect:
    """Tell the dialect: a `type` that is text is JSON Schema, one that is a field is flat."""
    kind = raw.get("type")
    if isinstance(kind, str) or (isinstance(kind, list) and all(isinstance(t, str) for t in kind)):
        return "json"
    marked = "$schema" in raw or isinstance(raw.get("required"), list)
    return "json" if kind is None and isinstance(raw.get("properties"), dict) and marked else "flat"


def load(owner: str, place: Place, value: Value) -> Schema | None:
    """Read a schema; None if nothing usable is written there."""
    if not isinstance(value, dict):
        return None
    return Schema(owner, place, value, dialect_of(value))


def _json_fields(place: Place, raw: dict[str, Value]) -> dict[str, Field]:
    properties = raw.get("properties")
    if not isinstance(properties, dict):
        return {}
    required = raw.get("required")
    names = required if isinstance(required, list) else []
    listed = {name: index for index, name in reversed([*enumerate(names)]) if isinstance(name, str)}
    return {
        name: Field(
            name,
            place.at("properties", name),
            value if isinstance(value, dict) else {},
            name in listed or is_required(value),
            place.at("required", listed[name]) if name in listed else place.at("properties", name),
        )
        for name, value in properties.items()
    }


def _flat_fields(place: Place, raw: dict[str, Value]) -> dict[str, Field]:
    return {
        name: Field(
            name,
            place.at(name),
            value if isinstance(value, dict) else {},
            is_required(value),
            place.at(name, "required"),
        )
        for name, value in raw.items()
        if not name.startswith("x-")
    }


def _holds_secret(node: Node) -> bool:
    raw = node.raw
    if is_marked_secret(raw):
        return True
    if not is_secret_name(node.field):
        return False
    excused = raw.get("secret") is False or raw.get("key_ref") is True or "enum" in raw
    is_text = not node.types or "string" in node.types
    if not is_text or excused:
        return False
    description = raw.get("description")
    return not (isinstance(description, str) and tells_of_no_secret(description))


def is_marked_secret(raw: Mapping[str, object]) -> bool:
    """Tell whether a subschema says that its value must not be shown."""
    return raw.get("secret") is True or raw.get("format") == "password"


def _below(node: Node) -> Iterator[Node]:
    """Yield the direct subschemas."""
    for word, held in node.raw.items():
        holds = KEYWORDS[word].holds if word in _HOLDING else ""
        name = node.field if word in _SAME_VALUE else ""
        if holds == "one" and isinstance(held, dict):
            yield _inside(node, held, name, word)
        elif holds == "map" and isinstance(held, dict):
            for key, inner in held.items():
                if isinstance(inner, dict):
                    yield _inside(node, inner, key if word == "properties" else "", word, key)
        elif holds == "list" and isinstance(held, list):
            for index, inner in enumerate(held):
                if isinstance(inner, dict):
                    yield _inside(node, inner, name, word, index)


def _inside(node: Node, raw: dict[str, Value], name: str, *steps: str | int) -> Node:
    """Return the subschema this many steps below another one."""
    return Node(node.path, node.pointer + steps, raw, name, node.dialect)


def types_of(raw: dict[str, Value]) -> tuple[str, ...]:
    """Return the JSON types a subschema declares; empty where any type goes."""
    declared = raw.get("type")
    if isinstance(declared, str):
        return () if declared == "any" or declared not in TYPES else (declared,)
    if isinstance(declared, list) and "any" not in declared:
        return tuple(t for t in declared if isinstance(t, str) and t in TYPES)
    return ()
