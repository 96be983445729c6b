"""secret.passed_in_clear."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Call, Catalog, Finding, check, finding, is_secret_literal, shown


@check("secret.passed_in_clear", severity="warning", layer="references", since="0.1")
def passed_in_clear(call: Call, catalog: Catalog) -> Iterator[Finding]:
    """A rule, queue or task passes a secret in plain text.

    The parameter is marked `secret: true`, and what is passed stands in the pack, for everybody to
    read who can read that. Keep it in Attune's keystore and pass a template that reads it. Texts
    that look like the name of a key are not reported.

    Bad:
        ```yaml rules/post_all.yaml
        ref: parcels.post_all
        trigger_ref: core.alert
        action_ref: parcels.post
        action_params:
          pin: 8812-hunter
        ```
        ```yaml actions/post.yaml
        ref: parcels.post
        launch: intrinsic
        parameters:
          pin: {type: string, secret: true, description: Code of the franking machine}
        ```

    Good:
        ```yaml rules/post_all.yaml
        ref: parcels.post_all
        trigger_ref: core.alert
        action_ref: parcels.post
        action_params:
          pin: "{{ keystore['parcels.pin'] }}"
        ```
        ```yaml actions/post.yaml
        ref: parcels.post
        launch: intrinsic
        parameters:
          pin: {type: string, secret: true, description: Code of the franking machine}
        ```
    """
    texts = {name: each for name, each in call.arguments.items() if isinstance(each, str)}
    defined = catalog.find(call.target.kind, call.target.ref) if texts else None
    schema = catalog.parameters(defined) if defined and not defined.opaque else None
    for name, text in texts.items() if schema else ():
        field = schema.fields.get(name) if schema else None
        if field and field.secret and is_secret_literal(text):
            yield finding(
                call.arguments_at.at(name).hide(),
                "{name} of {kind} '{ref}' is a secret and stands here for everybody to read",
                hint="put it into the keystore and read it in a template; change the secret",
                name=shown(name),
                kind=call.target.kind,
                ref=call.target.ref,
            )
