"""sensor.runner_mismatch."""

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
}


@check("sensor.runner_mismatch", severity="warning", layer="references", since="0.1")
def runner_mismatch(sensor: Component, pack: Pack) -> Iterator[Finding]:
    """A sensor's program is written for another runner than the one that gets it.

    The shell reads Python line by line and fails on the first of them, and so does Python with
    JavaScript. Only file endings that leave no doubt are judged, and only where a runner is named:
    without one, a program is started as it is.

    Bad:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: shell
        entry_point: gate.py
        trigger_types: [core.alert]
        ```
        ```python sensors/gate.py
        print(2.5)
        ```

    Good:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: python
        entry_point: gate.py
        trigger_types: [core.alert]
        ```
        ```python sensors/gate.py
        print(2.5)
        ```
    """
    path = sensor.text("entry_point")
    meant = _RUNNERS.get(posixpath.splitext(path)[1].lower())
    runner = pack.programs[sensor.path].runner
    if meant and sensor.has("runner_type") and runner != meant and runner in _RUNNERS.values():
        yield finding(
            sensor.at("runner_type"),
            "{path} is run by '{runner}', though its ending says '{meant}'",
            hint=f"write 'runner_type: {meant.removeprefix('core.')}'",
            path=shown(path),
            runner=runner.removeprefix("core."),
            meant=meant.removeprefix("core."),
        )
