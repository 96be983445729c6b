"""The names that a workflow declares or publishes, and which of them are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from msgspec import Struct, field

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.arguments import names_every_field
from attune_packkit.model.field_uses import FieldUse
from attune_packkit.model.misnamed import stand_ins
from attune_packkit.model.refs import is_template
from attune_packkit.model.schema import Schema
from attune_packkit.model.transitions import Publish
from attune_packkit.model.workflow import Task, Variable, Workflow
from attune_packkit.workflows.flow import Flow

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
    as this pack knows. `stray` names stand under a key that is misspelt or not read there: to read
    one is no fault.
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
    """Yield the variables, parameters and tasks that stand under a misspelt key."""
    held: list[Value] = []
    for task in workflow.all_tasks():
        yield from () if task.name else _nearly_named(task)
    if workflow.root.pointer:
        held += (workflow.source.value.get(key) for key in ("vars", "variables"))
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
        yield from _listed(value)


def _listed(value: Value) -> Iterator[str]:
    """Yield the names in a mapping, a list of names or of mappings, or a JSON Schema."""
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, str))
        yield from (name for each in value if isinstance(each, dict) for name in each)
    elif isinstance(value, dict):
        yield from value
        fields = value.get("properties")
        yield from fields if isinstance(fields, dict) else ()


def _nearly_named(task: Task) -> Iterator[str]:
    """Yield the name of a task that has it under another key, or as its only key."""
    for key in stand_ins(task.value, "name"):
        yield str(task.value[key])
    if len(task.value) == 1:
        yield from task.value


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
