"""Forms of workflows that only one of the two Attunes reads."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import OUTCOMES, Finding, Place, Severity, Task, Value, Workflow, finding

_CLASSIC_TASK = frozenset(
    {"name", "description", "action", "input", "on_success", "on_failure", "retry", "timeout"}
)
_CLASSIC_RETRY = frozenset({"count", "delay"})


def current_forms(workflow: Workflow) -> Iterator[Finding]:
    """Yield what today's Attune refuses in a workflow, or reads for old times' sake."""
    graph, root = workflow.graph, workflow.root
    if workflow.root != workflow.place:
        yield _refused(root, "definition", "move what it holds to the top of the file")
    if isinstance(graph.get("tasks"), dict):
        yield _refused(root.at("tasks"), "a mapping of tasks", "write a list of tasks with names")
    if isinstance(graph.get("vars"), list):
        yield _refused(root.at("vars"), "a list of variables", "write a mapping of names to values")
    for task in workflow.all_tasks():
        yield from _current_task(task)


def classic_forms(workflow: Workflow) -> Iterator[Finding]:
    """Yield what the Attune of the API documents drops."""
    if workflow.linked:
        place = workflow.meta.place.key("workflow_file")
        yield _dropped(place, "workflow_file", "move the workflow to workflows/")
    for task in workflow.all_tasks():
        yield from _classic_task(task)


def _current_task(task: Task) -> Iterator[Finding]:
    value = task.value
    for key in (*OUTCOMES, "decision"):
        written = value.get(key)
        if isinstance(written, list) and key != "decision":
            yield _refused(task.at(key), f"a list in '{key}'", "write the transitions in next")
        elif written:
            yield finding(
                task.key(key),
                "'{key}' is an older form of 'next'",
                hint="write it as a transition of next",
                severity=Severity.WARNING,
                key=key,
            )
    if isinstance(value.get("publish"), dict):
        yield _refused(task.at("publish"), "a mapping in 'publish'", "write a list")
    if isinstance(value.get("with_items"), list):
        hint = "put the list into a variable, and name that in a template"
        yield _refused(task.at("with_items"), "a literal list in 'with_items'", hint)
    yield from _current_next(task.at("next"), value.get("next"))


def _current_next(place: Place, written: Value) -> Iterator[Finding]:
    """Look at `next`, which has to be a list of mappings whose `do` is a list of names."""
    hint = "write a list of transitions, each with a list of tasks in do"
    items = written if isinstance(written, list) else []
    if isinstance(written, str) or any(isinstance(item, str) for item in items):
        yield _refused(place, "a task name in 'next'", hint)
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            continue
        names = item.get("do")
        if isinstance(names, str):
            yield _refused(place.at(index, "do"), "a single name in 'do'", "write a list")
        elif isinstance(names, list) and any(isinstance(name, dict) for name in names):
            yield _refused(place.at(index, "do"), "a condition inside 'do'", hint)


def _classic_task(task: Task) -> Iterator[Finding]:
    if task.type != "action":
        yield _dropped(task.key("type"), f"type: {task.type}", "run the tasks one after another")
    for key, written in task.value.items():
        if written is None or key == "type" or key.startswith(("x-", "__")):
            continue
        if key not in _CLASSIC_TASK:
            yield from () if key == "tasks" else (_dropped(task.key(key), key, _INSTEAD),)
        elif key in OUTCOMES and not isinstance(written, str):
            yield _dropped(task.key(key), f"a list in '{key}'", "name one task")
    for key in task.retry:
        if key not in _CLASSIC_RETRY:
            yield _dropped(task.key("retry", key), f"retry.{key}", "use count and delay alone")


_INSTEAD = "use on_success and on_failure, retry and timeout"


def _refused(place: Place, form: str, hint: str) -> Finding:
    return finding(
        Place(place.path, place.pointer, "key"),
        "today's Attune does not read {form}",
        hint=hint,
        form=form,
    )


def _dropped(place: Place, form: str, hint: str) -> Finding:
    return finding(
        place,
        "the API documents do not know {form}",
        hint=hint,
        severity=Severity.WARNING,
        form=form,
    )
