"""schema.keyword_not_applicable."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import KEYWORDS, Finding, Node, Schema, check, finding, type_words

_TYPED = {name: keyword for name, keyword in KEYWORDS.items() if keyword.types}


@check("schema.keyword_not_applicable", severity="warning", layer="schema", since="0.1")
def keyword_not_applicable(schema: Schema) -> Iterator[Finding]:
    """A keyword says nothing about the type that is declared.

    `minimum` limits numbers and `minLength` limits texts; beside another type they are passed over,
    and the limit the author had in mind does not exist.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          barcode: {type: string, description: Code on the parcel, minimum: 8}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          barcode: {type: string, description: Code on the parcel, minLength: 8}
        ```
    """
    if "format" in schema.keywords:
        yield from _formats(schema)
    idle: dict[tuple[str | int, ...], list[tuple[Node, str]]] = {}
    for word, nodes in schema.keywords.items():
        keyword = _TYPED.get(word)
        if keyword is None:
            continue
        for node in nodes:
            types = node.types if keyword.fits(node.raw[word]) else ()
            if types and keyword.types.isdisjoint(types):
                idle.setdefault(node.place.pointer, []).append((node, word))
    for found in idle.values():
        yield from _idle(found)


def _idle(found: list[tuple[Node, str]]) -> Iterator[Finding]:
    """Tell of a keyword that it says nothing; where several agree on another type, of the type."""
    node, word = found[0]
    wanted = {KEYWORDS[each].types for _, each in found}
    if len(found) > 1 and len(wanted) == 1 and len(node.types) == 1:
        yield finding(
            node.place.at("type"),
            "{words} say nothing about {found}, only about {meant}",
            hint=f"remove them, or write 'type: {min(wanted.pop())}'",
            words=" and ".join(f"'{each}'" for _, each in found),
            found=type_words(node.types),
            meant=type_words(sorted(KEYWORDS[word].types)),
        )
        return
    for node, word in found:
        yield finding(
            node.place.key(word),
            "'{word}' says nothing about {found}, only about {meant}",
            hint=_hint(word, node.types),
            word=word,
            found=type_words(node.types),
            meant=type_words(sorted(KEYWORDS[word].types)),
        )


_LIMITS = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
    "number": ("minimum", "maximum"),
    "integer": ("minimum", "maximum"),
}


_OF_TEXT = (
    *("date", "time", "date-time", "duration", "email"),
    *("hostname", "ipv4", "ipv6", "uri", "uuid"),
)
"""What `format` can name of text only; a number may well be a moment, but never an address."""


def _formats(schema: Schema) -> Iterator[Finding]:
    for node in schema.using("format"):
        if node.raw.get("format") in _OF_TEXT and node.types and "string" not in node.types:
            yield finding(
                node.place.at("format"),
                "format '{word}' says nothing about {found}, only about text",
                hint="remove it, or write 'type: string'",
                word=str(node.raw["format"]),
                found=type_words(node.types),
            )


def _hint(word: str, types: tuple[str, ...]) -> str:
    """Name the limit of the declared type, where the keyword is a limit of another one."""
    side = 0 if word.startswith("min") else 1 if word.startswith("max") else None
    kinds = [_LIMITS[name] for name in sorted(set(types)) if name in _LIMITS]
    if word == "required":
        return "mind the indentation: it belongs beside 'properties'"
    if side is None or not kinds or "Contains" in word:
        return "remove it, or change the type"
    return f"did you mean '{kinds[0][side]}'?"
