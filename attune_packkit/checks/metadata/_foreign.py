"""Keys that other tools have and Attune has not, with what does the same in Attune."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from attune_packkit.api import (
    OUTCOMES,
    Component,
    Pointer,
    Value,
    Violation,
    follow,
    is_template,
    lists_items,
    plain_key,
    shown,
)
from attune_packkit.checks.metadata import _foreign_words as words

_BY_KIND: Mapping[str, Mapping[str, str]] = {
    "pack": words.PACK,
    "action": words.ACTION,
    "trigger": words.TRIGGER,
    "sensor": words.SENSOR,
    "rule": words.RULE,
    "workflow": words.WORKFLOW,
    "queue": words.QUEUE,
    "policy": words.POLICY,
    "permission_set": words.PERMISSION_SET,
    "cache": words.CACHE,
    "dashboard": words.DASHBOARD,
    "runtime": words.RUNTIME,
}
_FOLLOWING = (*OUTCOMES, "next", "do", "decision")
_MAPPINGS = ("output", "output_map", "parameters", "vars")
"""What a text or a number can never be meant for."""
_LISTED = ("vars", "parameters")
"""What other tools write as a list."""
_INSTEAD = {
    "entry_point": ("entrypoint", "workflow_file", "launch"),
    "action_ref": ("action",),
    "trigger_ref": ("trigger",),
}
"""Keys that make another one needless."""
_MOST_TASKS = 1_000
_LONGEST = 100
"""Letters of a value that a hint repeats."""


class Remark(NamedTuple):
    """What to do instead of a foreign key, and whether something is lost without it."""

    text: str = ""
    loses: bool = False


def remark_on(component: Component, pointer: Pointer) -> Remark:
    """Return what there is to say of a foreign key that has no counterpart.

    A key that is off or empty, such as `disabled: false`, asks for nothing.
    """
    key, above = str(pointer[-1]), pointer[:-1]
    word = plain_key(key)
    if component.kind.name != "workflow":
        return _on_dependency(component, pointer) if above else _on_component(component, key, word)
    if _is_top(above):
        harmless = words.WORKFLOW_HARMLESS.get(word, "")
        text = harmless or words.WORKFLOW_REMARKS.get(word, "")
        return Remark(text, not harmless and bool(follow(component.value, pointer)))
    if _follows(above):
        return _on_transition(component, pointer)
    return _on_task(component, pointer) if _is_task(above) else Remark()


def _on_transition(component: Component, pointer: Pointer) -> Remark:
    key = str(pointer[-1])
    if key in _task_names(component):
        return Remark(f"write 'do: {key}', and the condition under 'when'", loses=True)
    text = words.TRANSITION_REMARKS.get(plain_key(key), "")
    return Remark(text, bool(follow(component.value, pointer)))


def _on_task(component: Component, pointer: Pointer) -> Remark:
    key, task = str(pointer[-1]), follow(component.value, pointer[:-1])
    value = follow(component.value, pointer)
    if "." in key and isinstance(task, dict) and "action" not in task:
        return Remark("name it under 'action', and what it is given under 'input'", loses=True)
    if isinstance(value, dict) and isinstance(task, dict) and len(task) == 1:
        return Remark(
            "a task says it under 'name', and has 'action' and the rest beside that", True
        )
    return Remark(words.TASK_REMARKS.get(plain_key(key), ""), bool(value))


def _on_dependency(component: Component, pointer: Pointer) -> Remark:
    versions = follow(component.value, pointer)
    if component.kind.name != "pack" or pointer[:-1] != ("dependencies",):
        return Remark()
    if not isinstance(versions, str) or not versions or len(versions) > _LONGEST:
        return Remark()
    entry = shown(f"{pointer[-1]}@{versions}")
    return Remark(f"write {entry} as an entry of 'packs'", loses=True)


def _on_component(component: Component, key: str, word: str) -> Remark:
    value = component.value.get(key)
    text = words.REMARKS.get(component.kind.name, {}).get(word, "")
    if word == "spec" and isinstance(value, dict):
        text = f"write {', '.join(map(shown, islice(value, 3)))} … at the top level"
    if word == "required" and isinstance(value, list) and _is_flat(component):
        text = "each field of a flat map says 'required: true' itself"
    if text:
        return Remark(text, bool(value))
    if (word == "disabled" and value is True) or (word in words.ENABLED and value is False):
        return Remark("write 'enabled: false'", loses=True)
    in_packs = words.NOTED_IN_PACKS.get(word, "") if component.kind.name == "pack" else ""
    return Remark(in_packs or words.NOTED.get(word, ""))


def _is_flat(component: Component) -> bool:
    return {each.dialect for each in component.schemas.values() if each.raw} == {"flat"}


def meaning_of(component: Component, pointer: Pointer) -> str:
    """Return the key of Attune that a foreign one stands for; "" if it may be a note.

    It may where the key of Attune is there as well, or where its value cannot be meant for that.
    """
    meant = _meaning(component, pointer)
    around = follow(component.value, pointer[:-1])
    holder = around if isinstance(around, dict) else {}
    written = holder.get(str(pointer[-1]))
    if meant in _MAPPINGS and not isinstance(written, dict):
        return meant if meant in _LISTED and isinstance(written, list) else ""
    others = holder.keys() - {str(pointer[-1])}
    return meant if others.isdisjoint((meant, *_INSTEAD.get(meant, ()))) else ""


def nearest_key(violation: Violation, component: Component) -> str:
    """Return a hint for a key that is refused and other tools have for one of Attune's; or ""."""
    unknown = violation.keyword == "additionalProperties" and not violation.home
    same = meaning_of(component, violation.place.pointer) if unknown else ""
    return f"what comes nearest is '{same}'" if same and same != violation.suggestion else ""


