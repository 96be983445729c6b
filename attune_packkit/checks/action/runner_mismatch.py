"""action.runner_mismatch."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding, shown

_RUNNERS = {
    ".py": "core.python",
    ".js": "core.nodejs",
    ".cjs": "core.nodejs",
    ".mjs": "core.nodejs",
    ".sh": "core.shell",
    ".bash": "core.shell",
    ".pl": "core.perl",
    ".rb": "core.ruby",
    ".r": "core.r",
    ".jar": "core.java",
}
_TEXTS = frozenset((".yaml", ".yml", ".md"))
"""Endings of files that no runner runs."""


@check("action.runner_mismatch", severity="warning", layer="references", since="0.1")
def runner_mismatch(action: Component, pack: Pack) -> Iterator[Finding]:
    """An action's script is written for another runner than the one that gets it.

    Without `runner_type` a script goes to the shell, which then reads Python or JavaScript line by
    line and fails on the first of them. Only file endings that leave no doubt are judged; YAML and
    Markdown are no scripts at all.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.py
        ```
        ```python actions/weigh.py
        print(2.5)
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        ```
        ```python actions/weigh.py
        print(2.5)
        ```
    """
    path = action.text("entry_point")
    ending = posixpath.splitext(path)[1].lower()
    meant = _RUNNERS.get(ending)
    judged = meant is not None or ending in _TEXTS
    if not judged or not _is_decided(action, pack, ending):
        return
    runner = pack.programs[action.path].runner
    if meant is None:
        if runner in _RUNNERS.values():
            yield finding(
                action.at("entry_point"),
                "{path} is no script",
                hint=f"write 'workflow_file: {path}'"
                if path.startswith("workflows/")
                else "name the file that does the work",
                path=shown(path),
            )
        return
    yield from _of_own_runtime(action, pack, path, ending)
    if runner != meant and runner in _RUNNERS.values():
        yield finding(
            action.at("runner_type" if action.has("runner_type") else "entry_point"),
            "{path} is run by '{runner}', though its ending says '{meant}'",
            hint=f"write 'runner_type: {meant.removeprefix('core.')}'",
            path=shown(path),
            runner=runner.removeprefix("core."),
            meant=meant.removeprefix("core."),
        )


def _of_own_runtime(action: Component, pack: Pack, path: str, ending: str) -> Iterator[Finding]:
    """Judge a runtime of the pack that says for which files it is."""
    name = action.text("runner_type")
    chosen = next((each for each in pack.of("runtime") if each.ref == name), None)
    own = _extension(chosen) if chosen else ""
    if own in _RUNNERS and _RUNNERS[own] != _RUNNERS[ending]:
        yield finding(
            action.at("runner_type"),
            "{path} is run by '{runner}', which is for '{own}'",
            hint="name another runtime, or another file",
            path=shown(path),
            runner=name,
            own=own,
        )


def _extension(runtime: Component) -> str:
    execution = runtime.get("execution_config")
    interpreter = execution.get("interpreter") if isinstance(execution, dict) else None
    extension = interpreter.get("file_extension") if isinstance(interpreter, dict) else None
    return f".{extension.lstrip('.')}" if isinstance(extension, str) and extension else ""


def _is_decided(action: Component, pack: Pack, ending: str) -> bool:
    """Tell whether the runner is known: the API's form and own runtimes may decide otherwise."""
    if action.has("runner_type"):
        return True
    if action.key("entry_point") != "entry_point":
        return False
    return not any(_extension(runtime) == ending for runtime in pack.of("runtime"))
