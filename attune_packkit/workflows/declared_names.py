"""What a workflow declares, looked up by name: a variable, parameter or task, or none of them."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.diagnostics import Severity
from attune_packkit.expressions.functions import FOREIGN_FUNCTIONS, FUNCTIONS
from attune_packkit.expressions.types import ANY
from attune_packkit.model.refs import is_template
from attune_packkit.model.targets import Target
from attune_packkit.model.workflow import Task
from attune_packkit.suggest import did_you_mean, near, very_near
from attune_packkit.workflows.flow import EMPTY
from attune_packkit.workflows.name_types import NameTypes
from attune_packkit.workflows.names import BESIDES, WHOLE, is_iterated
from attune_packkit.workflows.paths import Path, Step, field_use
from attune_packkit.workflows.settings import Settings
from attune_packkit.workflows.sites import Site
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.slips import inside, slip
from attune_packkit.workflows.standing import Standings

_FOREIGN = frozenset({"env", "ctx", "_", "st2kv", "self", "loop", "namespace", "dict"})
"""Roots of other tools, which somebody may have a way to provide."""

_MAYBE = frozenset(
    {"id", "ref", "name", "label", "version", "pack", "status", "execution", "execution_id"}
    | {"param", "tags", "started_at"}
)
"""What `workflow.x` may name besides variables, though no document says so."""

_READ_PARAMETERS = (
    "parameters are read with 'workflow.param.…' or 'parameters.…'",
    "parameters are read with 'parameters.…'",
)
_LIKE_PARAM = ("params", "param", "parameters", "input", "inputs", "args", "arguments")

_OF_TASKS = (
    "what a task gave is read with '<task>.output.…' or 'task.<task>.result.…'",
    "what a task gave is read with 'task.<task>.result.…'",
)
_TASKS_ELSEWHERE = ("steps", "needs", "jobs", "outputs", "results", "nodes", "states", "ti", "xcom")
_ELSEWHERE = {
    **dict.fromkeys(("secrets", "vault", "st2kv"), FOREIGN_FUNCTIONS["st2kv"]),
    **dict.fromkeys(("ctx", "context", "state"), FOREIGN_FUNCTIONS["ctx"]),
    **dict.fromkeys(("env", "environ", "settings"), "the pack's settings are 'config.…'"),
    **dict.fromkeys(("nil", "NULL", "undefined"), "write 'null'"),
    **dict.fromkeys(("matrix", "loop", "each", "taskrun"), FOREIGN_FUNCTIONS["item"]),
}
"""Roots of other tools, and how to write here what they hold."""

OF_ERROR = ("message", "code", "task", "type", "name", "details", "status", "result", "stack")

_ROOTS = (
    "parameters", "workflow", "vars", "variables", "task", "tasks", "inquiry", "config", "keystore",
    "item", "index", "system", "error", "pack", "kv", "batch",
)  # fmt: skip

_OF_OUTPUT_MAP = frozenset(
    {"workflow.undefined_variable", "workflow.undefined_parameter", "workflow.undefined_task_ref"}
)


class DeclaredNames:
    """Looks names up at one site of a workflow, and says what is wrong with them."""

    def __init__(
        self, types: NameTypes, settings: Settings, standings: Standings, site: Site
    ) -> None:
        self._types = types
        self._names = types.names
        self._settings = settings
        self._standings = standings
        self._site = site
        self._place = site.place
        self.type = ANY

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
        elif self._after_hyphen(step) or self._names.computed or name in self._names.stray:
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
        hint = self._elsewhere(step.name) or did_you_mean(step.name, [*names.all_bare(), *_ROOTS])
        if not hint and self._site.template.text[: step.start].rstrip().endswith(("==", "!=")):
            hint = f"write it in quotes if it is a text: '{step.name}'"
        severity = None
        if step.name in _FOREIGN:
            severity = Severity.WARNING
        elif names.extent != "closed":
            slips = very_near(step.name, [*names.all_variables(), *names.flow.graph.numbers])
            severity = Severity.WARNING if slips or self._names.workflow.linked else Severity.INFO
        return self._slip(
            "workflow.undefined_variable",
            step,
            "nothing is called '{name}' here",
            hint=hint or "declare it in vars or in parameters",
            severity=severity,
            name=step.name,
        )

    def _elsewhere(self, name: str) -> str:
        """Say how to write what other tools have under a name; "" if it is none of theirs."""
        linked = self._names.workflow.linked
        if name in _LIKE_PARAM and name != "parameters":
            return _READ_PARAMETERS[linked]
        return _OF_TASKS[linked] if name in _TASKS_ELSEWHERE else _ELSEWHERE.get(name, "")

    def _after_hyphen(self, step: Step) -> bool:
        """Tell whether a name may be the rest of one with hyphens: `a-b` is a subtraction."""
        text = self._site.template.text
        before = text[max(step.start - 2, 0) : step.start]
        after = text[step.end : step.end + 2]
        return _joins(before) or _joins(after[::-1])

    def _parameter(self, step: Step, *, guarded: bool = False) -> Iterator[Slip]:
        names = self._names
        if names.is_parameter(step.name):
            names.read_parameters.add(step.name)
        elif not names.computed and step.name not in names.stray:
            known = names.all_parameters()
            variable = step.name in names.variables
            hint = f"'{step.name}' is a variable: write 'workflow.{step.name}'" if variable else ""
            meant = near(step.name, known)
            yield self._slip(
                "workflow.undefined_parameter",
                step,
                "the workflow has no parameter '{name}'",
                hint=hint or did_you_mean(step.name, known) or "declare it in parameters",
                severity=Severity.WARNING if guarded else self._doubt(bool(meant or variable)),
                name=step.name,
            )

    def _doubt(self, plausible: bool) -> Severity | None:
        """Return how surely an unknown parameter is a mistake."""
        schema = self._names.parameters
        if schema is None and self._names.workflow.linked:
            return Severity.WARNING
        if schema is None or self._names.extent != "closed":
            return Severity.INFO
        exact = schema.dialect == "flat" or schema.raw.get("additionalProperties") is False
        return None if plausible or exact else Severity.WARNING

    def _variable(self, step: Step, path: Path) -> Iterator[Slip]:
        names = self._names
        name = step.name
        if names.is_variable(name):
            names.read.add(name)
            if step is path.root and names.is_parameter(name):
                names.read_parameters.add(name)  # nobody can tell which of the two is meant
            elif self._site.moment == "start":
                yield from self._first_value(step, path)
            elif name in names.stray:
                return
            elif name not in names.variables:
                yield from self._standings.of_name(self._site, step, path)
            elif names.variables[name].value in EMPTY:
                yield from self._standings.of_empty(self._site, step, path)
        elif not names.computed and not path.guarded and name not in names.stray:
            parameter = names.is_parameter(name)
            hint = f"'{name}' is a parameter: write 'parameters.{name}'" if parameter else ""
            if parameter:
                names.read_parameters.add(name)
            if name in _LIKE_PARAM:
                hint = _READ_PARAMETERS[names.workflow.linked]
            yield self._slip(
                "workflow.undefined_variable",
                step,
                "the workflow has no variable '{name}'",
                hint=hint
                or did_you_mean(name, names.all_variables())
                or "declare it in vars, or publish it",
                severity=Severity.INFO if name in _MAYBE else None,
                name=name,
            )

    def _first_value(self, step: Step, path: Path) -> Iterator[Slip]:
        """Yield a slip if the first value of a variable reads what has no value yet."""
        order = self._names.order
        if path.guarded or order.get(step.name, len(order)) < order[self._site.publishes]:
            return
        if step.name == self._site.publishes:
            template = "the first value of '{name}' reads itself"
        elif step.name in order:
            template = "'{name}' is set only after this variable"
        else:
            template = "'{name}' is set only once a task publishes it"
        hint = "write the value out, or list the variable that it needs first"
        yield self._slip("workflow.future_reference", step, template, hint, name=step.name)

    def _task(self, step: Step, path: Path) -> Iterator[Slip]:
        number = self._names.number(step.name)
        if number is None:
            if not path.guarded and step.name not in self._names.stray:
                yield self._unknown_task(step)
            return
        bare = step is path.root
        below = path.steps if bare else path.steps[1:]
        if bare and path.step(0) != "output" and not path.dynamic and not path.guarded:
            meant = path.step(0) in ("result", "data") or bool(very_near(path.step(0), ["output"]))
            below = below[1:] if meant else below
            named = below[0].name if below else ""
            rest = f".{named}" if named else ""
            linked = self._names.workflow.linked
            yield self._slip(
                "workflow.undefined_variable",
                step,
                "'{name}' is a task, not a value",
                hint=f"write 'task.{step.name}{rest}'"
                if linked
                else f"write '{step.name}.output{rest}'",
                severity=Severity.WARNING,
                name=step.name,
            )
        variable = self._names.is_variable(step.name)
        if bare and path.step(0) == "output" and not path.guarded and not variable:
            yield from self._classic(
                step, f"task.{'.'.join((step.name, *(each.name for each in below[1:])))}"
            )
        if len(below) > 1 and below[0].name == "error" and not path.guarded:
            yield from self._member(below[1], OF_ERROR, "'error'")
        whole = bool(below) and below[0].name in WHOLE
        self._note_use(self._names.flow.graph.tasks[number], below[whole:], path)
        yield from self._standings.of_task(self._site, number, step, path)

    def _classic(self, step: Step, instead: str) -> Iterator[Slip]:
        """Yield a slip where a graph file reads in the manner of the documents.

        Only today's Attune reads graph files, and it looks for a variable of that name.
        """
        if self._names.workflow.linked and self._standings.target is Target.AUTO:
            yield self._slip(
                "workflow.undefined_variable",
                step,
                "'{name}' is no variable: in a graph file tasks and parameters have roots",
                hint=f"write '{instead}'",
                severity=Severity.WARNING,
                name=step.name,
            )

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


def _joins(two: str) -> bool:
    """Tell whether a hyphen stands between this name and another without a space."""
    return len(two) == 2 and two[1] == "-" and (two[0].isalnum() or two[0] == "_")
