"""What the names of a workflow stand for, and what type each has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.expressions.template import parse_template
from attune_packkit.expressions.types import (
    ANY,
    INTEGER,
    STRING,
    Type,
    array_of,
    object_with,
    of_value,
    union,
)
from attune_packkit.model.arguments import names_every_field
from attune_packkit.model.field_uses import FieldUse
from attune_packkit.model.misnamed import stand_ins
from attune_packkit.model.refs import is_template
from attune_packkit.model.schema import Schema
from attune_packkit.model.transitions import Publish
from attune_packkit.model.workflow import Task, Variable, Workflow
from attune_packkit.workflows.flow import Flow
from attune_packkit.workflows.nullable import field_type, whole_type
from attune_packkit.workflows.paths import Path
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.slips import BROKEN, Scope, type_of

_MAX_DEPTH = 20
"""Of variables published from variables; beyond, a type is not worked out."""

Results: TypeAlias = Callable[[str], Schema | None]
"""Gives the schema of what an action gives; None if it is not known."""

Extent: TypeAlias = Literal["closed", "open", "undeclared"]
"""Whether the parameters are all known, may be more, or are not declared at all."""


WHOLE = ("output", "result", "data")
"""Members of a task that hold what its action gave."""

BESIDES = frozenset((
    "id", "name", "status", "error", "success", "succeeded", "failed", "execution",
    "execution_id", "inquiry_id", "stdout", "stderr", "exit_code", "started_at",
    "completed_at", "duration", "duration_ms", "retries", "attempts", "message",
))  # fmt: skip
"""What a result may have besides what its action declares."""


def no_results(_: str) -> Schema | None:
    """Know nothing of what actions give."""
    return None


class Names(Struct):
    """The parameters, variables, published names and tasks of a workflow, and which are read.

    `everything_read`: something computed reads variables or parameters, so any may be meant.
    `uses` are the fields that are read from results of tasks. `publishers` tells by place which
    task publishes, `order` which variables are set first, and `results` what actions give, as far
    as this pack knows. `stray` names stand under a misspelt key: to read one is no fault.
    """

    workflow: Workflow
    flow: Flow
    extent: Extent
    variables: dict[str, Variable]
    published: dict[str, list[Publish]]
    computed: bool
    read: set[str] = field(default_factory=set)
    read_parameters: set[str] = field(default_factory=set)
    everything_read: bool = False
    uses: list[FieldUse] = field(default_factory=list)
    publishers: dict[Place, Task] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    results: Results = no_results
    stray: frozenset[str] = frozenset()
    _types: dict[str, Type] = field(default_factory=dict)
    _result_types: dict[str, Type] = field(default_factory=dict)
    _parameter_types: dict[str, Type] = field(default_factory=dict)
    _depth: int = 0

    @property
    def parameters(self) -> Schema | None:
        """The schema of the parameters."""
        return self.workflow.parameters

    def is_parameter(self, name: str) -> bool:
        """Tell whether a parameter of this name is declared."""
        return self.parameters is not None and name in self.parameters.fields

    def is_variable(self, name: str) -> bool:
        """Tell whether a variable of this name is declared or published."""
        return name in self.variables or name in self.published

    def number(self, task: str) -> int | None:
        """Return the number of a task in the graph."""
        return self.flow.graph.numbers.get(task)

    def all_variables(self) -> list[str]:
        """Return the names of all variables."""
        return list({**self.variables, **self.published})

    def all_parameters(self) -> list[str]:
        """Return the names of all parameters."""
        return list(self.parameters.fields) if self.parameters else []

    def all_bare(self) -> list[str]:
        """Return everything that a template may name without a root."""
        return [*self.all_variables(), *self.all_parameters(), *self.flow.graph.numbers]

    def parameter_type(self, name: str) -> Type:
        """Return the type of a parameter."""
        known = self._parameter_types.get(name)
        if known is None:
            found = self.parameters.fields.get(name) if self.parameters else None
            known = self._parameter_types[name] = field_type(found) if found else ANY
        return known

    def variable_type(self, name: str) -> Type:
        """Return what a variable may be: its first value, and whatever is published."""
        known = self._types.get(name)
        if known is None:
            self._types[name] = ANY
            self._depth += 1
            if self._depth <= _MAX_DEPTH:
                known = self._types[name] = self._variable_type(name)
            self._depth -= 1
        return known or ANY

    def _variable_type(self, name: str) -> Type:
        if self.computed:
            return ANY
        published = self.published.get(name, ())
        from_itself = [each for each in published if name in str(each.value)]
        others = [self._published(each) for each in published if each not in from_itself]
        if not from_itself:
            return self._with_first(name, others)
        if others or name in self.variables:
            self._types[name] = self._with_first(name, others)
        found = (each for each in map(self._published, from_itself) if each is not BROKEN)
        return self._with_first(name, [*others, *found])

    def _published(self, publish: Publish) -> Type:
        return _published_type(publish, _Outside(self, self.publishers.get(publish.place)))

    def _with_first(self, name: str, found: list[Type]) -> Type:
        """Return what a variable may be: its first value, or one of those found."""
        if name not in self.variables:
            return union(found)
        first = self.variables[name].value
        if found and first in ([], {}):
            whole = union(found)  # an empty value tells nothing of what will be in it
            return replace(whole, kinds=whole.kinds | of_value(first).kinds)
        return union([*found, of_value(first)])

    def result_type(self, task: Task) -> Type:
        """Return the type of what a task's action gives; `ANY` where it is not known."""
        if not task.action or task.type == "parallel" or is_iterated(task):
            return ANY
        known = self._result_types.get(task.action)
        if known is None:
            schema = self.results(task.action)
            known = self._result_types[task.action] = whole_type(schema) if schema else ANY
        return known

    def item_type(self, task: Task) -> Type:
        """Return the type of `item` in a task that goes through a list or a cache."""
        items = task.value.get("with_items")
        if items is None:
            return _RECORD if task.value.get("iterate_cache") is not None else ANY
        size = task.value.get("batch_size")
        both = task.value.get("iterate_cache") is not None
        if both or (size is not None and not isinstance(size, int)):
            return ANY
        of = _type_of_items(items, _Outside(self, None))
        return array_of(of) if size is not None and size > 1 else of


