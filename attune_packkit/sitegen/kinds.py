"""The kinds of component as the site names them."""

from __future__ import annotations

from attune_packkit.api import Component

KINDS = (
    "action",
    "workflow",
    "trigger",
    "sensor",
    "rule",
    "queue",
    "policy",
    "permission_set",
    "runtime",
    "dashboard",
    "cache",
)
"""All kinds in the order in which pages show them."""

TITLES = {
    "action": ("Action", "Actions"),
    "workflow": ("Workflow", "Workflows"),
    "trigger": ("Trigger", "Triggers"),
    "sensor": ("Sensor", "Sensors"),
    "rule": ("Rule", "Rules"),
    "queue": ("Queue", "Queues"),
    "policy": ("Policy", "Policies"),
    "permission_set": ("Permission set", "Permission sets"),
    "runtime": ("Runtime", "Runtimes"),
    "dashboard": ("Dashboard", "Dashboards"),
    "cache": ("Cache", "Caches"),
}
"""The titles of each kind: singular and plural."""


def page_kind(component: Component) -> str:
    """Return the kind whose page shows a component: an action with a graph is a workflow."""
    if component.kind.name == "action" and component.has("workflow_file"):
        return "workflow"
    return component.kind.name


def counted_kind(kind: str, count: int) -> str:
    """Return a number with the kind's name in lower case: "1 action", "3 policies"."""
    return f"{count:,} {TITLES[kind][count != 1].lower()}"
