"""The parts of a workflow's page: its graph, its tasks, and where its values come from."""

from __future__ import annotations

from collections.abc import Iterable

from attune_packkit.api import Place, Reported, Workflow, locate
from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.arguments import arguments
from attune_packkit.sitegen.component_models import WorkflowParts
from attune_packkit.sitegen.outline import OutlineLinks
from attune_packkit.sitegen.registry import View
from attune_packkit.sitegen.sources import PackSources
from attune_packkit.sitegen.workflow_view import workflow_view

UNREACHABLE = "workflow.unreachable_task"


def workflow_parts(flow: Workflow, sources: PackSources, page: str) -> WorkflowParts | None:
    """Return what only the pages of workflows show; None for one without tasks."""
    if not flow.tasks:
        return None
    view = sources.view
    links = OutlineLinks(
        lambda ref: view.link("action", ref, page).url,
        lambda name: f"#{addresses.anchor('param', name)}",
        lambda task: f"#{addresses.anchor('line', task)}",
    )
    variables = {each.name: each.value for each in flow.variables}
    shown = workflow_view(
        flow,
        links,
        is_workflow=lambda ref: _is_workflow(view, ref),
        apart=_never_reached(sources.reported.get(flow.path, ())),
    )
    return WorkflowParts(shown, tuple(arguments(variables)))


def _never_reached(reported: Iterable[Reported]) -> str:
    """Return the heading over the tasks that nothing leads to, with the code of its check."""
    found = any(each.diagnostic.code == UNREACHABLE for each in reported)
    return f"Never reached: {UNREACHABLE}" if found else "Never reached"


def _is_workflow(view: View, ref: str) -> bool:
    found = view.component("action", ref)
    return found is not None and found.kind == "workflow"


def task_lines(flow: Workflow) -> dict[int, str]:
    """Return the ids by which the lines of tasks go in the listing of the graph file."""
    document = flow.source.document
    if not document.readable:
        return {}
    positions = locate(document)
    found: dict[int, str] = {}
    for task in flow.all_tasks():
        line = positions.span(Place(flow.path, task.name_at.pointer, task.name_at.on)).line
        found.setdefault(line, addresses.anchor("line", task.name))
    return found
