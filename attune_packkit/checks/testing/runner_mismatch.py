"""testing.runner_mismatch."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, pack_test_runners, shown

_ENDINGS = {".py": "python", ".sh": "shell", ".bash": "shell", ".js": "nodejs"}
_TYPES = {"script": "shell", "unittest": "python", "pytest": "python"}


@check(
    "testing.runner_mismatch",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("testing",),
)
def runner_mismatch(manifest: Component) -> Iterator[Finding]:
    """A test runner starts a file of another language.

    `script` hands the file to a shell, `unittest` and `pytest` to Python.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        testing:
          enabled: true
          discovery: {path: tests}
          runners:
            unit: {type: script, entry_point: tests/test_parcels.py}
        ```
        ```python tests/test_parcels.py
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        testing:
          enabled: true
          discovery: {path: tests}
          runners:
            unit: {type: unittest, entry_point: tests/test_parcels.py}
        ```
        ```python tests/test_parcels.py
        ```
    """
    for runner in pack_test_runners(manifest):
        written = _ENDINGS.get(posixpath.splitext(runner.entry_point)[1].lower())
        taken = _TYPES.get(runner.type)
        if written and taken and written != taken:
            yield finding(
                runner.place.at("type"),
                "'{type}' runs {taken}, but {path} is {written}",
                hint="use 'unittest' or 'pytest' for Python, 'script' for a shell script",
                type=runner.type,
                taken=taken,
                path=shown(runner.entry_point),
                written=written,
            )
