"""secret.not_marked."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Schema, Severity, check, finding, shown


@check("secret.not_marked", severity="warning", layer="schema", since="0.1")
def not_marked(schema: Schema) -> Iterator[Finding]:
    """A parameter is a secret by its name, but is not marked as one.

    Attune masks only what says `secret: true`; anything else appears in logs, forms and execution
    records. Names of what merely points to a secret (`credential_key`, `token_ttl`), tokens that
    page through results (`next_token`), parameters that their description makes such ("Path of the
    key"), and those with an explicit `secret: false` are not meant. Settings in plain JSON Schema,
    as the API documents write them, cannot say it: where none is marked, it is only a note.

    Bad:
        ```yaml actions/post.yaml
        ref: parcels.post
        runner_type: native
        entry_point: post
        parameters:
          api_key: {type: string, description: Key of the postage service}
        ```

    Good:
        ```yaml actions/post.yaml
        ref: parcels.post
        runner_type: native
        entry_point: post
        parameters:
          api_key: {type: string, description: Key of the postage service, secret: true}
        ```
    """
    plain = schema.owner == "conf_schema" and schema.dialect == "json"
    unaware = plain and not any(node.secret for node in schema.nodes)
    for node in schema.secrets:
        if not node.secret:
            yield finding(
                node.place.key(),
                "{name} is a secret by its name, but is not marked as one",
                hint="add 'secret: true'",
                severity=Severity.INFO if unaware else None,
                name=shown(node.field),
            )
