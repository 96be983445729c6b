"""Rules as sentences."""

from __future__ import annotations

import json

from attune_packkit.api import Component, Value, bare, is_template, qualify
from attune_packkit.sitegen.arguments import arguments
from attune_packkit.sitegen.component_models import RuleParts
from attune_packkit.sitegen.models import Link
from attune_packkit.sitegen.registry import View

MAX_CONDITION = 1_000
_MAX_CONDITIONS = 50


def rule_parts(rule: Component, view: View, page: str) -> RuleParts:
    """Return the parts of the sentence that a rule is."""
    return RuleParts(
        trigger=_named(rule, "trigger", view, page),
        condition=condition_text(rule.get("conditions"))[:MAX_CONDITION],
        action=_named(rule, "action", view, page),
        trigger_arguments=tuple(arguments(_mapping(rule.get("trigger_params")))),
        action_arguments=tuple(arguments(_mapping(rule.get("action_params")))),
        enabled=rule.get("enabled") is not False,
    )


def condition_text(value: Value) -> str:
    """Return a condition, however it is written, as one expression; "" if there is none."""
    if isinstance(value, str):
        return bare(value)
    if isinstance(value, dict) and isinstance(value.get("expression"), str):
        return bare(str(value["expression"]))
    if isinstance(value, list):
        parts = list(filter(None, map(condition_text, value[:_MAX_CONDITIONS])))
        return parts[0] if len(parts) == 1 else " and ".join(f"({part})" for part in parts)
    return json.dumps(value, ensure_ascii=False) if value else ""


def _named(rule: Component, kind: str, view: View, page: str) -> Link:
    """Return the link to what a rule names, with its label if the site has it."""
    ref = rule.text(f"{kind}_ref")
    if not ref or is_template(ref):
        return Link(ref or f"no {kind}")
    full = qualify(ref, rule.pack_ref)
    found = view.component(kind, full)
    return view.link(kind, full, page, text=found.label if found else ref, note=full)


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}
