"""action.ignored_field."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Severity,
    Target,
    check,
    finding,
    unread_fields,
)


@check("action.ignored_field", severity="warning", layer="references", since="0.1")
def ignored_field(action: Component, target: Target) -> Iterator[Finding]:
    """An action has a field that Attune's documentation shows and Attune does not read.

    `output_schema` is really called `output`, `timeout` is `timeout_seconds`, and parameters are
    delivered by `stdin` or `file`, never by `env`. What such a field says has no effect. This is
    a note, and a warning with `--target current`, which refuses `env` altogether.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        timeout: 30
        ```
        ```sh actions/weigh.sh
        echo 2.5
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        timeout_seconds: 30
        ```
        ```sh actions/weigh.sh
        echo 2.5
        ```
    """
    yield from unread_fields(action, target)
    if action.value.get("parameter_delivery") == "env" and target is not Target.CURRENT:
        yield finding(
            action.at("parameter_delivery"),
            "Attune does not deliver parameters by 'env'",
            hint="use 'stdin', which is the default, or 'file'",
            severity=Severity.INFO,
        )
