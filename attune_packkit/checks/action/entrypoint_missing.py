"""action.entrypoint_missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    check,
    did_you_mean,
    finding,
    script_names,
    shown,
)


@check("action.entrypoint_missing", severity="error", layer="references", since="0.1")
def entrypoint_missing(action: Component, pack: Pack) -> Iterator[Finding]:
    """The file that an action runs is not in the pack.

    Attune refuses the pack. The path counts from `actions/`; from the top of the pack, as the API
    documents write it, is accepted too. Actions of the native runner need no file.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: wiegh.sh
        ```
        ```sh actions/weigh.sh
        echo 2.5
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        ```
        ```sh actions/weigh.sh
        echo 2.5
        ```
    """
    for script in pack.programs[action.path].missing:
        name = script.text.removeprefix("actions/")
        yield finding(
            script.place,
            "entry point {path} does not exist below 'actions/'",
            hint=did_you_mean(name, script_names(pack.tree, "actions")) or "add the file",
            path=shown(script.text),
        )
