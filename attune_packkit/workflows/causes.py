"""Of the slips of a workflow those that are causes: one fault is told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attune_packkit.diagnostics import Scalar
from attune_packkit.spans import Pointer
from attune_packkit.workflows.flow import Flow
from attune_packkit.workflows.names import Names
from attune_packkit.workflows.renamed import gathered
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.starting import late_starters

_OF_FLOW = frozenset(
    {"workflow.no_path", "workflow.maybe_unset", "workflow.future_reference", "workflow.data_race"}
    | {"workflow.error_outside_failure", "workflow.unhandled_failure"}
)


def told_once(slips: list[Slip], names: Names) -> Iterator[Slip]:
    """Yield the slips but for those that follow from another one, or from a lost transition."""
    yield from gathered(list(_by_flow(slips, names.flow)), names)


def _by_flow(slips: list[Slip], flow: Flow) -> Iterator[Slip]:
    """Leave out what follows from a lost transition, or from a task that starts too early.

    What a task reads too early is told where it first does.
    """
    if not any(each.code in _OF_FLOW for each in slips):
        yield from slips
        return
    late = late_starters(flow.graph)
    numbers = {task.place.pointer: number for number, task in enumerate(flow.graph.tasks)}
    told: set[tuple[str, int, Scalar]] = set()
    for each in slips:
        task = _task_at(each.finding.place.pointer, numbers)
        about = (each.code, task, dict(each.finding.params).get("name"))
        if each.code not in _OF_FLOW:
            yield each
        elif task not in late and about not in told and not flow.graph.incomplete:
            if task >= 0:
                told.add(about)
            yield each


def _task_at(pointer: Pointer, numbers: Mapping[Pointer, int]) -> int:
    """Return the innermost task that a place is part of; -1 if it is part of none."""
    sizes = range(len(pointer), 0, -1)
    return next((numbers[pointer[:size]] for size in sizes if pointer[:size] in numbers), -1)
