"""Where a document breaks the JSON Schema of its kind, worded for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema_rs

from attune_packkit import schemas
from attune_packkit.diagnostics import Finding, Place, Scalar
from attune_packkit.documents.document import Document, Value
from attune_packkit.model.component import Component
from attune_packkit.model.refs import shown
from attune_packkit.spans import dotted
from attune_packkit.suggest import near

MAX_VIOLATIONS = 200

_DEFAULT_CODES = {
    "required": "metadata.missing_field",
    "type": "metadata.invalid_field_type",
    "additionalProperties": "metadata.unknown_key",
}
_OTHER_CODE = "metadata.invalid_field"
_TYPE_WORDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a document differs from its schema. `code` is the check that reports it."""

    code: str
    keyword: str
    place: Place
    template: str
    params: tuple[tuple[str, Scalar], ...]
    hint: str = ""
    suggestion: str = ""

    def finding(self, *, hint: str = "") -> Finding:
        """Return the violation as a finding, with `hint` where it has none of its own."""
        return Finding(self.place, self.template, self.params, self.hint or hint)


@cache
def validator(kind: str) -> jsonschema_rs.Draft202012Validator:
    """Return the compiled schema of a kind; never fetches anything."""
    return jsonschema_rs.Draft202012Validator(
        schemas.load(kind), offline=True, pattern_options=jsonschema_rs.RegexOptions()
    )


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
            break
    return tuple(found.values())


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
            "required field '{name}' is missing{where}",
            name=name,
            where=where,
        )
    else:
        expected = _expected(component.kind.name, schema_path, error)
        found = _found(document, error.instance, place)
        yield _violation(
            code,
            keyword,
            place,
            "'{field}' is {found}, expected {expected}",
            hint=_hint(keyword, error, found),
            field=dotted(path) or "the document",
            found=found,
            expected=expected,
        )


def _unknown_keys(
    component: Component, error: Any, code: str, place: Place, schema_path: list[str | int]
) -> Iterator[Violation]:
    known = _at(component.kind.name, schema_path[:-1]).get("properties", {})
    for name in error.kind.unexpected:
        match = near(name, (key for key in known if key not in error.instance))
        yield _violation(
            code,
            "additionalProperties",
            place.key(name),
            "unknown key {key}{where}",
            hint=f"did you mean '{match}'?" if match else _listing(known),
            suggestion=match,
            key=shown(name),
            where=f" in '{dotted(place.pointer)}'" if place.pointer else "",
        )


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
    return Violation(code, keyword, place, template, tuple(params.items()), hint, suggestion)


def _listing(known: dict[str, Any]) -> str:
    names = sorted(known)
    return f"known keys: {', '.join(names)}" if 0 < len(names) <= 12 else ""


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
    node = _at(kind, path[:-1])
    phrase = node.get("x-packkit-expected")
    if phrase:
        return str(phrase)
    known = error.kind
    match known.name:
        case "type":
            words = [_TYPE_WORDS[word] for word in known.types if word != "null"]
            return " or ".join(words) or "null"
        case "enum":
            options = [option for option in known.options if option is not None]
            return "one of " + ", ".join(_literal(option) for option in options)
        case "const":
            return _literal(known.expected_value)
        case "minimum":
            return f"at least {known.limit}"
        case "maximum":
            return f"at most {known.limit}"
        case "exclusiveMinimum":
            return f"more than {known.limit}"
        case "exclusiveMaximum":
            return f"less than {known.limit}"
        case "minLength":
            return "some text" if known.limit == 1 else f"at least {known.limit} characters"
        case "maxLength":
            return f"at most {known.limit} characters"
        case "minItems":
            return f"at least {known.limit} entries"
        case "maxItems":
            return f"at most {known.limit} entries"
        case "minProperties":
            return f"at least {known.limit} keys"
        case "maxProperties":
            return f"at most {known.limit} keys"
        case "uniqueItems":
            return "entries that all differ"
        case "pattern":
            return f"text that matches {known.pattern}"
        case "falseSchema":
            return "nothing: this key does not go with the others"
    return str(error.message)


def _found(document: Document, value: Value, place: Place) -> str:
    """Describe what stands there, with the author's own spelling of numbers."""
    if isinstance(value, str):
        return shown(value, 40) if value else "empty"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        from attune_packkit.documents.positions import locate

        return f"the number {locate(document).source(place) or value}"
    words = "mapping" if isinstance(value, dict) else "list"
    return f"a {words}" if value else f"an empty {words}"


def _hint(keyword: str, error: Any, found: str) -> str:
    value = error.instance
    if keyword == "type" and "string" in error.kind.types and isinstance(value, (int, float)):
        text = found.removeprefix("the number ")
        return f'quote it: "{text}"'
    if keyword == "enum" and isinstance(value, str):
        match = near(value, (option for option in error.kind.options if isinstance(option, str)))
        return f"did you mean '{match}'?" if match else ""
    return ""


def _literal(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
