"""Of the slips of a workflow those that are causes: one fault is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

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
_OF_TASKS = frozenset({"workflow.undefined_task_ref", "workflow.output_map_ref"})
_OF_TASK = frozenset({"workflow.item_outside_iteration"})
_OF_SCALAR = frozenset({"template.statement"})


def told_once(slips: list[Slip], names: Names) -> Iterator[Slip]:
    """Yield the slips but for those that follow from another one, or from a lost transition."""
    lost = {edge.mention.text for edge in names.flow.graph.missing}
    causes = [
        each
        for each in _by_flow(slips, names.flow)
        if not (_names_no_task(each) and (_name(each) in lost or not names.flow.graph.tasks))
    ]
    yield from _first_of_each(gathered(causes, names), names.flow)


def _names_no_task(found: Slip) -> bool:
    """Tell whether a slip says that a task is not there.

    That is told where transitions lead to it, too, and where a workflow ought to have tasks.
    """
    return found.code in _OF_TASKS and "task" in found.finding.template


def _name(found: Slip) -> Scalar:
    return dict(found.finding.params).get("name")


def _first_of_each(slips: Iterable[Slip], flow: Flow) -> Iterator[Slip]:
    """Yield the slips; of those that one line would mend, the first."""
    numbers = {task.place.pointer: number for number, task in enumerate(flow.graph.tasks)}
    told: set[object] = set()
    for each in slips:
        about: object = each
        if each.code in _OF_TASK:
            about = (each.code, _task_at(each.finding.place.pointer, numbers))
        elif each.code in _OF_SCALAR:
            about = (each.code, replace(each.finding.place, within=None))
        if about not in told:
            yield each
        told.add(about)


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
        about = (each.code, task, _name(each))
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
