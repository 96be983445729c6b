"""Schemas as tables: a row for each parameter, and rows below it for what is inside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from attune_packkit.api import (
    Field,
    Schema,
    Value,
    clipped,
    credential_kind,
    is_marked_secret,
    is_number,
    is_secret_name,
    resolve_ref,
)
from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.models import FieldTable, ParameterRow
from attune_packkit.sitegen.secrets import HIDDEN

MAX_ROWS = 1_000
"""Rows of one table; a schema with more is shown in part."""

MAX_LEVELS = 8
MAX_LITERAL = 200
MAX_CHOICES = 60
_MAX_BRANCHES = 20
"""Branches of `allOf`, `anyOf` and `oneOf` that are looked at."""

_MAX_DESCRIPTION = 4_000

_WORDS = {
    "string": ("text", "texts"),
    "integer": ("whole number", "whole numbers"),
    "number": ("number", "numbers"),
    "boolean": ("true or false", "true or false values"),
    "array": ("list", "lists"),
    "object": ("object", "objects"),
    "null": ("null", "nulls"),
}
_RANGES = (
    ("minimum", "maximum", ""),
    ("minLength", "maxLength", "character"),
    ("minItems", "maxItems", "entry"),
    ("minProperties", "maxProperties", "key"),
)
_LIMITING = frozenset(
    (
        *(word for least, most, _ in _RANGES for word in (least, most)),
        *("exclusiveMinimum", "exclusiveMaximum", "multipleOf", "uniqueItems"),
        *("format", "pattern", "key_ref"),
    )
)
_PLURALS = {"": "", "character": " characters", "entry": " entries", "key": " keys"}

Raw = Mapping[str, Value]


def table(
    title: str, name: str, schema: Schema | None, empty: str, always: str = "required"
) -> FieldTable:
    """Return the table of a schema. `name` begins the ids of its rows: `param-region`.

    What callers must give comes first; else the order is the author's.
    """
    if schema is None:
        return FieldTable(title, title.lower(), (), empty)
    reader = _Reader(schema)
    fields = list(schema.fields.values())
    if always == "required":
        fields.sort(key=lambda each: not each.required)
    rows = tuple(reader.rows(fields, name))
    note = "Further values are allowed." if schema.open and rows else ""
    if reader.cut:
        note = f"Only the first {MAX_ROWS:,} are shown."
    return FieldTable(
        title=title, anchor=title.lower(), rows=rows, empty=empty, always=always, note=note
    )


def literal(value: Value, limit: int = MAX_LITERAL) -> str:
    """Write a value as an author would: text as it is where it stands out, else as JSON."""
    text = value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
    return clipped(text, limit)


class _Reader(Struct):
    """Walks one schema: counts rows, and follows references inside it but no circle."""

    schema: Schema
    left: int = MAX_ROWS
    cut: bool = False
    following: list[str] = field(default_factory=list)

    def rows(self, fields: Iterable[Field], prefix: str) -> Iterator[ParameterRow]:
        for each in fields:
            row = self._row(each.name, each.raw, (each.name,), prefix, required=each.required)
            if row is None:
                return
            yield row

    def _row(
        self, name: str, written: Raw, path: tuple[str, ...], prefix: str, *, required: bool
    ) -> ParameterRow | None:
        if self.left <= 0:
            self.cut = True
            return None
        self.left -= 1
        raw, followed = self._resolved(written)
        self.following += followed
        note, inside = self._inside(raw)
        more = tuple(self._below(inside, path, prefix))
        del self.following[len(self.following) - len(followed) :]
        secret = _is_secret(name, raw)
        return ParameterRow(
            name=name,
            path=".".join(path),
            anchor=addresses.anchor(prefix, *path),
            type=type_of(self._opened(raw)),
            required=required,
            secret=secret,
            description=_text(raw.get("description")) or _text(raw.get("title")),
            default="" if "default" not in raw else _shown(raw["default"], secret),
            choices=_choices(raw),
            limits=() if _LIMITING.isdisjoint(raw) else tuple(_limits(raw)),
            examples=() if secret else tuple(_examples(raw)),
            deprecated=raw.get("deprecated") is True,
            more=more,
            more_note=note if more else "",
            cut=bool(inside) and not more,
            depth=len(path) - 1,
        )

    def _below(
        self, inside: list[tuple[str, Raw, bool]], path: tuple[str, ...], prefix: str
    ) -> Iterator[ParameterRow]:
        if len(path) >= MAX_LEVELS:
            return
        for name, raw, required in inside:
            row = self._row(name, raw, (*path, name), prefix, required=required)
            if row is None:
                return
            yield row

    def _resolved(self, raw: Raw) -> tuple[Raw, list[str]]:
        """Return a subschema with its references and `allOf` put in; and what was followed."""
        followed: list[str] = []
        while isinstance(ref := raw.get("$ref"), str):
            target = self._target(ref)
            if ref in self.following or ref in followed or target is None:
                break
            followed.append(ref)
            raw = {**target, **{key: value for key, value in raw.items() if key != "$ref"}}
        parts = raw.get("allOf")
        for part in parts[:_MAX_BRANCHES] if isinstance(parts, list) else ():
            if isinstance(part, dict):
                raw = _merged(raw, self._plain(part))
        return raw, followed

    def _opened(self, raw: Raw) -> Raw:
        """Return a subschema with references in its alternatives and entries resolved too."""
        opened: dict[str, Any] = {}
        for key in ("oneOf", "anyOf"):
            options = raw.get(key)
            if isinstance(options, list):
                opened[key] = [
                    self._plain(each) for each in options[:_MAX_BRANCHES] if isinstance(each, dict)
                ]
        items = raw.get("items")
        if isinstance(items, dict):
            opened["items"] = self._plain(items)
        return {**raw, **opened} if opened else raw

    def _plain(self, raw: Raw) -> Raw:
        ref = raw.get("$ref")
        target = self._target(ref) if isinstance(ref, str) and ref not in self.following else None
        return target if target is not None else raw

    def _target(self, ref: str) -> Raw | None:
        """Return the subschema that a reference within this schema leads to."""
        found = resolve_ref(self.schema.raw, ref) if ref.startswith("#/") else None
        return found if isinstance(found, dict) else None

    def _inside(self, raw: Raw) -> tuple[str, list[tuple[str, Raw, bool]]]:
        """Return the fields inside a value, and of what they are the fields."""
        note = ""
        for _ in range(MAX_LEVELS):
            properties = raw.get("properties")
            if isinstance(properties, dict) and properties:
                return note, list(_fields(raw, properties))
            deeper = next(
                ((raw[key], words) for key, words in _WITHIN if isinstance(raw.get(key), dict)),
                None,
            )
            if deeper is None:
                break
            inner, note = deeper
            assert isinstance(inner, dict)
            raw = self._resolved(inner)[0]
        return self._alternatives(raw)

    def _alternatives(self, raw: Raw) -> tuple[str, list[tuple[str, Raw, bool]]]:
        for key in ("oneOf", "anyOf"):
            options = raw.get(key)
            if isinstance(options, list):
                named = [
                    (_text(each.get("title")) or f"option {number}", self._plain(each), False)
                    for number, each in enumerate(options[:_MAX_BRANCHES], 1)
                    if isinstance(each, dict)
                ]
                if any("properties" in option for _, option, _ in named):
                    return "one of", named
        return "", []


_WITHIN = (("items", "each entry"), ("additionalProperties", "each value"))


def type_of(raw: Raw) -> str:
    """Say in words which values a subschema takes."""
    declared = raw.get("type")
    names = declared if isinstance(declared, list) else [declared]
    words = [_word(name, raw) for name in names if isinstance(name, str)]
    if not words:
        words = _implied(raw)
    return " or ".join(dict.fromkeys(words)) or "any value"


def _word(name: str, raw: Raw) -> str:
    items = raw.get("items")
    if name == "array" and isinstance(items, dict):
        inner = items.get("type")
        if isinstance(inner, str) and inner in _WORDS:
            return f"list of {_WORDS[inner][1]}"
    return _WORDS[name][0] if name in _WORDS else ("any value" if name == "any" else name[:40])


def _implied(raw: Raw) -> list[str]:
    """Say which types the keywords of a subschema imply if it declares none."""
    for key in ("oneOf", "anyOf"):
        options = raw.get(key)
        if isinstance(options, list):
            return [type_of(each) for each in options[:6] if isinstance(each, dict)]
    if "properties" in raw:
        return ["object"]
    if "items" in raw:
        return [_word("array", raw)]
    return ["one of the values below"] if isinstance(raw.get("enum"), list) else []


def _fields(raw: Raw, properties: Mapping[str, Value]) -> Iterator[tuple[str, Raw, bool]]:
    required = raw.get("required")
    names = required if isinstance(required, list) else []
    listed = {each for each in names if isinstance(each, str)}
    for name, value in properties.items():
        inner = value if isinstance(value, dict) else {}
        yield name, inner, name in listed or inner.get("required") is True


def _merged(raw: Raw, part: Raw) -> Raw:
    merged = {**part, **raw}
    ours, theirs = raw.get("properties"), part.get("properties")
    if isinstance(ours, dict) and isinstance(theirs, dict):
        merged["properties"] = {**theirs, **ours}
    mine, its = raw.get("required"), part.get("required")
    if isinstance(mine, list) and isinstance(its, list):
        merged["required"] = [*its, *mine]
    return merged


def _is_secret(name: str, raw: Raw) -> bool:
    if is_marked_secret(raw):
        return True
    text = raw.get("type") in ("string", None) and "enum" not in raw and "properties" not in raw
    return text and raw.get("secret") is not False and is_secret_name(name)


def _shown(value: Value, secret: bool) -> str:
    text = literal(value)
    return HIDDEN if (secret and value not in ("", None)) or credential_kind(text) else text


def _choices(raw: Raw) -> tuple[str, ...]:
    options = raw.get("enum")
    if not isinstance(options, list):
        return (literal(raw["const"]),) if "const" in raw else ()
    shown = [literal(option, 80) for option in options[:MAX_CHOICES]]
    more = len(options) - MAX_CHOICES
    return (*shown, f"and {more:,} more") if more > 0 else tuple(shown)


def _limits(raw: Raw) -> Iterator[tuple[str, str]]:
    """Yield what a value must keep to, in words, with the literal that the words end with."""
    for least, most, noun in _RANGES:
        words = _range(raw.get(least), raw.get(most), noun)
        if words:
            yield words, ""
    for keyword, words in (("exclusiveMinimum", "more than"), ("exclusiveMaximum", "less than")):
        if is_number(raw.get(keyword)):
            yield f"{words} {_number(raw.get(keyword))}", ""
    if is_number(raw.get("multipleOf")):
        yield f"a multiple of {_number(raw.get('multipleOf'))}", ""
    if raw.get("uniqueItems") is True:
        yield "entries all differ", ""
    for keyword, words in (("format", "format"), ("pattern", "matches")):
        value = raw.get(keyword)
        if isinstance(value, str) and value:
            yield words, literal(value)
    if raw.get("key_ref") is True:
        yield "the name of a key, not the secret itself", ""


def _range(least: Value, most: Value, noun: str) -> str:
    low = _number(least) if is_number(least) else ""
    high = _number(most) if is_number(most) else ""
    if low == high == "1" and noun:
        return f"exactly 1 {noun}"
    if low and high:
        return f"{low} to {high}{_PLURALS[noun]}"
    if not low and not high:
        return ""
    one = noun and (low or high) == "1"
    return (
        f"{'at least' if low else 'at most'} {low or high}{' ' + noun if one else _PLURALS[noun]}"
    )


def _number(value: Value) -> str:
    return f"{value:,}" if isinstance(value, int) and abs(value) < 10**30 else literal(value, 40)


def _examples(raw: Raw) -> Iterator[str]:
    written = raw.get("examples")
    given = written[:3] if isinstance(written, list) else []
    for value in (*given, *([raw["example"]] if "example" in raw else [])):
        text = literal(value)
        if not credential_kind(text):
            yield text


def _text(value: Value) -> str:
    return value[:_MAX_DESCRIPTION].strip() if isinstance(value, str) else ""
