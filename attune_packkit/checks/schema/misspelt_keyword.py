"""schema.misspelt_keyword."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import (
    KEYWORDS,
    Finding,
    Node,
    Schema,
    Value,
    check,
    finding,
    lacks_a_letter,
    shown,
    very_near,
)

_OWN = ("secret", "position", "key_ref", "example")
_KNOWN = frozenset((*KEYWORDS, *_OWN))
_WANTED = {name.lower(): name for name in sorted(_KNOWN) if name[0] != "$"}


_JOINED = r"([A-Za-z]+)(?::\s*|\s+)(\S.*)"
_FORMATS = (
    "date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname",
    "ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uuid", "uri-template",
    "json-pointer", "relative-json-pointer", "regex", "password", "byte", "binary", "int32",
    "int64", "float", "double",
)  # fmt: skip
_OTHER_FORMATS = ("ulid",)
"""What other tools check, and what `emails` and `dates` may be to them, is no slip."""
_BY_PLAIN = {name.replace("-", ""): name for name in _FORMATS}

_NUMBER, _LIST, _ANY = (int, float), (list,), (object,)
_FOREIGN: dict[str, tuple[str, tuple[type, ...]]] = {
    "min": ("minimum", _NUMBER),
    "max": ("maximum", _NUMBER),
    "minvalue": ("minimum", _NUMBER),
    "maxvalue": ("maximum", _NUMBER),
    "choices": ("enum", _LIST),
    "options": ("enum", _LIST),
    "allowed": ("enum", _LIST),
    "allowedvalues": ("enum", _LIST),
    "values": ("enum", _LIST),
    "elements": ("items", (str,)),
    "itemtype": ("items", (str,)),
    **dict.fromkeys(("sensitive", "nolog", "issecret", "confidential"), ("secret", (bool,))),
    "regex": ("pattern", (str,)),
    "defaultvalue": ("default", _ANY),
    "optional": ("required", (bool,)),
    "mandatory": ("required", (bool,)),
}
"""What other tools say, the keyword for it, and the kind of value that shows it is meant so."""


_FLAGS = (
    "required", "deprecated", "readOnly", "writeOnly", "uniqueItems", "default", "const",
    "additionalProperties", "unevaluatedProperties", "unevaluatedItems",
)  # fmt: skip
"""Keywords that true and false are usually said of."""

_WORDS = frozenset({"cost", "tile"})
"""Words one letter from `const` and `title` that people call their own notes by."""


def _fits(node: Node, word: str, kinds: tuple[type, ...]) -> bool:
    """Tell whether a word is used as the keyword would be, and says what is not so without it."""
    value = node.raw[word]
    if bool in kinds:
        return isinstance(value, bool) and value is not (word.lower() == "optional")
    if kinds is _NUMBER and not {"integer", "number"} & set(node.types):
        return False
    return isinstance(value, kinds) and not isinstance(value, bool)


def _may_be(node: Node, word: str, meant: str) -> bool:
    """Tell whether a word may be a keyword, by the kind of its value.

    If not, it is a word of its own: `cost: {type: number}` is a field, `allow` a list of names,
    `en_us` a title, and what a text `requires` are other parameters.
    """
    value, keyword = node.raw[word], KEYWORDS.get(meant)
    if keyword is None:
        return not isinstance(value, (dict, list))
    if isinstance(value, bool):
        return meant in _FLAGS
    if isinstance(value, str):
        return value in _FORMATS if meant == "format" else keyword.fits(value) or keyword.fits(1)
    if meant == "required" and "object" not in node.types:
        return False
    return keyword.fits(value) and _holds_what_it_should(value, keyword.holds)


def _holds_what_it_should(value: Value, holds: str) -> bool:
    """Tell whether the subschemas of a keyword are some, or, where it has none, there are none."""
    if isinstance(value, dict):
        below = value.values() if holds == "map" else ()
        return "type" not in value if not holds else all(map(_is_schema, below))
    return not (holds and isinstance(value, list)) or all(map(_is_schema, value))


def _is_schema(value: Value) -> bool:
    return isinstance(value, (dict, bool))


@check("schema.misspelt_keyword", severity="warning", layer="schema", since="0.1")
def misspelt_keyword(schema: Schema) -> Iterator[Finding]:
    """A keyword of a schema is written so that nobody reads it.

    JSON Schema passes over keywords it does not know, so a limit called `min_items` limits nothing,
    and neither does `min` or `choices`. In braces, `default:5` and `default 5` are words too. Other
    words of your own are fine: they are notes. The same holds for what `format` names.

    Bad:
        ```yaml actions/send.yaml
        ref: parcels.send
        runner_type: native
        entry_point: send
        parameters:
          addresses: {type: array, min_items: 1, description: Where to}
        ```

    Good:
        ```yaml actions/send.yaml
        ref: parcels.send
        runner_type: native
        entry_point: send
        parameters:
          addresses: {type: array, minItems: 1, description: Where to}
        ```
    """
    if "format" in schema.keywords:
        yield from _misspelt_formats(schema)
    for word in schema.keywords:
        if word in _KNOWN:
            continue
        foreign = _FOREIGN.get(word.lower().replace("_", ""))
        meant = foreign[0] if foreign else _meant(word)
        for node in schema.using(word) if meant else ():
            fits = _fits(node, word, foreign[1]) if foreign else _may_be(node, word, meant)
            if meant not in node.raw and fits:
                yield finding(
                    node.place.key(word),
                    "{word} is no keyword of JSON Schema and has no effect",
                    hint=f"did you mean '{meant}'?",
                    word=shown(word),
                )


def _misspelt_formats(schema: Schema) -> Iterator[Finding]:
    for node in schema.using("format"):
        written = node.raw["format"]
        if not isinstance(written, str) or not written or written in _FORMATS:
            continue
        plain = written.lower().replace("_", "-")
        if plain in _OTHER_FORMATS or plain.removesuffix("s") in _FORMATS:
            continue
        meant = _BY_PLAIN.get(plain.replace("-", "")) or very_near(plain, _FORMATS)
        if meant:
            yield finding(
                node.place.at("format"),
                "{word} is no format of JSON Schema and has no effect",
                hint=f"did you mean '{meant}'?",
                word=shown(written),
            )


def _meant(word: str) -> str:
    """Return the keyword that differs in case and underscores, or by one slip of the pen."""
    if word.startswith(("x-", "$")) or word in _WORDS:
        return ""
    joined = re.match(_JOINED, word)
    if joined and joined[1] in _KNOWN:
        return f"{joined[1]}: {joined[2]}"
    plain = word.lower().replace("_", "").replace("-", "")
    shortened = next((each for each in _WANTED if lacks_a_letter(plain, each)), "")
    plural = f"{plain[:-1]}ies" if plain.endswith("property") else plain
    return _WANTED.get(plural) or _WANTED.get(very_near(plain, _WANTED) or shortened, "")
