"""script.not_a_program."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    check,
    finding,
)

_LANGUAGES = {
    ".py": "python",
    ".js": "nodejs",
    ".mjs": "nodejs",
    ".cjs": "nodejs",
    ".sh": "shell",
    ".bash": "shell",
    ".pl": "perl",
    ".rb": "ruby",
}


@check("script.not_a_program", severity="warning", layer="references", since="0.1")
def not_a_program(pack: Pack) -> Iterator[Finding]:
    """A script is run as if it were a program of its own.

    The runner `native`, which is what sensors have unless they name another one, starts the file
    itself. The system cannot start a script that does not say in a first line with `#!` what runs
    it.

    Bad:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        entry_point: gate.py
        trigger_types: [core.alert]
        ```
        ```python sensors/gate.py
        print("nobody at the gate")
        ```

    Good:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: python
        entry_point: gate.py
        trigger_types: [core.alert]
        ```
        ```python sensors/gate.py
        print("nobody at the gate")
        ```
    """
    for program in pack.programs.values():
        component = program.component
        if program.runner == "core.native" and _is_plain(component):
            for path in program.paths:
                language = _LANGUAGES.get(path[path.rfind(".") :], "")
                if language and not (pack.tree.read(path) or b"").startswith((b"#!", b"\x7fELF")):
                    named = component.has("runner_type")
                    yield finding(
                        component.at("runner_type" if named else "entry_point"),
                        "'{path}' is started as a program, and has no first line with '#!'",
                        hint=f"write 'runner_type: {language}'",
                        path=path,
                    )


def _is_plain(component: Component) -> bool:
    """Tell whether the runner is what the file says: the API's form may leave it to a number."""
    return component.has("runner_type") or component.key("entry_point") == "entry_point"
