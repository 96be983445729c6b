"""secret.unmarked_parameter."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Call, Catalog, Finding, check, finding, shown


@check("secret.unmarked_parameter", severity="warning", layer="expressions", since="0.1")
def unmarked_parameter(call: Call, catalog: Catalog) -> Iterator[Finding]:
    """A secret is handed to a parameter that is not marked as one.

    Attune masks the values of parameters with `secret: true`; in any other parameter the secret is
    stored with the execution and shown to everyone who may look at it.

    Bad:
        ```yaml actions/post.yaml
        ref: parcels.post
        launch: intrinsic
        parameters:
          key: {type: string, description: Proves who posts}
        ```
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          postage_key: {type: string, secret: true}
        tasks:
          - name: post
            action: parcels.post
            input:
              key: "{{ parameters.postage_key }}"
        ```

    Good:
        ```yaml actions/post.yaml
        ref: parcels.post
        launch: intrinsic
        parameters:
          key: {type: string, description: Proves who posts, secret: true}
        ```
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          postage_key: {type: string, secret: true}
        tasks:
          - name: post
            action: parcels.post
            input:
              key: "{{ parameters.postage_key }}"
        ```
    """
    defined = catalog.find("action", call.target.ref) if call.carried else None
    schema = catalog.parameters(defined) if defined and not defined.opaque else None
    for carried in call.carried if schema else ():
        field = schema.fields.get(carried.name) if schema else None
        if carried.what == "secret" and field is not None and not field.secret:
            yield finding(
                carried.place,
                "'{path}' is a secret, and the parameter {name} of '{ref}' is not marked as one",
                hint="declare the parameter with 'secret: true'",
                path=carried.path,
                name=shown(carried.name),
                ref=call.target.ref,
            )
