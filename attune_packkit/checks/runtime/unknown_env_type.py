"""runtime.unknown_env_type."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, near, shown

_KNOWN = ("virtualenv", "node_modules", "none")
_SYNONYMS = {
    "venv": "virtualenv",
    "virtual_env": "virtualenv",
    "pip": "virtualenv",
    "python": "virtualenv",
    "npm": "node_modules",
    "node": "node_modules",
    "nodejs": "node_modules",
}


@check("runtime.unknown_env_type", severity="warning", layer="references", since="0.1")
def unknown_env_type(runtime: Component) -> Iterator[Finding]:
    """The environment of a runtime has a type that is nearly, but not quite, one of Attune's.

    Attune makes environments of the types `virtualenv` and `node_modules`; `none` makes none.

    Bad:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        execution_config:
          environment: {env_type: venv}
        ```

    Good:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        execution_config:
          environment: {env_type: virtualenv}
        ```
    """
    execution = runtime.get("execution_config")
    environment = execution.get("environment") if isinstance(execution, dict) else None
    written = environment.get("env_type") if isinstance(environment, dict) else None
    if not isinstance(written, str) or written in _KNOWN:
        return
    meant = _SYNONYMS.get(written.lower()) or near(written, _KNOWN)
    if meant:
        yield finding(
            runtime.at("execution_config", "environment", "env_type"),
            "Attune knows no environment of type {written}",
            hint=f"did you mean '{meant}'?",
            written=shown(written),
        )
