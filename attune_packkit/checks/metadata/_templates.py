"""Values that only a run can judge."""

from __future__ import annotations

from attune_packkit.api import Component, Pointer, follow, is_template

_RENDERED = frozenset({"workflow", "rule", "queue", "dashboard"})
"""Kinds in which Attune fills in templates."""

_PLAIN_IN_RULES = (("conditions",), ("enabled",), ("action_params",), ("trigger_params",))
"""What a rule has to say itself; only values further inside may be templates."""


def is_rendered(component: Component, pointer: Pointer) -> bool:
    """Tell whether the value at `pointer` is a template that Attune will fill in."""
    kind = component.kind.name
    if kind not in _RENDERED or (kind == "rule" and pointer in _PLAIN_IN_RULES):
        return False
    return is_template(follow(component.value, pointer))
