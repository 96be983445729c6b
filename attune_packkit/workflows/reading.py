"""Reading a name in a workflow: what it means there, and whether it can be there yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from attune_packkit.diagnostics import Severity
from attune_packkit.expressions.functions import FUNCTIONS
from attune_packkit.expressions.types import ANY, INTEGER, Type, without_names
from attune_packkit.model.refs import is_template
from attune_packkit.model.workflow import Task
from attune_packkit.suggest import near, very_near
from attune_packkit.workflows.fault import Slip
from attune_packkit.workflows.names import BESIDES, WHOLE, Names, is_iterated, type_in_workflow
from attune_packkit.workflows.paths import Path, Step, field_use
from attune_packkit.workflows.settings import Settings
from attune_packkit.workflows.sites import Site
from attune_packkit.workflows.slips import inside, slip
from attune_packkit.workflows.standing import Standings

_FOREIGN = frozenset({"env", "ctx", "_", "st2kv", "self", "loop", "namespace", "dict"})
"""Roots of other tools, which somebody may have a way to provide."""

_MAYBE = frozenset(
    {"id", "ref", "name", "label", "version", "pack", "status", "execution", "execution_id"}
    | {"param", "tags", "started_at"}
)
"""What `workflow.x` may name besides variables, though no document says so."""

_LIKE_PARAM = ("params", "parameters", "input", "inputs")

_OF_ERROR = ("message", "code", "task", "type", "name", "details", "status", "result", "stack")
_OF_SYSTEM = ("workflow_start", "execution_id", "timestamp", "identity", "rule", "event")
_OF_INQUIRY = (
    "id", "status", "response", "assigned_to", "responded_by", "responded_at", "timeout_at",
)  # fmt: skip

_ROOTS = (
    "parameters", "workflow", "vars", "variables", "task", "tasks", "inquiry", "config", "keystore",
    "item", "index", "system", "error", "pack", "kv", "batch",
)  # fmt: skip

_EMPTY: tuple[object, ...] = (None, "", [], {})
"""First values of variables that only make room for what is published."""

_Handler: TypeAlias = Callable[["Reading", Path], Iterator[Slip]]


class Reading:
    """The scope at one site of a workflow."""

    def __init__(self, names: Names, settings: Settings, standings: Standings, site: Site) -> None:
        self._names = names
        self._settings = settings
        self._standings = standings
        self._site = site
        self._place = site.place
        self.type = ANY

    def read(self, path: Path) -> Iterator[Slip]:
        """Yield what is wrong with reading this path here."""
        root = path.root.name
        if path.called:
            yield from self._called(path)
        elif root in self._names.flow.graph.numbers and self._reads_task(path):
            yield from self._task(path.root, path)
        elif self._names.is_variable(root):
            yield from self._variable(path.root, path)
        elif self._names.is_parameter(root):
            self._names.read_parameters.add(root)
        elif root in _HANDLERS:
            yield from _HANDLERS[root](self, path)
        elif not path.guarded:
            yield from self._unknown(path)

    def type_of(self, path: Path) -> Type | None:
        """Return the type of a path."""
        root = path.root.name
        if self._names.is_variable(root) or self._names.is_parameter(root):
            return type_in_workflow(self._names, path)
        if root == "config" and path.steps:
            return None if len(path.steps) > 1 else self._settings.type_of(path.step(0))
        if root == "index" and not path.steps and self._iterates():
            return INTEGER
        if root == "item" and self._iterates():
            return None if path.steps else self._item_type()
        if root in (*self._names.flow.graph.numbers, "task", "tasks"):
            of = type_in_workflow(self._names, path)
            return of and without_names(of)  # what is not declared is reported across packs
        return type_in_workflow(self._names, path)

    def result_type(self) -> Type:
        """Return what the task has given that has just ended."""
        task = self._site.task
        return without_names(self._names.result_type(task)) if task else ANY

    def _item_type(self) -> Type:
        """Return the type of `item`, for the innermost task that goes through items."""
        task = next(filter(is_iterated, self._around()))
        if self._site.moment != "each" and task is self._site.task:
            return ANY
        return self._names.item_type(task)

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

    def _slip(
        self,
        code: str,
        step: Step,
        template: str,
        hint: str = "",
        severity: Severity | None = None,
        **params: str,
    ) -> Slip:
        at = inside(self._place, step.start, step.end)
        if self._site.moment == "end" and code in _OF_OUTPUT_MAP:
            code = "workflow.output_map_ref"
        return slip(code, at, template, hint=hint, severity=severity, **params)

    def _unknown(self, path: Path) -> Iterator[Slip]:
        """Say that a bare name means nothing, as surely as can be said."""
        step = path.root
        name = step.name
        if name in FUNCTIONS:
            yield self._slip(
                "expression.function_without_call",
                step,
                "'{name}' is a function and is not called",
                hint=f"write '{name}()'" if not FUNCTIONS[name].takes else f"write '{name}(…)'",
                name=name,
            )
        elif self._after_hyphen(step) or self._names.computed:
            return
        elif path.step(0) == "output":
            yield self._unknown_task(step, maybe=self._names.extent != "closed")
        elif name in ("event", "trigger"):
            yield self._slip(
                "workflow.undefined_variable",
                step,
                "'{name}' exists in rules only",
                hint="pass what is needed as a parameter, with 'action_params' of the rule",
                name=name,
            )
        else:
            yield self._unknown_name(step)

    def _unknown_name(self, step: Step) -> Slip:
        names = self._names
        hint = _did_you_mean(step.name, [*names.all_bare(), *_ROOTS])
        severity = None
        if step.name in _FOREIGN:
            severity = Severity.WARNING
        elif names.extent != "closed":
            slips = very_near(step.name, [*names.all_variables(), *names.flow.graph.numbers])
            severity = Severity.WARNING if slips else Severity.INFO
        return self._slip(
            "workflow.undefined_variable",
            step,
            "nothing is called '{name}' here",
            hint=hint or "declare it in vars or in parameters",
            severity=severity,
            name=step.name,
        )

    def _after_hyphen(self, step: Step) -> bool:
        """Tell whether a name may be the rest of one with hyphens: `a-b` is a subtraction."""
        text = self._site.template.text
        before = text[max(step.start - 2, 0) : step.start]
        after = text[step.end : step.end + 2]
        return _joins(before) or _joins(after[::-1])

    def _parameter(self, step: Step) -> Iterator[Slip]:
        names = self._names
        if names.is_parameter(step.name):
            names.read_parameters.add(step.name)
        elif not names.computed:
            known = names.all_parameters()
            variable = step.name in names.variables
            hint = f"'{step.name}' is a variable: write 'workflow.{step.name}'" if variable else ""
            meant = near(step.name, known)
            yield self._slip(
                "workflow.undefined_parameter",
                step,
                "the workflow has no parameter '{name}'",
                hint=hint or _did_you_mean(step.name, known) or "declare it in parameters",
                severity=self._doubt(bool(meant or variable)),
                name=step.name,
            )

    def _doubt(self, plausible: bool) -> Severity | None:
        """Return how surely an unknown parameter is a mistake."""
        schema = self._names.parameters
        if schema is None or self._names.extent != "closed":
            return Severity.INFO
        exact = schema.dialect == "flat" or schema.raw.get("additionalProperties") is False
        return None if plausible or exact else Severity.WARNING

    def _variable(self, step: Step, path: Path) -> Iterator[Slip]:
        names = self._names
        name = step.name
        if names.is_variable(name):
            names.read.add(name)
            if name not in names.variables:
                yield from self._standings.of_name(self._site, step, path)
            elif names.variables[name].value in _EMPTY:
                yield from self._standings.of_empty(self._site, step, path)
        elif not names.computed and not path.guarded:
            parameter = names.is_parameter(name)
            hint = f"'{name}' is a parameter: write 'parameters.{name}'" if parameter else ""
            if parameter:
                names.read_parameters.add(name)
            if name in _LIKE_PARAM:
                hint = "parameters are read with 'workflow.param.…' or 'parameters.…'"
            yield self._slip(
                "workflow.undefined_variable",
                step,
                "the workflow has no variable '{name}'",
                hint=hint
                or _did_you_mean(name, names.all_variables())
                or "declare it in vars, or publish it",
                severity=Severity.INFO if name in _MAYBE else None,
                name=name,
            )

    def _task(self, step: Step, path: Path) -> Iterator[Slip]:
        number = self._names.number(step.name)
        if number is None:
            if not path.guarded:
                yield self._unknown_task(step)
            return
        bare = step is path.root
        if bare and path.step(0) != "output" and not path.dynamic and not path.guarded:
            named = path.steps[0].name if path.steps else ""
            rest = f".{named}" if named not in ("", "result", "data") else ""
            yield self._slip(
                "workflow.undefined_variable",
                step,
                "'{name}' is a task, not a value",
                hint=f"write '{step.name}.output{rest}'",
                severity=Severity.WARNING,
                name=step.name,
            )
        below = path.steps if bare else path.steps[1:]
        whole = bool(below) and below[0].name in WHOLE
        self._note_use(self._names.flow.graph.tasks[number], below[whole:], path)
        yield from self._standings.of_task(self._site, number, step, path)

    def _note_use(self, task: Task, steps: tuple[Step, ...], path: Path) -> None:
        """Take note of what is read from a task's result, if that is one action's."""
        known = steps and steps[0].name not in BESIDES and not path.guarded
        if known and task.action and not is_template(task.action) and not is_iterated(task):
            self._names.uses.append(field_use("action", task.action, steps, self._place))

    def _unknown_task(self, step: Step, *, maybe: bool = False) -> Slip:
        known = self._names.flow.graph.numbers
        meant = near(step.name, known)
        return self._slip(
            "workflow.undefined_task_ref",
            step,
            "the workflow has no task '{name}'",
            hint=f"did you mean '{meant}'?" if meant else "",
            severity=Severity.WARNING if maybe and not meant else None,
            name=step.name,
        )

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
        if path.steps and not path.guarded:
            yield from self._parameter(path.steps[0])
        elif path.steps:
            self._names.read_parameters.add(path.step(0))
        else:
            self._names.everything_read = True

    def _of_workflow(self, path: Path) -> Iterator[Slip]:
        if not path.steps:
            self._names.everything_read = True
        elif path.step(0) == "param" and not self._names.is_variable("param"):
            below = Path(path.steps[0], path.steps[1:], dynamic=path.dynamic, guarded=path.guarded)
            yield from self._of_parameters(below)
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

    def _member(
        self, step: Step, known: tuple[str, ...], what: str, *, sure: bool = False
    ) -> Iterator[Slip]:
        """Yield a slip for a member that something built in does not have."""
        meant = "" if step.name in known else near(step.name, known)
        if meant or (sure and step.name not in known):
            yield self._slip(
                "expression.unknown_field",
                step,
                "{what} has no field '{name}'",
                hint=f"did you mean '{meant}'?" if meant else f"known fields: {', '.join(known)}",
                what=what,
                name=step.name,
            )

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
        if not quoted:
            key = ".".join(path.names[1:]) or "pack.key"
            yield self._slip(
                "expression.keystore_dot",
                Step("", path.root.start, path.end),
                "a secret is named by its whole ref in brackets",
                hint=f"write 'keystore[\"{key}\"]'",
            )

    def _of_item(self, path: Path) -> Iterator[Slip]:
        name = path.root.name
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
            yield from self._member(path.steps[0], _OF_ERROR, "'error'")

    def _of_system(self, path: Path) -> Iterator[Slip]:
        if path.steps and not path.guarded:
            yield from self._member(path.steps[0], _OF_SYSTEM, "'system'")

    def _silent(self, path: Path) -> Iterator[Slip]:
        yield from ()


_OF_OUTPUT_MAP = frozenset(
    {"workflow.undefined_variable", "workflow.undefined_parameter", "workflow.undefined_task_ref"}
)

_HANDLERS: dict[str, _Handler] = {
    "parameters": Reading._of_parameters,
    "workflow": Reading._of_workflow,
    "vars": Reading._of_workflow,
    "variables": Reading._of_workflow,
    "task": Reading._of_task,
    "tasks": Reading._of_task,
    "inquiry": Reading._of_inquiry,
    "config": Reading._of_config,
    "pack": Reading._of_pack,
    "keystore": Reading._of_keystore,
    "item": Reading._of_item,
    "index": Reading._of_item,
    "error": Reading._of_error,
    "system": Reading._of_system,
    "kv": Reading._silent,
    "batch": Reading._silent,
}


def _joins(two: str) -> bool:
    """Tell whether a hyphen stands between this name and another without a space."""
    return len(two) == 2 and two[1] == "-" and (two[0].isalnum() or two[0] == "_")


def _did_you_mean(name: str, known: list[str]) -> str:
    meant = near(name, known)
    return f"did you mean '{meant}'?" if meant else ""
