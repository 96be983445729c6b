"""What a task is given: its input filled in, once or for each item of an iteration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from attune_packkit.documents.document import Value
from attune_packkit.escaping import shown
from attune_packkit.expressions.evaluator import EvaluationError, Scope
from attune_packkit.expressions.rendering import render_all
from attune_packkit.expressions.values import Budget, Data, Unknown
from attune_packkit.model.workflow import Task
from attune_packkit.simulation.world import World

SHOWN_ITEMS = 5
"""Executions of an iteration whose input is worked out."""


class Inputs(Struct, frozen=True):
    """The input of a task, or of the first executions of an iteration.

    `items` counts the executions of an iteration, -1 if nobody knows. With `faults`, some of the
    input could not be worked out, and Attune does not start the task.
    """

    values: tuple[dict[str, Data], ...]
    items: int | None
    faults: tuple[str, ...]


def inputs(task: Task, world: World, own: Mapping[str, Data], budget: Budget) -> Inputs:
    """Work out what a task is given. `own` are the variables of this way through the workflow."""
    faults: list[str] = []
    items, known = _items(task, world.scope(own), budget, faults)
    values = tuple(
        _filled(task.input, world.scope(own, item=item), budget, faults) for item in known
    )
    return Inputs(values, items, tuple(dict.fromkeys(faults)))


def _filled(
    written: dict[str, Value], scope: Scope, budget: Budget, faults: list[str]
) -> dict[str, Data]:
    found: dict[str, Data] = {}
    for name, value in written.items():
        try:
            found[name] = render_all(value, scope, budget)
        except EvaluationError as error:
            faults.append(f"input {shown(name)}: {error.message}")
    return found


def _items(
    task: Task, scope: Scope, budget: Budget, faults: list[str]
) -> tuple[int | None, list[dict[str, Data]]]:
    """Return the number of executions, and what the first few see as `item` and `index`."""
    if task.value.get("iterate_cache") is not None:
        return -1, [{"item": Unknown(("item",)), "index": Unknown(("index",))}]
    written = task.value.get("with_items")
    if written is None:
        return None, [{}]
    try:
        found = render_all(written, scope, budget)
    except EvaluationError as error:
        faults.append(f"with_items: {error.message}")
        return 0, []
    if isinstance(found, Unknown):
        return -1, [{"item": found.member("0"), "index": 0}]
    batches = [
        *_batches(found if isinstance(found, list) else [found], task.value.get("batch_size"))
    ]
    first = batches[:SHOWN_ITEMS]
    return len(batches), [{"item": item, "index": index} for index, item in enumerate(first)]


def _batches(items: list[Data], size: Value) -> Iterator[Data]:
    """Yield the items, or lists of them where they are handed over in batches."""
    if not isinstance(size, int) or size < 2:
        yield from items
        return
    yield from (items[start : start + size] for start in range(0, len(items), size))
