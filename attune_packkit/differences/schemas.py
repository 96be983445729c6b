"""What changed in the values that a component takes or gives.

What it takes may become wider without harm, what it gives may become narrower. A value that callers
may leave out does no harm when it comes; one that they must give does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.differences.difference import Difference, Impact
from attune_packkit.differences.types import Direction, Shift, shifts
from attune_packkit.documents.document import Value
from attune_packkit.escaping import clipped
from attune_packkit.model.component import Component
from attune_packkit.model.schema import Field, Schema, is_marked_secret
from attune_packkit.spans import Pointer

Flow: TypeAlias = Literal["in", "out"]

MAX_DEPTH = 16
_LONGEST_VALUE = 60
"""Characters of a value that a sentence quotes."""

_WORDS = {
    "parameters": ("parameter", "in"),
    "conf_schema": ("config", "in"),
    "item_schema": ("item", "in"),
    "output": ("output", "out"),
}
_NOTHING: dict[str, Field] = {}


class Side(Struct, frozen=True):
    """One version of a value: its schema, and whether it must be there."""

    raw: dict[str, Value]
    required: bool
    path: str
    pointer: Pointer


class _About(Struct, frozen=True):
    """What is compared: the component, the word for the value, which way it goes, and its name."""

    component: str
    noun: str
    flow: Flow
    name: str = ""

    def difference(
        self,
        what: str,
        side: Side,
        impact: Impact,
        message: str,
        *,
        old: Any = None,
        new: Any = None,
    ) -> Difference:
        text = f"{self.noun} '{self.name}' of {self.component} {message}"
        kind = f"{self.noun}.{what}"
        return Difference(
            kind, self.component, side.path, side.pointer, impact, text, old=old, new=new
        )


def compare_schemas(
    component: str, old: Component | None, new: Component | None
) -> Iterator[Difference]:
    """Yield what changed in the schemas of a component that is in both packs."""
    held = new or old
    for owner in held.kind.schemas if held else ():
        noun, flow = _WORDS[owner]
        if held and held.kind.name == "trigger" and owner == "output":
            noun = "payload"
        about = _About(component, noun, "in" if flow == "in" else "out")
        yield from _fields(about, _of(old, owner), _of(new, owner))


def _of(component: Component | None, owner: str) -> dict[str, Side]:
    schema = component.schema(owner) if component else None
    fields = schema.fields if schema else _NOTHING
    return {name: _side(field, schema) for name, field in fields.items()}


def _side(field: Field, schema: Schema | None) -> Side:
    takes = schema is not None and schema.is_input
    required = field.required and not (takes and field.has_default)
    return Side(field.raw, required, field.place.path, field.place.pointer)


def _fields(about: _About, old: dict[str, Side], new: dict[str, Side]) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        here = replace(about, name=f"{about.name}.{name}".lstrip("."))
        before, after = old.get(name), new.get(name)
        if before is None and after is not None:
            yield _added(here, after)
        elif after is None and before is not None:
            yield here.difference("removed", before, Impact.MAJOR, "is gone", old=_open(before.raw))
        elif before is not None and after is not None:
            yield from _changed(here, before, after)


def _added(about: _About, side: Side) -> Difference:
    needed = side.required and about.flow == "in"
    message = "is new and must be given" if needed else "is new"
    impact = Impact.MAJOR if needed else Impact.MINOR
    return about.difference("added", side, impact, message, new=_open(side.raw))


def _changed(about: _About, old: Side, new: Side, depth: int = 0) -> Iterator[Difference]:
    if old.raw == new.raw and old.required == new.required:
        return
    yield from _presence(about, old, new)
    for shift in shifts(old.raw, new.raw):
        yield _shifted(about, new, shift)
    yield from _habits(about, old, new)
    if depth < MAX_DEPTH:
        yield from _inside(about, old, new, depth + 1)
    if _told(old.raw) != _told(new.raw):
        yield about.difference("text_changed", new, Impact.PATCH, "has another description")


def _presence(about: _About, old: Side, new: Side) -> Iterator[Difference]:
    if old.required == new.required:
        return
    harmful = new.required if about.flow == "in" else old.required
    word = "required" if new.required else "optional"
    impact = Impact.MAJOR if harmful else Impact.MINOR
    yield about.difference(
        f"now_{word}", new, impact, f"is now {word}", old=old.required, new=new.required
    )


def _shifted(about: _About, side: Side, shift: Shift) -> Difference:
    what = f"{shift.keyword}_{shift.direction}"
    old, new = shift.old, shift.new
    message = f"has its {shift.keyword} {shift.direction}: {_written(old)} became {_written(new)}"
    return about.difference(what, side, _weight(about.flow, shift), message, old=old, new=new)


def _weight(flow: Flow, shift: Shift) -> Impact:
    harmless: Direction = "widened" if flow == "in" else "narrowed"
    if shift.direction == harmless or (flow == "out" and shift.keyword != "type"):
        return Impact.MINOR
    return Impact.MAJOR


def _habits(about: _About, old: Side, new: Side) -> Iterator[Difference]:
    """Yield changes of what happens by itself: the default, and hiding."""
    before, after = old.raw.get("default"), new.raw.get("default")
    if before != after and about.flow == "in":
        message = f"has another default: {_written(before)} became {_written(after)}"
        if is_marked_secret(old.raw) or is_marked_secret(new.raw):
            message, before, after = "has another default", None, None
        yield about.difference("default_changed", new, Impact.MINOR, message, old=before, new=after)
    hidden, hides = (is_marked_secret(side.raw) for side in (old, new))
    if hidden != hides:
        message = "is now a secret" if hides else "is no longer a secret"
        yield about.difference("secret_changed", new, Impact.MINOR, message, old=hidden, new=hides)


def _inside(about: _About, old: Side, new: Side, depth: int) -> Iterator[Difference]:
    """Yield what changed below a value: in the entries of a list, in the keys of a mapping."""
    for word in ("items", "additionalProperties"):
        before, after = old.raw.get(word), new.raw.get(word)
        if isinstance(before, dict) and isinstance(after, dict):
            here = replace(about, name=f"{about.name}[]" if word == "items" else f"{about.name}.*")
            yield from _changed(here, _below(old, before, word), _below(new, after, word), depth)
    held, holds = _properties(old), _properties(new)
    if held or holds:
        for name in dict.fromkeys((*held, *holds)):
            here = replace(about, name=f"{about.name}.{name}")
            if name in held and name in holds:
                yield from _changed(here, held[name], holds[name], depth)
            else:
                yield from _fields(
                    about,
                    {name: held[name]} if name in held else {},
                    {name: holds[name]} if name in holds else {},
                )


def _properties(side: Side) -> dict[str, Side]:
    properties, required = side.raw.get("properties"), side.raw.get("required")
    if not isinstance(properties, dict):
        return {}
    names = required if isinstance(required, list) else []
    return {
        name: Side(
            raw,
            (name in names or raw.get("required") is True) and "default" not in raw,
            side.path,
            (*side.pointer, "properties", name),
        )
        for name, raw in properties.items()
        if isinstance(raw, dict)
    }


def _below(side: Side, raw: dict[str, Value], word: str) -> Side:
    return Side(raw, False, side.path, (*side.pointer, word))


def _told(raw: dict[str, Value]) -> tuple[Value, ...]:
    return tuple(raw.get(name) for name in ("description", "title", "label", "example", "examples"))


def _open(raw: dict[str, Value]) -> dict[str, Value]:
    """Return a subschema without the values of a secret."""
    hidden = ("default", "example", "examples", "enum", "const") if is_marked_secret(raw) else ()
    return {name: value for name, value in raw.items() if name not in hidden}


def _written(value: Any) -> str:
    if value is None:
        return "nothing"
    return clipped(json.dumps(value, ensure_ascii=False), _LONGEST_VALUE)