def is_iterated(task: Task) -> bool:
    """Tell whether a task goes through the entries of a list or a cache."""
    return any(task.value.get(key) is not None for key in ("with_items", "iterate_cache"))


def names_of(workflow: Workflow, flow: Flow, results: Results = no_results) -> Names:
    """Collect the names of a workflow."""
    variables: dict[str, Variable] = {}
    for variable in workflow.variables:
        variables.setdefault(variable.name, variable)
    published: dict[str, list[Publish]] = {}
    publishers: dict[Place, Task] = {}
    for task, publish in _published(flow.graph.tasks):
        published.setdefault(publish.name, []).append(publish)
        publishers[publish.place] = task
    computed = any(map(is_template, published)) or any(map(is_template, variables))
    extent = _extent(workflow.parameters)
    return Names(
        workflow=workflow,
        flow=flow,
        extent=extent,
        variables=variables,
        published=published,
        computed=computed,
        publishers=publishers,
        order={name: number for number, name in enumerate(variables)},
        results=results,
        stray=frozenset(_stray(workflow)),
    )


def _stray(workflow: Workflow) -> Iterator[str]:
    """Yield the variables and parameters that stand under a misspelt key."""
    held: list[Value] = []
    if not workflow.variables:
        for name in ("vars", "variables"):
            held += (workflow.graph[key] for key in stand_ins(workflow.graph, name))
    if workflow.parameters is not None and not workflow.parameters.fields:
        raw = workflow.parameters.raw
        held += (raw[key] for key in stand_ins(raw, "properties"))
    elif workflow.parameters is None:
        for name in ("parameters", "param_schema"):
            held += (workflow.meta.value[key] for key in stand_ins(workflow.meta.value, name))
    for value in held:
        if isinstance(value, dict):
            yield from value
            fields = value.get("properties")
            yield from fields if isinstance(fields, dict) else ()


