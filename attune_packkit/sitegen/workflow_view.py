"""What the page of a workflow shows of its graph: the drawing, its legend, and all in words."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup
from msgspec import Struct

from attune_packkit.api import Picture, Workflow, picture
from attune_packkit.sitegen.graph.drawing import draw, legend
from attune_packkit.sitegen.outline import Outline, OutlineLinks, outline, task_anchor

_IDENTIFIER = "wf"
"""Begins all ids of the drawing; a page has one drawing."""

_WIDTH = re.compile(r' width="(\d+)"')
_WINDOWS = (24, 32, 40, 48)
_REM = 16
_MARGINS = 2
"""Width of the margins of a window, in rem."""


class LegendLine(Struct, frozen=True):
    """A kind of line that the drawing has: a sample, and what it means."""

    sample: Markup
    words: str


class GraphView(Struct, frozen=True):
    """The drawing, for `parts/workflow_graph.html`; without `svg` if it is too large.

    `fits` is the width in rem of windows that show all of it, "any" if no column of the site does,
    and "" if a phone does.
    """

    title: str
    svg: Markup
    legend: tuple[LegendLine, ...] = ()
    fits: str = ""


class WorkflowView(Struct, frozen=True):
    """The graph and the outline; `outline` is None where even words would be too many."""

    graph: GraphView
    outline: Outline | None


def workflow_view(
    workflow: Workflow,
    links: OutlineLinks,
    *,
    is_workflow: Callable[[str], bool] = lambda ref: False,
    apart: str = "Never reached",
) -> WorkflowView:
    """Return what is shown of a workflow. The boxes of the drawing lead to the outline.

    `apart` heads the tasks of the drawing that nothing leads to.
    """
    title = f"Graph of {workflow.ref}"
    drawn = picture(workflow)
    if drawn is None:
        return WorkflowView(GraphView(title, Markup("")), None)
    graph = _graph(drawn, title, links, is_workflow, apart)
    return WorkflowView(graph, outline(workflow, drawn, links))


def _graph(
    drawn: Picture,
    title: str,
    links: OutlineLinks,
    is_workflow: Callable[[str], bool],
    apart: str,
) -> GraphView:
    svg = draw(
        drawn,
        identifier=_IDENTIFIER,
        action_link=links.action,
        task_link=lambda number: f"#{task_anchor(drawn.nodes[number].task)}",
        is_workflow=is_workflow,
        apart=apart,
    )
    if svg is None:
        return GraphView(title, Markup(""))
    lines = tuple(LegendLine(Markup(sample), words) for sample, words in legend(drawn))  # noqa: S704
    return GraphView(title, Markup(svg), lines, _fits(svg))  # noqa: S704 - our own, with all text escaped


def _fits(svg: str) -> str:
    """Return the narrowest of some windows that shows all of a drawing."""
    width = int(found[1]) if (found := _WIDTH.search(svg)) else 0
    fitting = next((rem for rem in _WINDOWS if width <= (rem - _MARGINS) * _REM), 0)
    return "" if fitting == _WINDOWS[0] else str(fitting or "any")
