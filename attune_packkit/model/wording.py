"""Words for values and for what a schema expects of them: one wording for every report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from attune_packkit.documents.document import Value
from attune_packkit.escaping import shown
from attune_packkit.model.secrets import credential_kind
from attune_packkit.phrases import listed
from attune_packkit.suggest import near

HIDDEN = "a secret that is not shown"

_TYPE_WORDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
_SWITCHES = {
    **dict.fromkeys(("yes", "on", "y", "true"), "true"),
    **dict.fromkeys(("no", "off", "n", "false"), "false"),
}
_LIKE_OTHERS = r"[-+.0-9]*|true|false|null|~"
_MAX_OPTIONS = 20
_PLAIN = frozenset({"type", "enum", "const", "minimum", "maximum", "minLength", "pattern"})


def describe(value: Value, *, spelling: str = "", hidden: bool = False) -> str:
    """Say what a value is. `spelling` is how the author wrote a number; secrets stay hidden."""
    if isinstance(value, str):
        if hidden or credential_kind(value):
            return HIDDEN if value else "empty"
        return shown(value, 40) if value else "empty"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return HIDDEN if hidden else f"the number {spelling or _number(value)}"
    words = "mapping" if isinstance(value, dict) else "list"
    return f"a {words}" if value else f"an empty {words}"


def type_words(types: Iterable[str]) -> str:
    """Say which types will do; null is left out where there are others."""
    words = [_TYPE_WORDS.get(name, name) for name in types if name != "null"]
    return " or ".join(words) or "null"


def expectation(kind: Any) -> str:
    """Say what a keyword expects, given the kind of a `jsonschema_rs.ValidationError`."""
    phrase = _EXPECTATIONS.get(kind.name)
    return phrase(kind) if phrase else "what its schema allows"


def remedy(kind: Any, value: Value, *, spelling: str = "", hidden: bool = False) -> str:
    """Say how to mend a value that broke a keyword, where that is plain; else ""."""
    if hidden:
        return ""
    words = kind.types if kind.name == "type" else ()
    if "string" in words and "integer" not in words and isinstance(value, (int, float)):
        return f'quote it: "{spelling or literal(value)}"'
    if kind.name == "type" and "boolean" in kind.types and isinstance(value, str):
        meant = _SWITCHES.get(value.lower(), "")
        return f"write {meant}, as YAML 1.2 has it" if meant else ""
    if kind.name == "enum" and isinstance(value, str):
        match = near(value, (option for option in kind.options if isinstance(option, str)))
        return f"did you mean '{match}'?" if match else ""
    return ""


def literal(value: Any) -> str:
    """Write a value of a schema the way an author would."""
    if isinstance(value, str):
        return value
    import json

    return json.dumps(value, default=str)


def _number(value: float) -> str:
    """Write a number; one with thousands of digits cannot be."""
    try:
        return str(value)
    except ValueError:
        return "with too many digits to show"


def _one_of(kind: Any) -> str:
    options = [option for option in kind.options if option is not None]
    return f"one of {listed(options, _MAX_OPTIONS, shown_literal)}"


def shown_literal(value: Any) -> str:
    """Write a value of a schema for a message: short, and with escapes made visible."""
    quoted = isinstance(value, str) and re.fullmatch(_LIKE_OTHERS, value)
    text = f"'{value}'" if quoted else literal(value)
    plain = len(text) <= 80 and text.isprintable()
    return text if plain else shown(text)


def _alternatives(kind: Any) -> str:
    """Word the branches of `anyOf` or `oneOf` where each expects one plain thing."""
    phrases = [
        expectation(errors[0].kind)
        for errors in kind.context
        if len(errors) == 1 and errors[0].kind.name in _PLAIN and not errors[0].instance_path
    ]
    if 0 < len(phrases) == len(kind.context) <= 4:
        return " or ".join(dict.fromkeys(phrases))
    return "a value that fits one of the alternatives"


def _count(least: str, noun: str) -> Callable[[Any], str]:
    return lambda kind: f"{least} {kind.limit} {noun}"


_EXPECTATIONS: dict[str, Callable[[Any], str]] = {
    "type": lambda kind: type_words(kind.types),
    "enum": _one_of,
    "const": lambda kind: shown_literal(kind.expected_value),
    "minimum": lambda kind: f"at least {kind.limit}",
    "maximum": lambda kind: f"at most {kind.limit}",
    "exclusiveMinimum": lambda kind: f"more than {kind.limit}",
    "exclusiveMaximum": lambda kind: f"less than {kind.limit}",
    "multipleOf": lambda kind: f"a multiple of {kind.multiple_of}",
    "minLength": lambda kind: (
        "some text" if kind.limit == 1 else f"at least {kind.limit} characters"
    ),
    "maxLength": _count("at most", "characters"),
    "minItems": _count("at least", "entries"),
    "maxItems": _count("at most", "entries"),
    "minProperties": _count("at least", "keys"),
    "maxProperties": _count("at most", "keys"),
    "uniqueItems": lambda kind: "entries that all differ",
    "pattern": lambda kind: f"text that matches {shown_literal(kind.pattern)}",
    "propertyNames": lambda kind: f"keys that are each {expectation(kind.error.kind)}",
    "contains": lambda kind: "an entry that fits `contains`",
    "not": lambda kind: "a value that does not fit `not`",
    "anyOf": _alternatives,
    "oneOf": _alternatives,
    "falseSchema": lambda kind: "nothing, as it does not go with the rest",
}
