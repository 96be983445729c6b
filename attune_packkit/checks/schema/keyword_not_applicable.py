"""schema.keyword_not_applicable."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import KEYWORDS, Finding, Schema, check, finding, type_words


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
    for node in schema.using(*_TYPED):
        types = frozenset(node.types)
        if not types:
            continue
        for word, value in node.raw.items():
            keyword = KEYWORDS.get(word)
            if (
                keyword
                and keyword.types
                and keyword.types.isdisjoint(types)
                and keyword.fits(value)
            ):
                yield finding(
                    node.place.key(word),
                    "'{word}' says nothing about {found}, only about {meant}",
                    hint=_hint(word, types),
                    word=word,
                    found=type_words(node.types),
                    meant=type_words(sorted(keyword.types)),
                )


_TYPED = tuple(word for word, keyword in KEYWORDS.items() if keyword.types)
_LIMITS = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
    "number": ("minimum", "maximum"),
    "integer": ("minimum", "maximum"),
}


def _hint(word: str, types: frozenset[str]) -> str:
    """Name the limit of the declared type, where the keyword is a limit of another one."""
    side = 0 if word.startswith("min") else 1 if word.startswith("max") else None
    kinds = [_LIMITS[name] for name in sorted(types) if name in _LIMITS]
    if side is None or not kinds or "Contains" in word:
        return "remove it, or change the type"
    return f"did you mean '{kinds[0][side]}'?"
