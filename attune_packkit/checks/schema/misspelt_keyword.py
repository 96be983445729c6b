"""schema.misspelt_keyword."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import KEYWORDS, Finding, Schema, check, finding, shown, very_near

_OWN = ("secret", "position", "key_ref", "example")
_KNOWN = frozenset((*KEYWORDS, *_OWN))
_WANTED = {name.lower(): name for name in sorted(_KNOWN) if name[0] != "$"}


@check("schema.misspelt_keyword", severity="warning", layer="schema", since="0.1")
def misspelt_keyword(schema: Schema) -> Iterator[Finding]:
    """A keyword of a schema is written so that nobody reads it.

    JSON Schema passes over keywords it does not know, so a limit called `min_items` limits nothing.
    Other words of your own are fine: they are notes to readers.

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
    for word in schema.keywords.keys() - _KNOWN:
        meant = _meant(word)
        for node in schema.using(word) if meant else ():
            if meant not in node.raw:
                yield finding(
                    node.place.key(word),
                    "{word} is no keyword of JSON Schema and has no effect",
                    hint=f"did you mean '{meant}'?",
                    word=shown(word),
                )


def _meant(word: str) -> str:
    """Return the keyword that differs in case and underscores, or by one slip of the pen."""
    if word.startswith(("x-", "$")):
        return ""
    plain = word.lower().replace("_", "").replace("-", "")
    return _WANTED.get(plain) or _WANTED.get(very_near(plain, _WANTED), "")
