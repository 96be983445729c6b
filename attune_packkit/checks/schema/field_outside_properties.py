"""schema.field_outside_properties."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    KEYWORDS,
    Finding,
    Node,
    Schema,
    Value,
    check,
    finding,
    near,
    shown,
    very_near,
)

_PROPERTIES = ("properties",)
_OLDER = frozenset({"additionalItems", "definitions", "dependencies", "disallow", "extends"})
"""Keywords of older drafts."""
_TYPES = ("string", "number", "integer", "boolean", "array", "object")
_LISTS = ("enum", "anyOf", "oneOf", "allOf")


@check("schema.field_outside_properties", severity="warning", layer="schema", since="0.1")
def field_outside_properties(schema: Schema) -> Iterator[Finding]:
    """A field stands beside `properties` of a JSON Schema instead of below it.

    With `type: object` at its top a schema is a JSON Schema, and that looks for fields below
    `properties` only. Beside it, or below a misspelt `properties`, they do not exist.

    Bad:
        ```yaml actions/send.yaml
        ref: parcels.send
        runner_type: native
        entry_point: send
        parameters:
          type: object
          address: {type: string, description: Where to}
        ```

    Good:
        ```yaml actions/send.yaml
        ref: parcels.send
        runner_type: native
        entry_point: send
        parameters:
          type: object
          properties:
            address: {type: string, description: Where to}
        ```
    """
    if schema.keywords.keys() <= KEYWORDS.keys():
        return
    for node in schema.using("type"):
        for word, value in node.raw.items():
            if _is_keyword(word) or not isinstance(value, dict) or _is_note(word):
                continue
            if "object" not in node.types:
                if node.types and value.get("type") in _TYPES and not very_near(word, KEYWORDS):
                    yield _finding(node, word, f"move it out, beside '{node.field or 'items'}'")
            elif "properties" not in node.raw and _holds_fields(value) and near(word, _PROPERTIES):
                yield _finding(node, word, "did you mean 'properties'?")
            elif (node.root or "properties" in node.raw) and _describes(value):
                yield _finding(node, word, "move it below 'properties'")


def _is_note(word: str) -> bool:
    """Tell whether a word is one that form builders and validators know: `ui:options`."""
    return word.startswith(("x-", "$")) or ":" in word or word == "errorMessage"


def _describes(value: dict[str, Value]) -> bool:
    """Tell whether a mapping says, as a field does, what a value is like."""
    kinds, fields = value.get("type"), value.get("properties")
    if (isinstance(fields, dict) and _holds_fields(fields)) or isinstance(value.get("$ref"), str):
        return True
    return any(isinstance(value.get(word), list) for word in _LISTS) or any(
        kind in _TYPES for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _is_keyword(word: str) -> bool:
    """Tell whether a word is a keyword, if written with other capitals or with underscores."""
    plain = word.replace("_", "").lower()
    return word in KEYWORDS or word in _OLDER or any(plain == each.lower() for each in KEYWORDS)


def _finding(node: Node, word: str, hint: str) -> Finding:
    return finding(
        node.place.key(word),
        "{word} is no keyword of JSON Schema, and no field where it stands",
        hint=hint,
        word=shown(word),
    )


def _holds_fields(value: dict[str, Value]) -> bool:
    return bool(value) and all(isinstance(each, dict) for each in value.values())
