"""Where a document breaks the JSON Schema of its kind, worded for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit import phrases, schemas
from attune_packkit.checking.misplacing import home
from attune_packkit.diagnostics import Finding, Place, Scalar
from attune_packkit.documents.document import Document, Value
from attune_packkit.escaping import shown
from attune_packkit.model import wording
from attune_packkit.model.component import Component
from attune_packkit.schemas.compiling import validator
from attune_packkit.spans import dotted
from attune_packkit.suggest import near

MAX_VIOLATIONS = 1_000
"""The most that are reported for one file; the report says if there are more."""

_DEFAULT_CODES = {
    "required": "metadata.missing_field",
    "type": "metadata.invalid_field_type",
    "additionalProperties": "metadata.unknown_key",
}
_OTHER_CODE = "metadata.invalid_field"

MISSING_KEY = "required field '{name}' is missing"
UNKNOWN_KEY = "unknown key {key}"
"""How the templates about a missing and about an unknown key begin, whatever their codes are."""


class Violation(Struct, frozen=True):
    """One place where a document differs from its schema. `code` is the check that reports it.

    For an unknown key, `suggestion` is the known key that it looks like, `home` is the place where
    this key would be read, and `text` is its value if that is text.
    """

    code: str
    keyword: str
    place: Place
    template: str
    params: tuple[tuple[str, Scalar], ...]
    hint: str = ""
    suggestion: str = ""
    home: str = ""
    text: str = ""

    def finding(self, *, hint: str = "") -> Finding:
        """Return the violation as a finding, with `hint` where it has none of its own."""
        return Finding(self.place, self.template, self.params, self.hint or hint)


def violations(component: Component) -> tuple[Violation, ...]:
    """Return where a component's document breaks its schema; nearly always nowhere."""
    if not component.value or not component.document.readable:
        return ()
    compiled = validator(component.kind.name)
    if compiled.is_valid(component.value):
        return ()
    found: dict[tuple[str, Place, tuple[tuple[str, Scalar], ...]], Violation] = {}
    for error in compiled.iter_errors(component.value):
        for violation in _explain(component, error):
            found.setdefault((violation.code, violation.place, violation.params), violation)
            if len(found) >= MAX_VIOLATIONS:
                return _joined(found.values())
    return _joined(found.values())


def _joined(found: Iterable[Violation]) -> tuple[Violation, ...]:
    """Join the violations that are one fault.

    A required key that is missing and a misspelt key in its place become one violation. A value of
    the wrong type has no further violations.
    """
    every = tuple(found)
    unknown = {
        (each.place.pointer[:-1], each.suggestion): each
        for each in reversed(every)
        if each.keyword == "additionalProperties" and each.suggestion
    }
    mistyped = {each.place for each in every if each.keyword == "type"}
    kept = {}
    for each in every:
        if each.place in mistyped and each.keyword != "type":
            continue
        slip = unknown.get((each.place.pointer, str(dict(each.params).get("name"))))
        if each.keyword == "required" and slip:
            kept[slip] = _misspelt(each, slip)
        else:
            kept.setdefault(each, each)
    return tuple(kept.values())


def _misspelt(missing: Violation, slip: Violation) -> Violation:
    """Return the violation that a required key is misspelt, at the place of the slip."""
    return replace(
        missing,
        place=slip.place,
        template=MISSING_KEY + "{where}; {key} is no key that Attune knows",
        params=(*missing.params, *(each for each in slip.params if each[0] == "key")),
        hint=slip.hint,
        suggestion=slip.suggestion,
    )


def _explain(component: Component, error: Any) -> Iterator[Violation]:
    keyword: str = error.kind.name
    path = tuple(error.instance_path)
    schema_path = list(error.schema_path)
    document = component.document
    place = Place(document.path, path)
    code = _code(component.kind.name, schema_path, keyword)
    if keyword == "additionalProperties":
        yield from _unknown_keys(component, error, code, place, schema_path)
    elif keyword == "required":
        name = error.kind.property
        where = f" in '{dotted(path)}'" if path else ""
        anchor = Place(document.path, path, "key")
        yield _violation(
            code,
            keyword,
            anchor,
            MISSING_KEY + "{where}",
            name=name,
            where=where,
        )
    else:
        spelling = _spelling(document, error.instance, place)
        yield _violation(
            code,
            keyword,
            place,
            "'{field}' is {found}, expected {expected}",
            hint=wording.remedy(error.kind, error.instance, spelling=spelling),
            field=dotted(path) or "the document",
            found=wording.describe(error.instance, spelling=spelling),
            expected=_expected(component.kind.name, schema_path, error),
        )


def _unknown_keys(
    component: Component, error: Any, code: str, place: Place, schema_path: list[str | int]
) -> Iterator[Violation]:
    known = _at(component.kind.name, schema_path[:-1]).get("properties", {})
    for name in error.kind.unexpected:
        match = near(name, (key for key in known if key not in error.instance))
        away = home(component.kind.name, component.value, place.pointer, name)
        hint = f"did you mean '{match}'?" if match else phrases.known("keys", sorted(known))
        unknown = _violation(
            code,
            "additionalProperties",
            place.key(name),
            UNKNOWN_KEY + "{where}",
            hint=f"it belongs into {away}: mind the indentation" if away else hint,
            suggestion="" if away else match,
            key=shown(name),
            where=f" in '{dotted(place.pointer)}'" if place.pointer else "",
        )
        held = error.instance[name]
        yield replace(unknown, home=away, text=held if isinstance(held, str) else "")


def _violation(
    code: str,
    keyword: str,
    place: Place,
    template: str,
    *,
    hint: str = "",
    suggestion: str = "",
    **params: Scalar,
) -> Violation:
    return Violation(
        code=code,
        keyword=keyword,
        place=place,
        template=template,
        params=tuple(params.items()),
        hint=hint,
        suggestion=suggestion,
    )


def _at(kind: str, path: list[str | int]) -> dict[str, Any]:
    """Return the subschema at a path of the kind's schema; {} if it is a boolean."""
    node: Any = schemas.load(kind)
    for step in path:
        node = node[step]
    return node if isinstance(node, dict) else {}


def _annotation(kind: str, path: list[str | int], name: str) -> Any:
    """Return an annotation of the nearest enclosing subschema that has it."""
    node: Any = schemas.load(kind)
    found = node.get(name)
    for step in path[:-1]:
        node = node[step]
        if isinstance(node, dict) and name in node:
            found = node[name]
    return found


def _code(kind: str, path: list[str | int], keyword: str) -> str:
    here = _at(kind, path[:-1]).get("x-packkit-codes", {})
    if keyword in here:
        return str(here[keyword])
    nearest = _annotation(kind, path, "x-packkit-code")
    return str(nearest) if nearest else _DEFAULT_CODES.get(keyword, _OTHER_CODE)


def _expected(kind: str, path: list[str | int], error: Any) -> str:
    phrase = _at(kind, path[:-1]).get("x-packkit-expected")
    return str(phrase) if phrase else wording.expectation(error.kind)


def _spelling(document: Document, value: Value, place: Place) -> str:
    """Return the author's own spelling of a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    from attune_packkit.documents.events import locate

    return locate(document).source(place)