def _meaning(component: Component, pointer: Pointer) -> str:
    kind, key = component.kind.name, plain_key(str(pointer[-1]))
    above = pointer[:-1]
    if kind == "workflow" and not _is_top(above):
        return _in_workflow(component, pointer, key)
    if kind == "pack" and above == ("dependencies",):
        return "packs"
    if kind == "pack" and above[:2] == ("testing", "runners"):
        return words.RUNNER.get(key, "")
    if _is_top(above):
        return _BY_KIND.get(kind, {}).get(key, "")
    named = [step for step in reversed(above) if isinstance(step, str)][:2]
    inside = next((step for step in named if (kind, step) in words.NESTED), "")
    limits = kind == "permission_set" and inside == "constraints"
    return words.NESTED.get((kind, inside), {}).get(key, "refs" if limits else "")


def _is_top(above: Pointer) -> bool:
    """Tell whether keys at this place are read as keys of the whole file."""
    return above in ((), ("definition",))


def _is_task(above: Pointer) -> bool:
    return "tasks" in above[-2:] and not _follows(above)


def _follows(above: Pointer) -> bool:
    return any(step in _FOLLOWING for step in above[-2:] if isinstance(step, str))


def _in_workflow(component: Component, pointer: Pointer, key: str) -> str:
    """Judge a key of a task, of its retry, or of what follows it."""
    above = pointer[:-1]
    value = follow(component.value, pointer)
    if above[-1] == "retry":
        return words.RETRY.get(key, "")
    if _follows(above):
        meant = words.TRANSITION.get(key, "")
        return _leading(above) if meant == "do" else meant
    if not _is_task(above):
        return ""
    if lists_items(key, value):
        return "with_items"
    meant = words.TASK.get(key, "")
    if meant == "decision" and follow(component.value, (*above, "type")) == "parallel":
        return "tasks"
    return "" if meant == "name" and isinstance(above[-1], str) else meant


def _leading(above: Pointer) -> str:
    """Return the key that names the task to go on with."""
    return "next" if "decision" in above[-2:] else "do"


def guess_of(component: Component, pointer: Pointer) -> str:
    """Return what an unknown key of a transition may be for, by what it holds; "" if unclear."""
    above, value = pointer[:-1], follow(component.value, pointer)
    holder = follow(component.value, above)
    noted = plain_key(str(pointer[-1])) in words.NOTES
    if component.kind.name != "workflow" or not _follows(above) or noted:
        return ""
    named = value if isinstance(value, list) else [value]
    meant = ""
    if isinstance(value, str) and is_template(value):
        meant = "publish"
    elif named and all(each in _task_names(component) for each in named):
        meant = _leading(above)
    return meant if isinstance(holder, dict) and meant not in holder else ""


def _task_names(component: Component) -> list[Value]:
    definition = component.value.get("definition")
    graph = definition if isinstance(definition, dict) else component.value
    return list(_named(graph.get("tasks")))


def _named(tasks: Value) -> Iterator[Value]:
    if isinstance(tasks, dict):
        yield from tasks
    for task in tasks[:_MOST_TASKS] if isinstance(tasks, list) else ():
        if isinstance(task, dict):
            yield task.get("name")