def _published(tasks: tuple[Task, ...]) -> Iterator[tuple[Task, Publish]]:
    for task in tasks:
        for transition in task.transitions:
            for publish in transition.publish:
                yield task, publish


def _extent(schema: Schema | None) -> Extent:
    if schema is None:
        return "undeclared"
    if not schema.raw or names_every_field(schema):
        return "closed"
    return "closed" if schema.raw.get("additionalProperties") is False else "open"


class _Outside:
    """The scope of a published value, as far as it is the same everywhere."""

    def __init__(self, names: Names, task: Task | None) -> None:
        self._names = names
        self._task = task

    def read(self, path: Path) -> Iterator[Slip]:
        """Find nothing: each value is read where it stands."""
        yield from ()

    def type_of(self, path: Path) -> Type | None:
        """Return the type of parameters and variables, and nothing else."""
        return type_in_workflow(self._names, path)

    def result_type(self) -> Type:
        """Return what the task gives that publishes."""
        return self._names.result_type(self._task) if self._task else ANY

    def gives(self, of: Type) -> None:
        """Take no note."""


def type_in_workflow(names: Names, path: Path) -> Type | None:
    """Return the type of a path that starts with a parameter or variable.

    None where the path goes on behind it; `ANY` for all other paths.
    """
    steps = path.names
    size, of = _based(names, steps)
    if len(steps) > size:
        return None if size else ANY
    return of if len(steps) == size else ANY


def _based(names: Names, steps: tuple[str, ...]) -> tuple[int, Type]:
    """Return how many steps name a variable or parameter, and its type; 0 for other paths."""
    root = steps[0]
    second = steps[1] if len(steps) > 1 else ""
    if root in names.flow.graph.numbers and second == "output":
        return 2, names.result_type(names.flow.graph.tasks[names.flow.graph.numbers[root]])
    if names.is_variable(root):
        return 1, names.variable_type(root)
    if names.is_parameter(root):
        return 1, names.parameter_type(root)
    if root == "parameters":
        return 2, names.parameter_type(second)
    if root in ("workflow", "vars", "variables"):
        if names.is_variable(second):
            return 2, names.variable_type(second)
        if root == "workflow" and second == "param" and len(steps) > 2:
            return 3, names.parameter_type(steps[2])
    number = names.number(second) if root in ("task", "tasks") else None
    return _of_task(names, number, steps) if number is not None else (0, ANY)


def _of_task(names: Names, number: int, steps: tuple[str, ...]) -> tuple[int, Type]:
    """Return how many steps name the result of a task, and its type; 0 where they name no such."""
    of = names.result_type(names.flow.graph.tasks[number])
    if len(steps) > 2 and steps[2] in WHOLE:
        return 3, of
    fields = of.fields or {}
    if len(steps) > 2 and steps[2] in fields and steps[2] not in BESIDES:
        return 3, fields[steps[2]]
    return 0, ANY


_RECORD = object_with(
    dict.fromkeys(("external_id", "source_updated_at", "source_checksum"), STRING)
    | {"value": ANY, "size_bytes": INTEGER}
)
"""What goes through a cache is given record by record."""


def _type_of_items(items: Value, scope: Scope) -> Type:
    if not isinstance(items, str):
        return of_value(items).items or ANY
    template = parse_template(items)
    node = template.expressions[0].node if template.whole else None
    return (type_of(node, scope).items or ANY) if node is not None else ANY


def _published_type(publish: Publish, scope: Scope) -> Type:
    if publish.value is None:
        return scope.result_type()
    if not is_template(publish.value):
        return of_value(publish.value)
    template = parse_template(str(publish.value))
    node = template.expressions[0].node if template.whole else None
    if node is None:
        return ANY if template.whole or template.faults else STRING
    return type_of(node, scope)
