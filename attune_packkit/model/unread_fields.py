"""Fields that Attune's documentation shows and Attune does not read."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.diagnostics import Finding, Severity, finding
from attune_packkit.model.component import Component
from attune_packkit.model.targets import Target

_UNREAD: dict[str, dict[str, str]] = {
    "action": {
        "parameters_schema": "parameters",
        "output_schema": "output",
        "timeout": "timeout_seconds",
    },
    "sensor": {"parameters_schema": "parameters", "poll_interval": ""},
    "trigger": {
        "parameters_schema": "parameters",
        "payload_schema": "output",
        "output_schema": "output",
    },
}


def unread_fields(component: Component, target: Target) -> Iterator[Finding]:
    """Yield a finding for each field that Attune passes over: info, but a warning for `current`."""
    unread = _UNREAD[component.kind.name]
    if unread.keys().isdisjoint(component.value):
        return
    for name, instead in unread.items():
        if component.value.get(name) is not None:
            yield finding(
                component.place.key(name),
                "Attune does not read '{name}'",
                hint=_remedy(component, instead),
                severity=Severity.WARNING if target is Target.CURRENT else Severity.INFO,
                name=name,
            )


def _remedy(component: Component, instead: str) -> str:
    if not instead:
        return "remove it, and let the program read its own settings"
    if component.value.get(instead) is not None:
        return f"remove it: '{instead}' is there already"
    return f"rename it to '{instead}'"
