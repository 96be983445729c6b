"""Static types of values, shaped like JSON Schema: what a value can be, and what fields it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.model.schema import is_marked_secret

KINDS = frozenset({"string", "integer", "number", "boolean", "null", "array", "object"})

_MAX_DEPTH = 12
_SPEAKS_OF_MORE = frozenset(
    {"additionalProperties", "patternProperties", "unevaluatedProperties", "propertyNames", "if"}
)


class Type(Struct, frozen=True):
    """What a value can be.

    `fields` are the known members of an object (None: nothing is known), and `open` tells whether
    it may have more; `named`: whoever wrote them meant to name all. `items` is the type of a list's
    entries. `choices` are the texts that it can be (None: any). `secret` values must not be shown.
    """

    kinds: frozenset[str] = KINDS
    fields: Mapping[str, Type] | None = None
    open: bool = True
    items: Type | None = None
    secret: bool = False
    named: bool = False
    choices: frozenset[str] | None = None

    @property
    def certain(self) -> bool:
        """Whether anything at all is known."""
        return self.kinds != KINDS

    def only(self, *kinds: str) -> bool:
        """Tell whether the value certainly is of one of these kinds."""
        return self.kinds <= set(kinds)

    def never(self, *kinds: str) -> bool:
        """Tell whether the value certainly is of none of these kinds."""
        return self.kinds.isdisjoint(kinds)

    def __str__(self) -> str:
        if not self.certain:
            return "anything"
        words = sorted(self.kinds - ({"integer"} if "number" in self.kinds else set()))
        return " or ".join(words) or "nothing"


ANY = Type()
STRING = Type(frozenset({"string"}))
INTEGER = Type(frozenset({"integer"}))
NUMBER = Type(frozenset({"integer", "number"}))
BOOLEAN = Type(frozenset({"boolean"}))
NULL = Type(frozenset({"null"}))
ARRAY = Type(frozenset({"array"}))
OBJECT = Type(frozenset({"object"}))


def array_of(items: Type) -> Type:
    """Return the type of a list with such entries."""
    return Type(frozenset({"array"}), items=items, secret=items.secret)


def object_with(fields: Mapping[str, Type], *, is_open: bool = False) -> Type:
    """Return the type of a mapping with such members."""
    return Type(frozenset({"object"}), fields=fields, open=is_open)


def union(types: Iterable[Type]) -> Type:
    """Return the type of a value that has one of these types; `ANY` for none."""
    found = list(types)
    if len(found) < 2:
        return found[0] if found else ANY
    items = [each.items for each in found if each.items]
    return Type(
        frozenset().union(*(each.kinds for each in found)),
        _all_fields([each.fields for each in found if each.fields is not None], len(found)),
        any(each.open for each in found),
        union(items) if len(items) == len(found) else None,
        any(each.secret for each in found),
        all(each.named for each in found),
        _all_choices(found),
    )


def _all_choices(found: list[Type]) -> frozenset[str] | None:
    """Return the texts that values of several types can be; None if one can be any text."""
    known = [each.choices for each in found if "string" in each.kinds]
    texts = [choices for choices in known if choices is not None]
    return frozenset().union(*texts) if texts and len(texts) == len(known) else None


def _all_fields(known: list[Mapping[str, Type]], count: int) -> Mapping[str, Type] | None:
    """Merge the members of objects; None if nothing is known of one of them."""
    if len(known) < count:
        return None
    types: dict[str, list[Type]] = {}
    for fields in known:
        for name, of in fields.items():
            types.setdefault(name, []).append(of)
    return {name: union(each) for name, each in types.items()}


def of_value(value: object, depth: int = 0) -> Type:
    """Return the type of a plain value; texts with a template in them can be anything."""
    match value:
        case bool():
            return BOOLEAN
        case None:
            return NULL
        case int():
            return INTEGER
        case float():
            return NUMBER
        case str():
            return ANY if "{{" in value else replace(STRING, choices=frozenset({value}))
        case list() if depth < _MAX_DEPTH:
            return array_of(union(of_value(item, depth + 1) for item in value))
        case dict() if depth < _MAX_DEPTH:
            return object_with({name: of_value(item, depth + 1) for name, item in value.items()})
    return ANY


def of_schema(schema: object, depth: int = 0) -> Type:
    """Return the type that a JSON Schema describes, as far as it is certain."""
    if not isinstance(schema, Mapping) or depth > _MAX_DEPTH or "$ref" in schema:
        return ANY
    declared = schema.get("type")
    names = [declared] if isinstance(declared, str) else declared
    kinds = KINDS
    if isinstance(names, list) and names and set(map(str, names)) <= KINDS:
        kinds = frozenset(names) | ({"integer"} if "number" in names else set())
    if any(keyword in schema for keyword in ("allOf", "anyOf", "oneOf")):
        return Type(kinds, secret=is_marked_secret(schema))
    properties = schema.get("properties")
    fields = None
    if isinstance(properties, Mapping):
        fields = {name: of_schema(part, depth + 1) for name, part in properties.items()}
    closed = schema.get("additionalProperties") is False
    items = schema.get("items")
    return Type(
        kinds,
        fields,
        not closed,
        of_schema(items, depth + 1) if isinstance(items, Mapping) else None,
        is_marked_secret(schema),
        named=bool(fields) and not _SPEAKS_OF_MORE.intersection(schema),
        choices=_choices(schema),
    )


def _choices(schema: Mapping[str, object]) -> frozenset[str] | None:
    """Return the texts that `enum` or `const` allows; None if any is allowed."""
    listed = [schema["const"]] if "const" in schema else schema.get("enum")
    if not isinstance(listed, list) or not listed:
        return None
    return frozenset(each for each in listed if isinstance(each, str))


def without_names(of: Type) -> Type:
    """Return a type of which every object may have members beside the known ones."""
    fields = of.fields and {name: without_names(part) for name, part in of.fields.items()}
    items = without_names(of.items) if of.items else None
    return replace(of, fields=fields, items=items, open=True, named=False)


def secret(of: Type) -> Type:
    """Return a type marked as secret."""
    return of if of.secret else replace(of, secret=True)
