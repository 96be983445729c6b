"""secret.unmarked_parameter."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Call,
    Catalog,
    Field,
    Finding,
    Severity,
    Value,
    check,
    finding,
    shown,
)

_NESTING = frozenset({"object", "array"})


@check("secret.unmarked_parameter", severity="warning", layer="expressions", since="0.1")
def unmarked_parameter(call: Call, catalog: Catalog) -> Iterator[Finding]:
    """A secret is handed to a parameter that is not marked as one.

    Attune masks the values of parameters with `secret: true`; in any other parameter the secret is
    stored with the execution and shown to everyone who may look at it. Inside a mapping or a list,
    such as the headers of a request, it is an info: seldom is all of that a secret.

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
        steps = carried.place.pointer[len(call.arguments_at.pointer) + 1 :]
        if carried.what == "secret" and field is not None and not _is_marked(field, steps):
            itself = carried.path == carried.origin
            yield finding(
                carried.place,
                "'{path}' {is_secret}, and the parameter {name} of '{ref}' is not marked as one",
                hint="declare the parameter with 'secret: true'",
                severity=Severity.INFO if _NESTING.issuperset(field.types or "?") else None,
                path=carried.path,
                is_secret="is a secret" if itself else f"holds the secret '{carried.origin}'",
                name=shown(carried.name),
                ref=call.target.ref,
            )


def _is_marked(field: Field, steps: tuple[str | int, ...]) -> bool:
    """Tell whether a parameter, or a part of it on the way to a value, is marked as a secret."""
    raw: Value = field.raw
    marks = [field.secret]
    for step in steps:
        word = "items" if isinstance(step, int) else "properties"
        below = raw.get(word) if isinstance(raw, dict) else None
        raw = below.get(step) if isinstance(step, str) and isinstance(below, dict) else below
        if isinstance(raw, dict):
            marks.append(raw.get("secret") is True or raw.get("format") == "password")
    return any(marks)
