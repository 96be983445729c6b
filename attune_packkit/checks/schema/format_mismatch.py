"""schema.format_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Node,
    Place,
    Schema,
    Value,
    check,
    finding,
    is_template,
    shown,
    unfit,
)


@check(
    "schema.format_mismatch", severity="warning", layer="schema", since="0.1", only_with=("format",)
)
def format_mismatch(schema: Schema) -> Iterator[Finding]:
    """A default, an example or a choice is not of the format that the same schema names.

    Attune does not judge formats, but who reads `format: email` counts on an email address. Only
    email addresses, URIs, UUIDs, IPv4 addresses and times are judged, and blank texts never.

    Bad:
        ```yaml actions/send.yaml
        ref: parcels.send
        launch: intrinsic
        parameters:
          reply_to: {type: string, format: email, description: Whom to ask, default: the desk}
        ```

    Good:
        ```yaml actions/send.yaml
        ref: parcels.send
        launch: intrinsic
        parameters:
          reply_to: {type: string, format: email, description: Whom to ask, default: desk@localhost}
        ```
    """
    for node in schema.using("format"):
        name = node.raw.get("format")
        for place, value in _values(node) if isinstance(name, str) else ():
            if isinstance(value, str) and not is_template(value) and len(value) < 2_000:
                wanted = unfit(str(name), value)
                if wanted:
                    yield finding(
                        place,
                        "{value} is not of format '{name}'",
                        hint=f"write {wanted}",
                        value="a secret" if node.secret else shown(value),
                        name=str(name),
                    )


def _values(node: Node) -> Iterator[tuple[Place, Value]]:
    for word in ("default", "example", "const"):
        if word in node.raw:
            yield node.place.at(word), node.raw[word]
    for word in ("enum", "examples"):
        listed = node.raw.get(word)
        for index, value in enumerate(listed if isinstance(listed, list) else ()):
            yield node.place.at(word, index), value
