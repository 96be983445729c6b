"""config.secret_value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    check,
    finding,
    is_secret_literal,
    is_secret_name,
    shown,
    texts_in,
)

_LOGIN = r"(?<=://)[^/@?#\s{}<>:]+:[^/@?#\s{}<>]+@"


@check(
    "config.secret_value", severity="warning", layer="schema", since="0.1", only_with=("config",)
)
def secret_value(manifest: Component) -> Iterator[Finding]:
    """A secret is written into `config`.

    Everybody who can read the pack can read it, and it stays in the history of its repository. Keep
    secrets in Attune's keystore and let the configuration name the key. An address with a login in
    it tells one as well. Texts that look like the
    name of a key (`parcels.api_key`) are not reported.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        conf_schema:
          api_key: {type: string, description: Key of the postage service, secret: true}
        config:
          api_key: hunter2-hunter2
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        conf_schema:
          credential_key: {type: string, description: Keystore key of the postage service}
        config:
          credential_key: parcels.postage
        ```
    """
    config = manifest.get("config")
    if not isinstance(config, dict) or not config:
        return
    schema = manifest.schema("conf_schema")
    marked = {node.field for node in schema.nodes if node.secret} if schema else set()
    for pointer, text in texts_in(config):
        name = next((step for step in reversed(pointer) if isinstance(step, str)), "")
        login = re.search(_LOGIN, text) if "://" in text else None
        if login and is_secret_literal(login[0]):
            yield finding(
                manifest.at("config", *pointer).hide(),
                "the address in {name} holds a login, for everybody to read",
                hint="leave out what stands before '@', and change the password",
                name=shown(name),
            )
        elif (name in marked or is_secret_name(name)) and is_secret_literal(text):
            yield finding(
                manifest.at("config", *pointer).hide(),
                "{name} is a secret and stands here for everybody to read",
                hint="put it into the keystore and name the key here; change the secret",
                name=shown(name),
            )
