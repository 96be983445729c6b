"""target.parameter_delivery."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Target, check, finding


@check(
    "target.parameter_delivery",
    severity="error",
    layer="references",
    since="0.1",
    only_with=("parameter_delivery",),
)
def parameter_delivery(action: Component, target: Target) -> Iterator[Finding]:
    """An action wants its parameters as environment variables, which today's Attune does not do.

    Older documentation has `parameter_delivery: env`. Today's Attune knows `stdin` and `file`.
    Reported with `--target current`.

    Target: current

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        parameter_delivery: env
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        parameter_delivery: stdin
        ```
    """
    if target is Target.CURRENT and action.value.get("parameter_delivery") == "env":
        yield finding(
            action.at("parameter_delivery"),
            "today's Attune does not deliver parameters by 'env'",
            hint="use 'stdin', which is the default, or 'file'",
        )
