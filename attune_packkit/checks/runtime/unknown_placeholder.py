"""runtime.unknown_placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Place,
    Severity,
    Value,
    check,
    finding,
    near,
)

_KNOWN = ("action_file", "env_dir", "interpreter", "manifest_path", "pack_dir")
_PLACEHOLDER = re.compile(r"(?<![${%@])\{(?P<name>[a-z][a-z0-9_]*)\}(?!\})")
_OF_AWK = "print"
"""`{print}` is a whole programme of awk; the lookbehind leaves `%{…}` of curl and `@{…}` of git."""
_DOUBLED = re.compile(rf"\{{\{{ ?(?P<name>{'|'.join(_KNOWN)}) ?\}}\}}")
_FIELDS = (
    ("interpreter", "binary"),
    ("interpreter", "args"),
    ("environment", "dir_name"),
    ("environment", "create_command"),
    ("environment", "interpreter_path"),
    ("dependencies", "manifest_file"),
    ("dependencies", "install_command"),
    ("env_vars",),
)


@check("runtime.unknown_placeholder", severity="error", layer="references", since="0.1")
def unknown_placeholder(runtime: Component) -> Iterator[Finding]:
    """A runtime's command has a placeholder that Attune does not fill.

    `{pack_dir}`, `{env_dir}`, `{interpreter}`, `{action_file}` and `{manifest_path}` are replaced,
    as plain text. Anything else reaches the command as it is written, braces and all, and so do the
    outer braces of `{{env_dir}}`. A name unlike all of these may be meant so, and is a warning.

    Bad:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        execution_config:
          environment:
            env_type: virtualenv
            create_command: [python3, -m, venv, "{envdir}"]
        ```

    Good:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        execution_config:
          environment:
            env_type: virtualenv
            create_command: [python3, -m, venv, "{env_dir}"]
        ```
    """
    for place, text in _commands(runtime):
        for match in _DOUBLED.finditer(text):
            yield finding(
                place.part(*match.span()),
                "the braces around '{name}' are doubled, so one pair stays in the command",
                hint=f"write '{{{match['name']}}}'",
                name=match["name"],
            )
        for match in _PLACEHOLDER.finditer(text):
            name = match["name"]
            if name not in _KNOWN and name != _OF_AWK:
                meant = near(name, _KNOWN)
                yield finding(
                    place.part(*match.span()),
                    "nothing fills the placeholder '{name}'",
                    hint=f"did you mean '{meant}'?" if meant else f"known: {', '.join(_KNOWN)}",
                    severity=None if meant else Severity.WARNING,
                    name=name,
                )


def _commands(runtime: Component) -> Iterator[tuple[Place, str]]:
    """Yield the texts in which placeholders are replaced, of the runtime and of its versions."""
    yield from _texts(runtime.at("execution_config"), runtime.get("execution_config"))
    versions = runtime.get("versions")
    for index, entry in enumerate(versions if isinstance(versions, list) else ()):
        if isinstance(entry, dict):
            place = runtime.at("versions", index, "execution_config")
            yield from _texts(place, entry.get("execution_config"))


def _texts(place: Place, config: Value) -> Iterator[tuple[Place, str]]:
    for steps in _FIELDS:
        value = config
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
        yield from _leaves(place.at(*steps), value)


def _leaves(place: Place, value: Value) -> Iterator[tuple[Place, str]]:
    """Yield the texts in a value; lists and mappings nest two deep at most here."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        yield from ((place.at(i), item) for i, item in enumerate(value) if isinstance(item, str))
    elif isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, str):
                yield place.at(name), item
            elif isinstance(item, dict) and isinstance(item.get("value"), str):
                yield place.at(name, "value"), str(item["value"])
