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
_WHOLE = r"[+-]?(?:0|[1-9][0-9]{0,17})"
_NUMBER = rf"{_WHOLE}(?:\.[0-9]{{1,17}})?"
_MEASURE = rf"{_NUMBER} ?[A-Za-z%]{{1,9}}"
_COMMENTED = rf"({_NUMBER}) *(?://|#|--|; *\S).*"
_CURLY = "\u201c\u201d\u2018\u2019"
"""Quotation marks of word processors."""
_LISTED = r"[A-Za-z][A-Za-z0-9_. -]{0,40}(?:, ?[A-Za-z][A-Za-z0-9_. -]{0,40}){0,4}"
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
    if kind.name == "type":
        words = frozenset(kind.types)
        if isinstance(value, str):
            return _unquoted(words, value)
        if "boolean" in words and value in (0, 1) and isinstance(value, int):
            return f"write {'true' if value else 'false'}"
        if "string" not in words or "integer" in words or isinstance(value, dict):
            return ""
        single = isinstance(value, list) and len(value) == 1 and isinstance(value[0], str)
        if isinstance(value, (int, float)):
            return f'quote it: "{spelling or literal(value)}"'
        return "write the text alone, without a list around it" if single else ""
    if kind.name == "enum" and isinstance(value, str):
        match = near(value, (option for option in kind.options if isinstance(option, str)))
        if match == f"{value},":
            return "choices on lines of their own take no comma: remove it behind each"
        return f"did you mean '{match}'?" if match else ""
    return ""


def _unquoted(words: frozenset[str], text: str) -> str:
    """Say how to write a text as what its author means, if that is one of these types."""
    commented = re.match(_COMMENTED, text, re.ASCII)
    if commented and not words.isdisjoint(("integer", "number")):
        return f"write {commented[1]}; a comment starts with a blank and '#'"
    bare = text.rstrip(" ,;").strip(_CURLY)
    comma = text.endswith((",", ";"))
    if "boolean" in words:
        meant = _SWITCHES.get(bare.lower(), "")
        if comma and meant:
            return f"write {meant}, and no comma behind it"
        return f"write {meant}, as YAML 1.2 has it" if meant else ""
    number = _NUMBER if "number" in words else _WHOLE if "integer" in words else ""
    if number and re.fullmatch(number, bare, re.ASCII):
        return f"write {bare}, {'and no comma behind it' if comma else 'without quotes'}"
    if number and re.fullmatch(_MEASURE, text, re.ASCII):
        return "write a plain number: nobody reads a unit behind it"
    listed = "array" in words and "object" not in words and re.fullmatch(_LISTED, text, re.ASCII)
    return f"write a list: [{text}]" if listed and not credential_kind(text) else ""


def literal(value: Any) -> str:
    """Write a value of a schema the way an author would."""
    if isinstance(value, str):
        return value
    import json

    return json.dumps(value, default=str)


def _number(value: float) -> str:
    """Write a number; Python refuses to write one with thousands of digits."""
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
