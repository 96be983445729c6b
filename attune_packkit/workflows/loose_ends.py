"""Transitions that somebody meant to write and that lead nowhere: the graph lacks them.

What follows from their absence need not be told besides the slip that is its cause.
"""

from __future__ import annotations

from collections.abc import Collection

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.pointing import texts_in
from attune_packkit.model.transitions import OUTCOMES
from attune_packkit.model.workflow import Task

_TRANSITIONS = frozenset({"next", "decision", *OUTCOMES})
_OTHERS = frozenset((
    "name", "type", "action", "input", "publish", "retry", "timeout", "when", "with_items",
    "batch_size", "concurrency", "iterate_cache", "wait_for", "join", "tasks", "delay",
    "permission_set_refs", "permission_set_ref", "worker_selector", "worker_tolerations",
    "worker_affinity", "trace_tag_template", "label", "description", "__chart_meta__",
))  # fmt: skip
"""The keys of a task that have to do with something else."""

_READ = frozenset({"do", "next", "publish", "when"})
_BESIDE = frozenset({"when", "publish"})


def leads_in_vain(task: Task, names: Collection[str], led: Collection[Place]) -> bool:
    """Tell whether a task names targets where, or in a form in which, nobody reads them.

    `names` are those of all tasks, `led` the places of all targets that are read.
    """
    for key, value in task.value.items():
        if key in _OTHERS:
            continue
        if key in _TRANSITIONS and (_is_garbled(value) or _lacks_target(key, value)):
            return True
        if key in _TRANSITIONS and _is_plain(value):
            continue
        for steps, text in texts_in(value):
            beside = not _BESIDE.isdisjoint(steps)
            named = text in names or any(step in names for step in steps if step not in _READ)
            if named and not beside and task.at(key, *steps) not in led:
                return True
    return False


def _is_plain(written: Value) -> bool:
    """Tell whether all that transitions say is read."""
    items = written if isinstance(written, list) else [written]
    return not any(isinstance(each, dict) and each.keys() - _READ for each in items)


def _is_garbled(written: Value) -> bool:
    """Tell whether targets are neither names nor lists of names or transitions."""
    if isinstance(written, list):
        return any(map(_is_garbled_item, written))
    return isinstance(written, bool | int | float | dict)


def _lacks_target(key: str, written: Value) -> bool:
    """Tell whether a branch of a decision names no task, which all of them have to."""
    branches = written if key == "decision" and isinstance(written, list) else []
    return any(isinstance(each, dict) and not each.keys() & {"next", "do"} for each in branches)


def _is_garbled_item(item: Value) -> bool:
    if isinstance(item, dict):
        return any(_is_garbled(item.get(key)) for key in ("do", "next"))
    return not isinstance(item, str)
