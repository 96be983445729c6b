"""secret.example."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Node,
    Place,
    Schema,
    check,
    finding,
    is_secret_literal,
    shown,
    texts,
)


@check(
    "secret.example",
    severity="warning",
    layer="schema",
    since="0.1",
    only_with=("example", "examples"),
)
def example(schema: Schema) -> Iterator[Finding]:
    """A secret has an example value.

    Examples are shown on pack pages. One that was copied from a real system gives it away, and one
    that was not gets used all the same. Placeholders such as `<api key>` are not reported.

    Bad:
        ```yaml actions/post.yaml
        ref: parcels.post
        runner_type: native
        entry_point: post
        parameters:
          api_key:
            type: string
            description: Key of the postage service
            secret: true
            example: 9f86d081884c7d659a2f
        ```

    Good:
        ```yaml actions/post.yaml
        ref: parcels.post
        runner_type: native
        entry_point: post
        parameters:
          api_key:
            type: string
            description: Key of the postage service, twenty hexadecimal digits
            secret: true
        ```
    """
    if schema.keywords.keys().isdisjoint(("example", "examples")):
        return
    for node in schema.secrets:
        for place, text in _examples(node):
            if is_secret_literal(text):
                yield finding(
                    place.hide(),
                    "the secret {name} has an example that looks like a real value",
                    hint="describe what it looks like instead",
                    name=shown(node.field),
                )


def _examples(node: Node) -> Iterator[tuple[Place, str]]:
    for word in ("example", "examples"):
        for mention in texts(node.place.at(word), node.raw.get(word)):
            yield mention.place, mention.text
