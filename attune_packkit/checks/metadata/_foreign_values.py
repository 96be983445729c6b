"""Values that other tools have where Attune takes one of a few words."""

from __future__ import annotations

from attune_packkit.api import Component, Violation, follow, plain_key
from attune_packkit.checks.metadata._foreign_words import named

_VALUES = {
    "output_format": named(
        json="dict object mapping", text="csv stdout plain string xml raw", jsonl="ndjson jsonlines"
    ),
    "parameter_delivery": named(stdin="args argv arguments cli parameters pipe"),
    "reference_visibility": named(private="internal hidden", restricted="protected limited"),
    "log_retention_policy": named(days="weeks months"),
    "artifact_retention_policy": named(days="weeks months"),
    "method": named(enqueue="delay wait postpone", cancel="drop reject skip abort"),
    "update_strategy": named(replace="overwrite update", merge_patch="merge", immutable="ignore"),
    "actions": named(
        read="list get view", update="write edit modify patch", execute="run trigger start",
        delete="remove", create="add", manage="admin",
    ),
    "operation": named(set="replace overwrite"),
    "type": named(
        timeseries="chart line graph bar area", stat="number value counter single", gauge="dial",
        table="list grid",
    ),
}  # fmt: skip
"""By the key, what Attune calls it. `type` is that of a dashboard's visualization."""


def nearest_value(violation: Violation, component: Component) -> str:
    """Return a hint for a word that other tools have for one of Attune's; or ""."""
    if violation.keyword != "enum":
        return ""
    pointer = violation.place.pointer
    field = next((step for step in reversed(pointer) if isinstance(step, str)), "")
    if field == "type" and "visualization" not in pointer:
        return ""
    meant = _VALUES.get(field, {}).get(plain_key(str(follow(component.value, pointer))))
    return f"what comes nearest is '{meant}'" if meant else ""
