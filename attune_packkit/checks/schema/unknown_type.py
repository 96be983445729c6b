"""schema.unknown_type."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.api import Finding, Violation, check

_IN_OTHER_LANGUAGES = {
    **dict.fromkeys(("str", "text", "char", "varchar", "date", "datetime", "uuid"), "string"),
    **dict.fromkeys(("enum", "choice", "uri", "url", "email", "path", "file"), "string"),
    **dict.fromkeys(("password", "secret", "token"), "string"),
    **dict.fromkeys(("int", "long", "int32", "int64"), "integer"),
    **dict.fromkeys(("float", "double", "decimal"), "number"),
    **dict.fromkeys(("bool",), "boolean"),
    **dict.fromkeys(("list", "tuple", "set"), "array"),
    **dict.fromkeys(("dict", "map", "mapping", "hash", "json", "struct"), "object"),
    **dict.fromkeys(("none", "nil"), "null"),
}


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
    meant = _IN_OTHER_LANGUAGES.get(found)
    known = violation.finding(hint="types: string, integer, number, boolean, array, object, any")
    yield replace(known, hint=f"did you mean '{meant}'?") if meant else known
