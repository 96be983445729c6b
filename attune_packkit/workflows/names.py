"""What the names of a workflow stand for, and what type each has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from attune_packkit.expressions.template import parse_template
from attune_packkit.expressions.types import ANY, STRING, Type, of_value, union
from attune_packkit.model.arguments import names_every_field
from attune_packkit.model.refs import is_template
from attune_packkit.model.schema import Schema
from attune_packkit.model.summary import FieldUse
from attune_packkit.model.transitions import Publish
from attune_packkit.model.workflow import Task, Variable, Workflow
from attune_packkit.workflows.fault import Slip
from attune_packkit.workflows.flow import Flow
from attune_packkit.workflows.nullable import field_type
from attune_packkit.workflows.paths import Path
from attune_packkit.workflows.slips import Scope, type_of

_MAX_DEPTH = 20
"""Of variables published from variables; beyond, a type is not worked out."""

Extent: TypeAlias = Literal["closed", "open", "undeclared"]
"""Whether the parameters are all known, may be more, or are not declared at all."""


@dataclass
class Names:
    """The parameters, variables, published names and tasks of a workflow, and which are read.

    `everything_read`: something computed reads variables or parameters, so any may be meant.
    `uses` are the fields that are read from results of tasks.
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
    _types: dict[str, Type] = field(default_factory=dict)
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
        found = [_published_type(each, _Outside(self)) for each in self.published.get(name, ())]
        if name in self.variables:
            found.append(of_value(self.variables[name].value))
        return union(found)


def names_of(workflow: Workflow, flow: Flow) -> Names:
    """Collect the names of a workflow."""
    variables: dict[str, Variable] = {}
    for variable in workflow.variables:
        variables.setdefault(variable.name, variable)
    published: dict[str, list[Publish]] = {}
    for publish in _published(flow.graph.tasks):
        published.setdefault(publish.name, []).append(publish)
    computed = any(map(is_template, published)) or any(map(is_template, variables))
    return Names(workflow, flow, _extent(workflow.parameters), variables, published, computed)


def _published(tasks: tuple[Task, ...]) -> Iterator[Publish]:
    for task in tasks:
        for transition in task.transitions:
            yield from transition.publish


def _extent(schema: Schema | None) -> Extent:
    if schema is None:
        return "undeclared"
    if not schema.raw or names_every_field(schema):
        return "closed"
    return "closed" if schema.raw.get("additionalProperties") is False else "open"


class _Outside:
    """The scope of a published value, as far as it is the same everywhere."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def read(self, path: Path) -> Iterator[Slip]:
        """Find nothing: each value is read where it stands."""
        yield from ()

    def type_of(self, path: Path) -> Type | None:
        """Return the type of parameters and variables, and nothing else."""
        return type_in_workflow(self._names, path)

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
        return 0, ANY
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
    return 0, ANY


def _published_type(publish: Publish, scope: Scope) -> Type:
    if publish.value is None or not is_template(publish.value):
        return ANY if publish.value is None else of_value(publish.value)
    template = parse_template(str(publish.value))
    node = template.expressions[0].node if template.whole else None
    if node is None:
        return ANY if template.whole or template.faults else STRING
    return type_of(node, scope)
