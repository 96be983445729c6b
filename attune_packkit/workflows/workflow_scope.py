"""What names mean at one site of a workflow, and whether they can mean it there yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from attune_packkit.diagnostics import Severity
from attune_packkit.expressions.functions import FUNCTIONS
from attune_packkit.expressions.types import ANY, INTEGER, NULL, STRING, Type, union, without_names
from attune_packkit.model.misnamed import stand_ins
from attune_packkit.model.targets import Target
from attune_packkit.model.workflow import Task
from attune_packkit.suggest import very_near
from attune_packkit.workflows.declared_names import OF_ERROR, DeclaredNames
from attune_packkit.workflows.names import is_iterated
from attune_packkit.workflows.paths import Path, Step
from attune_packkit.workflows.slip import Slip

_OF_SYSTEM = ("workflow_start", "execution_id", "timestamp", "identity", "rule", "event")
_OF_INQUIRY = (
    "id", "status", "response", "assigned_to", "responded_by", "responded_at", "timeout_at",
)  # fmt: skip


_TEXT = union((STRING, NULL))
_OF_RUN: dict[str, tuple[int, dict[str, Type]]] = {
    "error": (2, {"message": _TEXT, "task": _TEXT}),
    "inquiry": (
        3,
        {"id": INTEGER, "status": STRING, "responded_at": _TEXT, "timeout_at": _TEXT},
    ),
}
"""The types of what is told of a failure and of an inquiry, after so many names."""

_Handler: TypeAlias = Callable[["WorkflowScope", Path], Iterator[Slip]]


class WorkflowScope(DeclaredNames):
    """The scope at one site of a workflow."""

    def read(self, path: Path) -> Iterator[Slip]:
        """Yield what is wrong with reading this path here."""
        root = path.root.name
        if path.called:
            yield from self._called(path)
        elif root in self._names.flow.graph.numbers and self._reads_task(path):
            yield from self._task(path.root, path)
        elif self._names.is_variable(root) and not self._means_root(path):
            yield from self._variable(path.root, path)
        elif self._names.is_parameter(root):
            self._names.read_parameters.add(root)
            yield from self._bare_parameter(path)
        elif root in _HANDLERS:
            yield from _HANDLERS[root](self, path)
        elif not path.guarded:
            yield from self._unknown(path)

    def _means_root(self, path: Path) -> bool:
        """Tell whether a path begins with what templates know by a name that is published, too."""
        root = path.root.name
        return bool(path.steps) and root in _HANDLERS and root not in self._names.variables

    def _bare_parameter(self, path: Path) -> Iterator[Slip]:
        """Yield a slip where only today's engine can read this, which wants the root, too."""
        current = self._standings.target is Target.CURRENT
        linked = self._names.workflow.linked and self._standings.target is Target.AUTO
        if (current or linked) and not path.guarded and path.root.name not in _HANDLERS:
            yield self._slip(
                "workflow.undefined_variable",
                path.root,
                "'{name}' is a parameter, which has no value without 'parameters.'",
                hint=f"write 'parameters.{path.root.name}'",
                severity=None if current else Severity.WARNING,
                name=path.root.name,
            )

    def type_of(self, path: Path) -> Type | None:
        """Return the type of a path."""
        root = path.root.name
        if self._names.is_variable(root) or self._names.is_parameter(root):
            meant = not path.steps or root not in _HANDLERS
            return self._types.of_path(path) if meant else ANY
        if root == "config" and path.steps:
            return None if len(path.steps) > 1 else self._settings.type_of(path.step(0))
        if root == "index" and not path.steps and self._iterates():
            return INTEGER
        if root == "item" and self._iterates():
            return self._of_one_item(path)
        size, known = _OF_RUN.get(root, (0, {}))
        if len(path.names) == size and path.names[-1] in known:
            return known[path.names[-1]]
        if root in ("task", "tasks") or root in self._names.flow.graph.numbers:
            of = self._types.of_path(path)
            return of and without_names(of)  # what is not declared is reported across packs
        return self._types.of_path(path)

    def result_type(self) -> Type:
        """Return what the task has given that has just ended."""
        task = self._site.task
        return without_names(self._types.of_result(task)) if task else ANY

    def _of_one_item(self, path: Path) -> Type | None:
        """Return the type of `item`; what is wrong with fields of a batch is told by `read`."""
        if not path.steps:
            return self._item_type()
        task = next(filter(is_iterated, self._around()))
        batched = task.value.get("batch_size") is not None
        return ANY if batched and not path.step(0).isdigit() else None

    def _item_type(self) -> Type:
        """Return the type of `item`, for the innermost task that goes through items."""
        task = next(filter(is_iterated, self._around()))
        if self._site.moment != "each" and task is self._site.task:
            return ANY
        return self._types.of_item(task)

    def gives(self, of: Type) -> None:
        """Take note of the type of the whole scalar."""
        self.type = of

    def _reads_task(self, path: Path) -> bool:
        """Tell whether a task's name means the task: as `t.output`, or for want of another."""
        names = self._names
        if path.step(0) == "output":
            return True
        root = path.root.name
        return not (names.is_variable(root) or names.is_parameter(root) or root in _HANDLERS)

    def _called(self, path: Path) -> Iterator[Slip]:
        signature = FUNCTIONS.get(path.root.name)
        if signature is None or not signature.outcome:
            return
        if self._site.moment not in ("after", "retry"):
            yield self._slip(
                "workflow.result_outside_transition",
                path.root,
                "'{name}()' tells how the task before a transition ended, and here is none",
                hint="use it in 'when' or 'publish' of a transition",
                name=path.root.name,
            )
        elif path.root.name == "result" and self._site.task is not None:
            self._note_use(self._site.task, path.steps, path)

    def _iterates(self) -> bool:
        return any(map(is_iterated, self._around()))

    def _means_to_iterate(self) -> bool:
        """Tell whether a task is to go through items, but the key is misspelt or left empty."""
        return not self._iterates() and any(
            task.value.keys() & {"with_items", "iterate_cache"}
            or stand_ins(task.value, "with_items")
            for task in self._around()
        )

    def _chooses_items(self) -> bool:
        """Tell whether this site says what the task goes through, and no task around it does."""
        before = self._site.moment == "before" and "with_items" in self._place.pointer
        return before and sum(map(is_iterated, self._around())) == 1

    def _around(self) -> Iterator[Task]:
        """Yield the task of this site and those that hold it."""
        task = self._site.task
        while task is not None:
            yield task
            number = self._names.number(task.parent) if task.parent else None
            task = None if number is None else self._names.flow.graph.tasks[number]

    def _of_parameters(self, path: Path) -> Iterator[Slip]:
        if path.steps and (not path.guarded or self._misspells_parameter(path.step(0))):
            yield from self._parameter(path.steps[0], guarded=path.guarded)
        elif path.steps:
            self._names.read_parameters.add(path.step(0))
        else:
            self._names.everything_read = True

    def _misspells_parameter(self, name: str) -> bool:
        names = self._names
        known = names.extent == "closed" and not names.is_parameter(name)
        return known and bool(very_near(name, names.all_parameters()))

    def _of_workflow(self, path: Path) -> Iterator[Slip]:
        if not path.steps:
            self._names.everything_read = True
        elif path.step(0) == "param" and not self._names.is_variable("param"):
            below = Path(path.steps[0], path.steps[1:], dynamic=path.dynamic, guarded=path.guarded)
            yield from self._of_parameters(below)
            if below.steps and self._names.is_parameter(below.step(0)):
                yield from self._classic(path.steps[0], f"parameters.{below.step(0)}")
        else:
            yield from self._variable(path.steps[0], path)

    def _of_task(self, path: Path) -> Iterator[Slip]:
        if path.steps:
            yield from self._task(path.steps[0], path)

    def _of_inquiry(self, path: Path) -> Iterator[Slip]:
        if not path.steps or path.guarded:
            return
        number = self._names.number(path.step(0))
        if number is None:
            yield self._unknown_task(path.steps[0])
        elif stand_ins(self._names.flow.graph.tasks[number].value, "wait_for"):
            return
        elif self._names.flow.graph.tasks[number].value.get("wait_for") is None:
            yield self._slip(
                "workflow.undefined_task_ref",
                path.steps[0],
                "task '{name}' waits for no inquiry",
                hint="name the task that has 'wait_for'",
                severity=Severity.WARNING,
                name=path.step(0),
            )
        elif len(path.steps) > 1:
            yield from self._member(path.steps[1], _OF_INQUIRY, "an inquiry", sure=True)

    def _of_config(self, path: Path) -> Iterator[Slip]:
        if path.steps and not path.guarded:
            yield from self._settings.read(self._place, path.steps[0])

    def _of_pack(self, path: Path) -> Iterator[Slip]:
        if path.step(0) == "config" and len(path.steps) > 1 and not path.guarded:
            yield from self._settings.read(self._place, path.steps[1])

    def _of_keystore(self, path: Path) -> Iterator[Slip]:
        first = path.steps[0] if path.steps else None
        if path.dynamic and first is None:
            return
        quoted = first is not None and self._site.template.text[first.start] in "\"'"
        if quoted and first is not None and not first.name:
            yield self._slip(
                "expression.keystore_dot",
                Step("", path.root.start, path.end),
                "the ref of the secret is empty",
                hint="write the whole ref between the quotes",
            )
        elif not quoted:
            key = ".".join(path.names[1:]) or "pack.key"
            yield self._slip(
                "expression.keystore_dot",
                Step("", path.root.start, path.end),
                "a secret is named by its whole ref in brackets",
                hint=f"write 'keystore[\"{key}\"]'",
            )

    def _of_item(self, path: Path) -> Iterator[Slip]:
        name = path.root.name
        if self._means_to_iterate():
            return
        if not self._iterates() or self._chooses_items():
            yield self._slip(
                "workflow.item_outside_iteration",
                path.root,
                "'{name}' exists only in a task that goes through items",
                hint="add with_items to the task, or name what is meant in full",
                name=name,
            )
        elif name == "item" and path.steps and not path.step(0).isdigit() and not path.guarded:
            size = self._site.task.value.get("batch_size") if self._site.task else None
            if isinstance(size, int) and size > 1 and self._site.moment == "each":
                yield self._slip(
                    "workflow.item_is_array",
                    Step("", path.root.start, path.steps[0].end),
                    "with batch_size {size} 'item' is a list of items, without '{name}'",
                    hint="pass the whole 'item' on, or take batch_size away",
                    size=str(size),
                    name=path.step(0),
                )

    def _of_error(self, path: Path) -> Iterator[Slip]:
        if not self._standings.may_have_failed(self._site) and not path.guarded:
            yield self._slip(
                "workflow.error_outside_failure",
                path.root,
                "'error' is empty here: no failure leads to this task",
                hint="read it in a task that follows 'on_failure'",
            )
        elif path.steps and not path.guarded:
            yield from self._member(path.steps[0], OF_ERROR, "'error'")

    def _of_system(self, path: Path) -> Iterator[Slip]:
        if path.steps and not path.guarded:
            yield from self._member(path.steps[0], _OF_SYSTEM, "'system'")

    def _silent(self, path: Path) -> Iterator[Slip]:
        yield from ()


_HANDLERS: dict[str, _Handler] = {
    "parameters": WorkflowScope._of_parameters,
    "workflow": WorkflowScope._of_workflow,
    "vars": WorkflowScope._of_workflow,
    "variables": WorkflowScope._of_workflow,
    "task": WorkflowScope._of_task,
    "tasks": WorkflowScope._of_task,
    "inquiry": WorkflowScope._of_inquiry,
    "config": WorkflowScope._of_config,
    "pack": WorkflowScope._of_pack,
    "keystore": WorkflowScope._of_keystore,
    "item": WorkflowScope._of_item,
    "index": WorkflowScope._of_item,
    "error": WorkflowScope._of_error,
    "system": WorkflowScope._of_system,
    "kv": WorkflowScope._silent,
    "batch": WorkflowScope._silent,
}
