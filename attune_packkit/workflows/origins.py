"""Where the values of a workflow come from: what each expression reads, and where that is set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from attune_packkit.documents.document import Value
from attune_packkit.expressions.template import Template, parse_template
from attune_packkit.model.workflow import Task, Workflow
from attune_packkit.workflows.graph import Graph
from attune_packkit.workflows.paths import Path, paths
from attune_packkit.workflows.sites import scalars, sites

OriginKind: TypeAlias = Literal[
    "parameter", "variable", "task", "result", "item", "config", "secret", "error", "other"
]

_OF_WORKFLOW = ("workflow", "vars", "variables")
_OUTCOMES = frozenset({"succeeded", "failed", "timed_out", "cancelled"})
_ROOTS: dict[str, OriginKind] = {
    "config": "config",
    "keystore": "secret",
    "item": "item",
    "index": "item",
    "batch": "item",
    "error": "error",
}
_OTHER = frozenset(
    {"system", "pack", "kv", "inquiry", "parameters", "task", "tasks", *_OF_WORKFLOW}
)


class Origin(Struct, frozen=True):
    """Something that an expression reads; `name` is that of the parameter, task, setting …

    `result` is what the task has given that the expression belongs to.
    """

    kind: OriginKind
    name: str


class Use(Struct, frozen=True):
    """A place where a parameter is read: an input, a condition, something published or returned.

    `task` is "" outside of tasks. `what` is the key that holds the expression, `name` its entry.
    """

    task: str
    what: str
    name: str


class Origins:
    """Finds out what the expressions of one workflow read."""

    def __init__(self, workflow: Workflow, graph: Graph) -> None:
        self._workflow, self._tasks = workflow, graph.numbers
        schema = workflow.parameters
        self._parameters = frozenset(schema.fields if schema else ())
        self.publishers: dict[str, dict[str, None]] = {}
        for task in graph.tasks:
            for transition in task.transitions:
                for publish in transition.publish:
                    self.publishers.setdefault(publish.name, {})[task.name] = None
        self.variables = {each.name: each.value for each in reversed(workflow.variables)}

    def of(self, value: Value, task: str = "") -> tuple[Origin, ...]:
        """Return what a value reads, each once, in the order in which it stands there.

        `task` is the task whose transition publishes the value.
        """
        found: dict[Origin, None] = {}
        for _, text in scalars(self._workflow.place, value):
            found.update(dict.fromkeys(self._read(parse_template(text), task)))
        return tuple(found)

    def uses(self) -> dict[str, tuple[Use, ...]]:
        """Return where each parameter is read."""
        found: dict[str, dict[Use, None]] = {name: {} for name in sorted(self._parameters)}
        for site in sites(self._workflow):
            use = Use(site.task.name if site.task else "", *_where(site.place.pointer, site.task))
            for origin in self._read(site.template, ""):
                if origin.kind == "parameter":
                    found.setdefault(origin.name, {})[use] = None
        return {name: tuple(each) for name, each in found.items()}

    def _read(self, template: Template, task: str) -> Iterator[Origin]:
        for path in paths(template):
            origin = self._origin(path, task)
            if origin is not None:
                yield origin

    def _origin(self, path: Path, task: str) -> Origin | None:
        root, second = path.root.name, path.step(0)
        if path.called:
            told = root == "result" or root in _OUTCOMES
            return Origin("result", task) if told and task else None
        known = self._is_variable(root) or root in self._parameters
        if root in self._tasks and (second == "output" or not (known or self._is_root(root))):
            return Origin("task", root)
        if self._is_variable(root):
            return Origin("variable", root)
        if root in self._parameters:
            return Origin("parameter", root)
        return self._below(path, root, second)

    def _below(self, path: Path, root: str, second: str) -> Origin | None:
        """Return what a path that begins with one of the language's own names reads."""
        if root == "workflow" and second == "param" and not self._is_variable("param"):
            return Origin("parameter", path.step(1)) if path.step(1) else None
        if root == "parameters" and second:
            return Origin("parameter", second)
        if root in _OF_WORKFLOW and second:
            return Origin("variable", second)
        if root in ("task", "tasks", "inquiry") and second in self._tasks:
            return Origin("task", second)
        if root == "pack" and second == "config" and path.step(1):
            return Origin("config", path.step(1))
        if root in _ROOTS:
            return Origin(_ROOTS[root], second if root in ("config", "keystore") else root)
        return Origin("other", root) if root in _OTHER else None

    def _is_variable(self, name: str) -> bool:
        return name in self.variables or name in self.publishers

    def _is_root(self, name: str) -> bool:
        return name in _OTHER or name in _ROOTS


def _where(pointer: tuple[str | int, ...], task: Task | None) -> tuple[str, str]:
    """Return the key that a scalar stands under, and the entry of it."""
    below = pointer[len(task.place.pointer) :] if task else pointer
    keys = [each for each in below if isinstance(each, str)]
    for key in ("input", "publish", "output_map", "vars", "variables"):
        if key in keys[:-1]:
            return key, keys[keys.index(key) + 1]
    return (keys[0] if keys else ""), ""
