"""Workflows as plain data: what the workflow API says of them, and the graph."""

from __future__ import annotations

from attune_packkit.documents.document import Value
from attune_packkit.model.component import Component, texts
from attune_packkit.model.workflow import Workflow
from attune_packkit.workflows.picture import Picture

MAX_SIZE = 20_000_000
"""Characters that are told of a graph: long names stand at each of their edges."""

_DEFINITION = {
    "tasks": ("tasks",),
    "variables": ("variables", "vars"),
    "output_map": ("output_map",),
    "cancellation_policy": ("cancellation_policy",),
}


def summary(workflow: Workflow) -> dict[str, Value]:
    """Return what the API lists of a workflow, without what only a server knows."""
    meta = workflow.meta
    return {
        "ref": workflow.ref,
        "pack_ref": meta.pack_ref,
        "label": meta.text("label") or meta.text("name") or titled(meta.name),
        "description": meta.text("description") or None,
        "version": workflow.source.text("version") or meta.text("version") or None,
        "tags": _tags(meta),
        "enabled": meta.get("enabled") is not False,
    }


def detail(workflow: Workflow) -> dict[str, Value]:
    """Return what the API tells of one workflow: its definition as written, schemas as JSON."""
    told = summary(workflow)
    tags, enabled = told.pop("tags"), told.pop("enabled")
    parameters, output = workflow.parameters, workflow.output
    return {
        **told,
        "param_schema": parameters.json_schema() if parameters else None,
        "out_schema": output.json_schema() if output else None,
        "definition": _definition(workflow),
        "tags": tags,
        "enabled": enabled,
    }


def picture_data(drawn: Picture) -> dict[str, Value]:
    """Return a picture as JSON has it, with the names of tasks in place of their numbers."""
    names = drawn.names(range(len(drawn.nodes)))
    cycles: list[Value] = [[*drawn.names(cycle)] for cycle in drawn.cycles]
    return {
        "ref": drawn.ref,
        "pack_ref": drawn.pack_ref,
        "nodes": [
            {
                "task": node.task,
                "action": node.action or None,
                "type": node.type,
                "parent": names[node.parent] if node.parent >= 0 else None,
                "join": node.join or None,
                "when": node.when or None,
                "iteration": node.iteration or None,
                "retry": node.retry or None,
                "publishes": [*node.publishes],
            }
            for node in drawn.nodes
        ],
        "edges": [
            {
                "from": names[arrow.source],
                "to": names[arrow.target],
                "outcome": arrow.outcome,
                "condition": arrow.condition or None,
                "publishes": [*arrow.publishes],
            }
            for arrow in drawn.arrows
        ],
        "entry_points": [*drawn.names(drawn.entry_points)],
        "terminals": [*drawn.names(drawn.terminals)],
        "cycles": cycles,
        "unreachable": [*drawn.names(drawn.unreachable)],
        "implicit_order": drawn.implicit_order,
    }


def too_large(value: Value) -> bool:
    """Tell whether plain data would be more text than anybody wants."""
    size = 0
    pending = [value]
    while pending and size <= MAX_SIZE:
        each = pending.pop()
        size += len(each) if isinstance(each, str) else 1
        if isinstance(each, dict):
            size += sum(map(len, each))
            pending += each.values()
        elif isinstance(each, list):
            pending += each
    return size > MAX_SIZE


def titled(name: str) -> str:
    """Return the label of what has only a name."""
    return name.replace("_", " ").replace("-", " ").title()


def _tags(meta: Component) -> list[Value]:
    key = "tags" if "tags" in meta.value else "keywords"
    return [mention.text for mention in texts(meta.place, meta.value.get(key))]


def _definition(workflow: Workflow) -> Value:
    if workflow.root != workflow.place:
        return workflow.graph
    found: dict[str, Value] = {}
    for name, spellings in _DEFINITION.items():
        for key in spellings:
            if key in workflow.graph:
                found[name] = workflow.graph[key]
    return found
