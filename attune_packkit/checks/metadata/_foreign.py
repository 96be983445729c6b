"""Keys that other tools have and Attune has not, with what does the same in Attune."""

from __future__ import annotations

from collections.abc import Mapping

from attune_packkit.api import OUTCOMES, Component, follow

_INPUT = dict.fromkeys(("params", "parameters", "arguments", "args", "with", "inputs"), "input")
_TASK = {
    **_INPUT,
    **dict.fromkeys(("on_error", "on_fail", "on_failed", "catch", "rescue"), "on_failure"),
    **dict.fromkeys(("then", "on_ok", "on_succeeded"), "on_success"),
    **dict.fromkeys(("finally", "always", "on_finish", "on_done", "on_end"), "on_complete"),
    **dict.fromkeys(("depends_on", "needs", "requires", "after", "run_after"), "next"),
    **dict.fromkeys(("goto", "go_to", "transitions", "next_task"), "next"),
    **dict.fromkeys(("switch", "branches", "choices"), "decision"),
    **dict.fromkeys(("if", "condition", "conditions", "unless"), "when"),
    **dict.fromkeys(("foreach", "for_each", "loop", "items", "with_list", "repeat"), "with_items"),
    **dict.fromkeys(("retries", "max_retries", "retry_count", "attempts", "retry_delay"), "retry"),
    **dict.fromkeys(("timeout_seconds", "timeout_secs", "time_limit"), "timeout"),
    **dict.fromkeys(("uses", "run", "action_ref", "call", "workflow", "subworkflow"), "action"),
    **dict.fromkeys(("register", "save", "export", "set_vars"), "publish"),
    **dict.fromkeys(("parallelism", "max_parallel", "max_concurrency"), "concurrency"),
    **dict.fromkeys(("barrier", "wait_all"), "join"),
    **dict.fromkeys(("subtasks", "steps", "children", "parallel"), "tasks"),
}
_RETRY = {
    **dict.fromkeys(("max", "attempts", "times", "retries", "max_attempts"), "count"),
    **dict.fromkeys(("wait", "interval", "delay_seconds", "pause", "sleep"), "delay"),
    **dict.fromkeys(("strategy", "policy"), "backoff"),
    **dict.fromkeys(("when", "if", "retry_on"), "on_error"),
}
_WORKFLOW = {
    **dict.fromkeys(("steps", "jobs", "stages", "nodes"), "tasks"),
    **dict.fromkeys(("input", "inputs", "params", "arguments"), "parameters"),
    **dict.fromkeys(("outputs", "result", "results", "returns"), "output_map"),
    **dict.fromkeys(("var", "context", "state", "globals"), "vars"),
}
_ACTION = {
    **dict.fromkeys(("input", "inputs", "arguments", "args", "input_schema"), "parameters"),
    **dict.fromkeys(("outputs", "returns", "result", "results"), "output"),
    **dict.fromkeys(("script", "command", "main", "entry", "handler", "executable"), "entry_point"),
    **dict.fromkeys(("runner", "language", "interpreter"), "runner_type"),
    **dict.fromkeys(("workflow", "workflow_path", "graph"), "workflow_file"),
    **dict.fromkeys(
        ("permission_sets", "permission_set_refs", "permission_set_ref"),
        "default_execution_permission_set_refs",
    ),
}
_TRIGGER = {
    **dict.fromkeys(("payload", "schema", "outputs", "event_schema", "event"), "output"),
    **dict.fromkeys(("inputs", "input", "arguments", "config"), "parameters"),
}
_SENSOR = {
    **dict.fromkeys(("triggers", "trigger", "trigger_ref", "trigger_refs"), "trigger_types"),
    **dict.fromkeys(("script", "command", "main", "handler"), "entry_point"),
    **dict.fromkeys(("runner", "language"), "runner_type"),
}
_RULE = {
    **dict.fromkeys(("criteria", "when", "if", "filter", "filters", "match"), "conditions"),
    **dict.fromkeys(("parameters", "params", "input", "inputs", "arguments"), "action_params"),
    **dict.fromkeys(("trigger_parameters", "trigger_config"), "trigger_params"),
    "action_parameters": "action_params",
    **dict.fromkeys(("workflow", "workflow_ref", "run", "then"), "action_ref"),
    **dict.fromkeys(("trigger_type", "event", "on"), "trigger_ref"),
}
_PACK = {
    **dict.fromkeys(("depends_on", "packs"), "dependencies"),
    **dict.fromkeys(("configuration", "settings", "config_defaults"), "config"),
    **dict.fromkeys(("runtimes", "runners"), "runtime_deps"),
    **dict.fromkeys(("test", "tests"), "testing"),
    "python_version": "python",
    **dict.fromkeys(("nodejs_version", "node_version"), "nodejs"),
    **dict.fromkeys(("active", "disabled"), "enabled"),
}
_RUNNER = {
    **dict.fromkeys(("timeout_seconds", "timeout_secs"), "timeout"),
    **dict.fromkeys(("runner", "framework", "kind"), "type"),
    **dict.fromkeys(("script", "command", "file", "path"), "entry_point"),
}
_BY_KIND: Mapping[str, Mapping[str, str]] = {
    "pack": _PACK,
    "action": _ACTION,
    "trigger": _TRIGGER,
    "sensor": _SENSOR,
    "rule": _RULE,
    "workflow": _WORKFLOW,
}
NOTES = frozenset(
    ("name", "label", "title", "description", "comment", "comments", "note", "notes", "id", "meta")
)
_FOLLOWING = (*OUTCOMES, "next", "do", "decision")
_MAPPINGS = ("output", "output_map", "parameters", "vars")
"""What a text or a number can never be meant for."""


def meaning_of(component: Component, pointer: tuple[str | int, ...]) -> str:
    """Return the key of Attune that a foreign one stands for; "" if it may be a note.

    It may where the key of Attune is there as well, or where its value cannot be meant for that.
    """
    meant = _meaning(component, pointer)
    around = follow(component.value, pointer[:-1])
    holder = around if isinstance(around, dict) else {}
    written = holder.get(str(pointer[-1]))
    if meant in _MAPPINGS and not isinstance(written, dict):
        return meant if meant == "vars" and isinstance(written, list) else ""
    return "" if meant != "next" and meant in holder else meant


def _meaning(component: Component, pointer: tuple[str | int, ...]) -> str:
    kind, key = component.kind.name, str(pointer[-1])
    above = pointer[:-1]
    if kind == "workflow" and above and above != ("definition",):
        return _in_workflow(above, key)
    if kind == "pack" and above == ("dependencies",):
        return "packs"
    if kind == "pack" and above[:2] == ("testing", "runners"):
        return _RUNNER.get(key, "")
    if kind == "permission_set" and above and above[-1] == "constraints":
        return "refs"
    return _BY_KIND.get(kind, {}).get(key, "") if len(above) == (above == ("definition",)) else ""


def _in_workflow(above: tuple[str | int, ...], key: str) -> str:
    """Judge a key of a task, of its retry, or of what follows it."""
    named = [step for step in above[-2:] if isinstance(step, str)]
    if above[-1] == "retry":
        return _RETRY.get(key, "")
    if any(step in _FOLLOWING for step in named):
        return "" if key in NOTES else ("when" if key in ("if", "condition", "unless") else "do")
    return _TASK.get(key, "") if "tasks" in named else ""
