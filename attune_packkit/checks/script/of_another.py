"""script.of_another."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding, script_paths


@check("script.of_another", severity="warning", layer="references", since="0.1")
def of_another(pack: Pack) -> Iterator[Finding]:
    """A component runs the script of another one, and nobody runs its own.

    Its `entry_point` was copied along with the rest of the file: the script is called like another
    component that runs it too, and the one called like this component lies idle beside it.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        ```
        ```yaml actions/measure.yaml
        ref: parcels.measure
        entry_point: weigh.sh
        ```
        ```sh actions/weigh.sh
        echo 2.5
        ```
        ```sh actions/measure.sh
        echo 30
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        ```
        ```yaml actions/measure.yaml
        ref: parcels.measure
        entry_point: measure.sh
        ```
        ```sh actions/weigh.sh
        echo 2.5
        ```
        ```sh actions/measure.sh
        echo 30
        ```
    """
    users: dict[str, list[Component]] = {}
    for component in (*pack.of("action"), *pack.of("sensor")):
        for path in script_paths(pack.tree, component):
            users.setdefault(path, []).append(component)
    for path, group in users.items():
        owner = next((each for each in group if each.name == _stem(path)), None)
        for component in group if owner and len(group) > 1 else ():
            own = _idle(pack, component, path, users)
            if owner and own and component.has("entry_point"):
                yield finding(
                    component.at("entry_point"),
                    "'{path}' is the script of '{owner}', and nobody runs '{own}'",
                    hint=f"write 'entry_point: {posixpath.basename(own)}'",
                    path=path,
                    owner=owner.ref,
                    own=own,
                )


def _idle(pack: Pack, component: Component, path: str, users: dict[str, list[Component]]) -> str:
    """Return the script that is called like a component and that nobody runs; "" if none."""
    if component.name == _stem(path):
        return ""
    if component.name.encode() in (pack.tree.read(path) or b""):
        return ""  # a part of the script that both of them run
    beside = pack.tree.children(posixpath.dirname(path))
    return next(
        (
            each.path
            for each in beside
            if _stem(each.path) == component.name
            and each.kind == "file"
            and each.path not in users
            and each.path.endswith((".py", ".sh", ".js", ".mjs", ".cjs", ".bash", ".pl", ".rb"))
        ),
        "",
    )


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]
