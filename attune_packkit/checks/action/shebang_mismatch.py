"""action.shebang_mismatch."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    Place,
    check,
    finding,
)

_INTERPRETER = rb"#! ?/(?:[\w.-]+/)*(?:env +(?:-S +)?)?([a-z]+)[0-9.]*(?:\s|$)"
_RUNNERS = {
    b"python": "core.python",
    b"node": "core.nodejs",
    b"bash": "core.shell",
    b"dash": "core.shell",
    b"sh": "core.shell",
    b"perl": "core.perl",
    b"ruby": "core.ruby",
    b"Rscript": "core.r",
}
_ENDINGS = {
    ".py": "core.python",
    ".js": "core.nodejs",
    ".sh": "core.shell",
    ".bash": "core.shell",
    ".pl": "core.perl",
    ".rb": "core.ruby",
}
_STARTS_ANOTHER = rb"\n[^\n]{0,40}\bexec\b"
"""A second line that hands the file on to the interpreter that it is for."""
_LONGEST = 200


@check("action.shebang_mismatch", severity="warning", layer="references", since="0.1")
def shebang_mismatch(action: Component, pack: Pack) -> Iterator[Finding]:
    """The first line of an action's script names another interpreter than its runner.

    The runner starts the script with its own interpreter and takes `#!` for a comment, so the
    script is read in the wrong language. Where the ending of the file is that of the runner, the
    first line is what is wrong.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: shell
        entry_point: weigh
        ```
        ```python actions/weigh
        #!/usr/bin/env python3
        print(2.5)
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh
        ```
        ```python actions/weigh
        #!/usr/bin/env python3
        print(2.5)
        ```
    """
    ending = posixpath.splitext(action.text("entry_point"))[1]
    if ending and ending not in _ENDINGS:
        return
    program = pack.programs[action.path]
    runner = program.runner
    if not action.has("runner_type") and action.key("entry_point") != "entry_point":
        return
    if runner not in _RUNNERS.values() or (ending and _ENDINGS.get(ending) != runner):
        return
    for path in program.paths:
        head = (pack.tree.read(path) or b"")[:_LONGEST]
        found = re.match(_INTERPRETER, head) if head.startswith(b"#!") else None
        meant = _RUNNERS.get(found[1], "") if found else ""
        if meant == "core.shell" and re.search(_STARTS_ANOTHER, head):
            continue
        if meant and meant != runner:
            field = "runner_type" if action.has("runner_type") else "entry_point"
            yield finding(
                Place(path) if ending else action.at(field),
                "'{path}' is run by '{runner}', though its first line names {interpreter}",
                hint="change the first line, or remove it"
                if ending
                else f"write 'runner_type: {meant.removeprefix('core.')}'",
                path=path,
                runner=runner,
                interpreter=found[1].decode() if found else "",
            )
