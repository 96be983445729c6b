"""secret.default."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Schema, check, finding, is_number, is_secret_literal, shown


@check("secret.default", severity="warning", layer="schema", since="0.1", only_with=("default",))
def default(schema: Schema) -> Iterator[Finding]:
    """A secret has a default value.

    A secret that everybody who reads the pack knows is none, and where nobody sets another one it
    is in use.

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
            default: opensesame
        ```

    Good:
        ```yaml actions/post.yaml
        ref: parcels.post
        runner_type: native
        entry_point: post
        parameters:
          api_key:
            type: string
            description: Key of the postage service
            secret: true
        ```
    """
    if "default" not in schema.keywords:
        return
    for node in schema.secrets:
        value = node.raw.get("default")
        if is_number(value) or (isinstance(value, str) and is_secret_literal(value)):
            yield finding(
                node.place.at("default").hide(),
                "the secret {name} has a default that everybody can read",
                hint="remove the default; change the secret if it was a real one",
                name=shown(node.field),
            )
