"""action.entrypoint."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding, shown


@check("action.entrypoint", severity="error", layer="references", since="0.1")
def entrypoint(action: Component, pack: Pack) -> Iterator[Finding]:
    """An action's entry point cannot be the path of a file in the pack.

    Attune looks for the file below `actions/`, so an absolute path, a way out through `..`, a
    command line, a folder or a link can never be run. It also keeps packs from starting programs
    that are not theirs.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: ../../../bin/sh
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
    for file in pack.programs[action.path].faulty:
        yield finding(
            file.mention.place,
            "entry point {path} {fault}",
            hint="give the path of a file in the pack, from its folder 'actions/'",
            path=shown(file.mention.text),
            fault=file.fault,
        )
