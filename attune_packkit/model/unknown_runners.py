"""Runtimes that `runner_type` names and nobody provides."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.diagnostics import Finding, Severity, finding
from attune_packkit.escaping import shown
from attune_packkit.model.catalog import Catalog, Standing
from attune_packkit.model.platform import RUNNER_ALIASES
from attune_packkit.model.summary import Reference
from attune_packkit.suggest import very_near

_KNOWN = (Standing.DEFINED, Standing.BUILT_IN, Standing.UNCLEAR)


def unknown_runners(reference: Reference, catalog: Catalog) -> Iterator[Finding]:
    """Yield a finding if the runtime is unknown; its severity says how sure that is."""
    name = reference.written
    standing = catalog.standing("runtime", reference.ref)
    if standing in _KNOWN or catalog.provides_runner(name):
        return
    full = "." in name
    slip = very_near(name.lower(), catalog.names("runtime") if full else RUNNER_ALIASES)
    slip = slip or _without_version(name.lower()) or _without_hyphen(name.lower())
    slip = slip or _ELSEWHERE.get(name.lower(), "")
    hint = f"did you mean '{slip}'?" if slip else _foreign(name.lower())
    missing = full and standing is Standing.MISSING
    yield finding(
        reference.place,
        "runner {name} is neither Attune's nor a runtime of these packs",
        hint=hint,
        severity=None if missing else Severity.WARNING if hint else Severity.INFO,
        name=shown(name),
    )


_ELSEWHERE = {
    **dict.fromkeys(("javascript", "js", "ecmascript"), "nodejs"),
    **dict.fromkeys(("py", "py3"), "python"),
    **dict.fromkeys(("zsh", "ksh"), "shell"),
    **dict.fromkeys(("binary", "executable"), "native"),
    **dict.fromkeys(("python-script", "python_script", "run-python"), "python"),
    **dict.fromkeys(
        ("local-shell-cmd", "local-shell-script", "run-local", "run-local-script"), "shell"
    ),
    **dict.fromkeys(("shell-script", "shell_script", "bash-script"), "shell"),
    "golang": "go",
    "rb": "ruby",
}
"""Names of runners in other tools."""


_WORKFLOWS = frozenset({"action-chain", "mistral-v2", "mistral-workflow", "orquesta", "workflow"})
_OF_STACKSTORM = frozenset(
    {"announcement", "cloudslang", "http-request", "http-runner", "inquirer", "noop"}
    | {"run-remote", "run-remote-script"}
    | {f"{what}-{how}" for what in ("remote-shell", "winrm") for how in ("cmd", "script", "ps-cmd")}
)


def _foreign(name: str) -> str:
    """Say what does the work of a runner of another tool."""
    if name in _WORKFLOWS:
        return "a workflow has no runner: name its file with 'workflow_file'"
    return "write a script, and name what it is written in" if name in _OF_STACKSTORM else ""


def _without_hyphen(name: str) -> str:
    """Return the runner that is meant by its name with `_` or `-` in it, such as `node_js`."""
    plain = name.replace("_", "").replace("-", "")
    return plain if plain != name and plain in RUNNER_ALIASES else ""


def _without_version(name: str) -> str:
    """Return the runner that is meant by its name and a version, such as `python3.11`; "" if none.

    Versions are told by `runtime_version`.
    """
    plain = name.rstrip("0123456789. ,;")
    known = plain in RUNNER_ALIASES or plain in RUNNER_ALIASES.values()
    return plain if plain != name and known else ""
