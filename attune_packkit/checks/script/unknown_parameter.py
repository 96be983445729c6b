"""script.unknown_parameter."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Script,
    check,
    did_you_mean,
    finding,
    names_every_field,
    near,
    shown,
)

_AROUND = frozenset({"parameters", "params", "config", "context", "inputs", "input"})
"""Keys of what some hosts put around the parameters."""


@check(
    "script.unknown_parameter",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("input_keys",),
)
def unknown_parameter(script: Script) -> Iterator[Finding]:
    """A script reads a parameter that its action does not have.

    It is never given. With brackets the script fails, with `get` it always takes its default.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        parameters:
          scale: {type: string, required: true}
        ```

        ```python actions/weigh.py
        import json, sys

        params = json.load(sys.stdin)
        print(params["scael"])
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        parameters:
          scale: {type: string, required: true}
        ```

        ```python actions/weigh.py
        import json, sys

        params = json.load(sys.stdin)
        print(params["scale"])
        ```
    """
    schemas = [user.schema("parameters") for user in script.users]
    if not script.facts.input_keys or any(each is None for each in schemas):
        return
    if not all(each and names_every_field(each) for each in schemas):
        return
    known = {name for each in schemas if each for name in each.fields}
    for key in script.facts.input_keys:
        name = key.mention.text
        if name not in known and name not in _AROUND and (key.needed or near(name, known)):
            yield finding(
                key.mention.place,
                "no action that runs this has a parameter {name}",
                hint=did_you_mean(name, known) or "declare it in parameters of the action",
                name=shown(name),
            )
