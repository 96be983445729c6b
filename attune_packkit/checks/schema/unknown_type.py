"""schema.unknown_type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.api import Finding, Violation, check

_IN_OTHER_LANGUAGES = {
    **dict.fromkeys(("str", "text", "char", "varchar", "date", "datetime", "uuid"), "string"),
    **dict.fromkeys(("enum", "choice", "uri", "url", "email", "path", "file"), "string"),
    **dict.fromkeys(("timestamp", "textarea", "markdown", "select", "options"), "string"),
    **dict.fromkeys(("int", "long", "int32", "int64"), "integer"),
    **dict.fromkeys(("float", "double", "decimal"), "number"),
    **dict.fromkeys(("bool",), "boolean"),
    **dict.fromkeys(("list", "tuple", "set", "multiselect", "multioptions"), "array"),
    **dict.fromkeys(("dict", "map", "mapping", "hash", "json", "struct", "record"), "object"),
    **dict.fromkeys(("none", "nil"), "null"),
}
_SECRETS = ("password", "secret", "token", "credential")
_ITEMS = re.compile(r"(?:array|list|set|sequence|tuple)[\[<(](\w+)[\]>)]|(\w+)\[\]", re.ASCII)
_VALUES = re.compile(r"(?:dict|map|mapping|object|record)[\[<(].+[\]>)]", re.ASCII)
_TYPES = ("string", "integer", "number", "boolean", "array", "object", "any")


@check("schema.unknown_type", severity="warning", layer="schema", since="0.1")
def unknown_type(violation: Violation) -> Iterator[Finding]:
    """A schema names a type that does not exist.

    The types are those of JSON Schema, and `any`. Types of programming languages, such as `str` or
    `list`, make a schema that no value can be checked against.

    Bad:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          weight: {type: float, description: Kilograms}
        ```

    Good:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          weight: {type: number, description: Kilograms}
        ```
    """
    found = str(dict(violation.params).get("found", "")).strip("'").lower()
    hint = _meant(found)
    known = violation.finding(hint=f"types: {', '.join(_TYPES)}")
    yield replace(known, hint=hint) if hint else known


def _meant(found: str) -> str:
    """Say how to write a type of another language."""
    if found in _SECRETS:
        return "write 'type: string' and 'secret: true'"
    items = _ITEMS.fullmatch(found)
    if items:
        item = items[1] or items[2]
        item = _IN_OTHER_LANGUAGES.get(item, item)
        below = f" with 'items: {{type: {item}}}'" if item in _TYPES else ""
        return f"write 'type: array'{below}"
    if _VALUES.fullmatch(found):
        return "did you mean 'object'?"
    meant = _IN_OTHER_LANGUAGES.get(found)
    return f"did you mean '{meant}'?" if meant else ""
