"""Of which type the names of a workflow are: parameters, variables, items and what tasks give."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

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
from attune_packkit.model.refs import is_template
from attune_packkit.model.transitions import Publish
from attune_packkit.model.vocabulary import is_declaration
from attune_packkit.model.workflow import Task
from attune_packkit.workflows.names import BESIDES, WHOLE, Names, is_iterated
from attune_packkit.workflows.nullable import field_type, whole_type
from attune_packkit.workflows.paths import Path
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.slips import BROKEN, Scope, type_of

_MAX_DEPTH = 20
"""Of variables published from variables; beyond, a type is not worked out."""


class NameTypes(Struct):
    """The types of the names of one workflow, each worked out when it is first asked for."""

    names: Names
    _variables: dict[str, Type] = field(default_factory=dict)
    _results: dict[str, Type] = field(default_factory=dict)
    _parameters: dict[str, Type] = field(default_factory=dict)
    _depth: int = 0

    def of_parameter(self, name: str) -> Type:
        """Return the type of a parameter."""
        known = self._parameters.get(name)
        if known is None:
            found = self.names.parameters.fields.get(name) if self.names.parameters else None
            known = self._parameters[name] = field_type(found) if found else ANY
        return known

    def of_variable(self, name: str) -> Type:
        """Return what a variable may be: its first value, and whatever is published."""
        known = self._variables.get(name)
        if known is None:
            self._variables[name] = ANY
            self._depth += 1
            if self._depth <= _MAX_DEPTH:
                known = self._variables[name] = self._of_variable(name)
            self._depth -= 1
        return known or ANY

    def _of_variable(self, name: str) -> Type:
        if self.names.computed:
            return ANY
        published = self.names.published.get(name, ())
        from_itself = [each for each in published if name in str(each.value)]
        others = [self._published(each) for each in published if each not in from_itself]
        if not from_itself:
            return self._with_first(name, others)
        if others or name in self.names.variables:
            self._variables[name] = self._with_first(name, others)
        found = (each for each in map(self._published, from_itself) if each is not BROKEN)
        return self._with_first(name, [*others, *found])

    def _published(self, publish: Publish) -> Type:
        return _published_type(publish, _Outside(self, self.names.publishers.get(publish.place)))

    def _with_first(self, name: str, found: list[Type]) -> Type:
        """Return what a variable may be: its first value, or one of those found."""
        if name not in self.names.variables:
            return union(found)
        first = self.names.variables[name].value
        if is_declaration(first):
            return ANY
        if found and first in ([], {}):
            whole = union(found)  # an empty value tells nothing of what will be in it
            return replace(whole, kinds=whole.kinds | of_value(first).kinds)
        return union([*found, of_value(first)])

    def of_result(self, task: Task) -> Type:
        """Return the type of what a task's action gives; `ANY` where it is not known."""
        if not task.action or task.type == "parallel" or is_iterated(task):
            return ANY
        known = self._results.get(task.action)
        if known is None:
            schema = self.names.results(task.action)
            known = self._results[task.action] = whole_type(schema) if schema else ANY
        return known

    def of_item(self, task: Task) -> Type:
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

    def of_path(self, path: Path) -> Type | None:
        """Return the type of a path that starts with a parameter or variable.

        None where the path goes on behind it; `ANY` for all other paths.
        """
        steps = path.names
        size, of = self._based(steps)
        if len(steps) > size:
            return None if size else ANY
        return of if len(steps) == size else ANY

    def _based(self, steps: tuple[str, ...]) -> tuple[int, Type]:
        """Return how many steps name a variable or parameter, and its type; 0 for other paths."""
        names = self.names
        root = steps[0]
        second = steps[1] if len(steps) > 1 else ""
        if root in names.flow.graph.numbers and second == "output":
            return 2, self.of_result(names.flow.graph.tasks[names.flow.graph.numbers[root]])
        if names.is_variable(root):
            return 1, self.of_variable(root)
        if names.is_parameter(root):
            return 1, self.of_parameter(root)
        if root == "parameters":
            return 2, self.of_parameter(second)
        if root in ("workflow", "vars", "variables"):
            if names.is_variable(second):
                return 2, self.of_variable(second)
            if root == "workflow" and second == "param" and len(steps) > 2:
                return 3, self.of_parameter(steps[2])
        number = names.number(second) if root in ("task", "tasks") else None
        return self._of_task(number, steps) if number is not None else (0, ANY)

    def _of_task(self, number: int, steps: tuple[str, ...]) -> tuple[int, Type]:
        """Return how many steps name the result of a task, and its type; 0 where none do."""
        names = self.names
        of = self.of_result(names.flow.graph.tasks[number])
        if len(steps) > 2 and steps[2] in WHOLE:
            return 3, of
        fields = of.fields or {}
        if len(steps) > 2 and steps[2] in fields and steps[2] not in BESIDES:
            return 3, fields[steps[2]]
        return 0, ANY


class _Outside:
    """The scope of a published value, as far as it is the same everywhere."""

    def __init__(self, types: NameTypes, task: Task | None) -> None:
        self._types = types
        self._task = task

    def read(self, path: Path) -> Iterator[Slip]:
        """Find nothing: each value is read where it stands."""
        yield from ()

    def type_of(self, path: Path) -> Type | None:
        """Return the type of parameters and variables, and nothing else."""
        return self._types.of_path(path)

    def result_type(self) -> Type:
        """Return what the task gives that publishes."""
        return self._types.of_result(self._task) if self._task else ANY

    def gives(self, of: Type) -> None:
        """Take no note."""


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
