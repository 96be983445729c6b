"""script.unknown_env."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Script, check, did_you_mean, finding, shown

_KNOWN = frozenset(
    {"ATTUNE_ACTION", "ATTUNE_PACK_REF", "ATTUNE_EXEC_ID", "ATTUNE_API_URL", "ATTUNE_API_TOKEN"}
    | {"ATTUNE_ARTIFACTS_DIR", "ATTUNE_RULE", "ATTUNE_TRIGGER", "ATTUNE_SENSOR_REF"}
    | {"ATTUNE_SENSOR_ID", "ATTUNE_SENSOR_TRIGGERS", "ATTUNE_MQ_URL", "ATTUNE_MQ_EXCHANGE"}
    | {"ATTUNE_LOG_LEVEL"}
)
_OPEN_ENDED = ("ATTUNE_SENSOR_CONFIG_", "ATTUNE__")


@check(
    "script.unknown_env",
    severity="info",
    layer="references",
    since="0.1",
    only_with=("environment",),
)
def unknown_env(script: Script) -> Iterator[Finding]:
    """A script reads an environment variable that Attune does not set.

    Names that begin with `ATTUNE_` are Attune's own; one that it does not know is mostly misspelt.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        ```

        ```python actions/weigh.py
        import os

        print(os.environ["ATTUNE_PACK"])
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        ```

        ```python actions/weigh.py
        import os

        print(os.environ["ATTUNE_PACK_REF"])
        ```
    """
    for name in script.facts.environment:
        known = name.text in _KNOWN or name.text.startswith(_OPEN_ENDED)
        if name.text.startswith("ATTUNE_") and not known:
            yield finding(
                name.place,
                "Attune sets no environment variable {name}",
                hint=did_you_mean(name.text, _KNOWN),
                name=shown(name.text),
            )
