"""script.of_another."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding

_ENDINGS = (".py", ".sh", ".js", ".mjs", ".cjs", ".bash", ".pl", ".rb")


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
    run: set[str] = set()
    for owner, path, others in _shared(pack):
        run = run or _run(pack)
        for component in others:
            own = _idle(pack, component, path, run)
            if own:
                yield finding(
                    component.at("entry_point"),
                    "'{path}' is the script of '{owner}', and nobody runs '{own}'",
                    hint=f"write 'entry_point: {posixpath.basename(own)}'",
                    path=path,
                    owner=owner.ref,
                    own=own,
                )


def _shared(pack: Pack) -> Iterator[tuple[Component, str, list[Component]]]:
    """Yield scripts of several components: the one that is called so, the path, the others."""
    for kind in ("action", "sensor"):
        named: dict[str, list[Component]] = {}
        for component in pack.of(kind):
            named.setdefault(component.text("entry_point"), []).append(component)
        for script, group in named.items():
            owner = next((each for each in group if each.name == _stem(script)), None)
            if owner is not None and len(group) > 1:
                others = [each for each in group if each.name != owner.name]
                yield from ((owner, path, others) for path in pack.programs[owner.path].paths)


def _run(pack: Pack) -> set[str]:
    """Return the scripts that any component runs."""
    return {path for program in pack.programs.values() for path in program.paths}


def _idle(pack: Pack, component: Component, path: str, run: set[str]) -> str:
    """Return the script that is called like a component and that nobody runs; "" if none."""
    if component.name.encode() in (pack.tree.read(path) or b""):
        return ""  # a part of the script that both of them run
    beside = (f"{posixpath.dirname(path)}/{component.name}{ending}" for ending in _ENDINGS)
    return next((each for each in beside if pack.tree.is_file(each) and each not in run), "")


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]
