"""A workflow's graph as one SVG element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from attune_packkit.api import Picture, counted, listed
from attune_packkit.sitegen.graph.boxes import Links, Look
from attune_packkit.sitegen.graph.cards import plain
from attune_packkit.sitegen.graph.geometry import TooLargeError
from attune_packkit.sitegen.graph.groups import ENDED, ORDER
from attune_packkit.sitegen.graph.scene import scene
from attune_packkit.sitegen.graph.svg import Texts, sample, write

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
_MOST_NAMES = 8
"""Tasks that one sentence names."""


def draw(
    picture: Picture,
    *,
    identifier: str = "graph",
    action_link: Callable[[str], str] = lambda ref: "",
    task_link: Callable[[int], str] = lambda number: "",
    is_workflow: Callable[[str], bool] = lambda ref: False,
    apart: str = "Never reached",
) -> str | None:
    """Return the graph of a workflow as SVG; None if it is too large to be of use.

    All ids in it begin with `identifier`, which must be a plain name and the page's only one.
    `action_link` and `task_link` give the URLs of an action by its ref and of a task by its
    number; "" for none. `is_workflow` tells which actions are workflows, drawn with two borders.
    `apart` heads the tasks that nothing leads to.
    """
    if not _IDENTIFIER.fullmatch(identifier):
        raise ValueError(f"not an identifier: {identifier!r}")
    try:
        found = scene(picture)
    except TooLargeError:
        return None
    nodes = picture.nodes
    look = Look(
        hatching=f"{identifier}-hatch",
        entries=frozenset() if picture.implicit_order else frozenset(picture.entry_points),
        double=frozenset(
            number
            for number, node in enumerate(nodes)
            if node.type == "workflow" or (node.action and is_workflow(node.action))
        ),
        missing=frozenset(number for number, node in enumerate(nodes) if node.type == "missing"),
    )
    links = Links(
        task=lambda number: "" if nodes[number].type == "missing" else task_link(number),
        action=lambda number: action_link(nodes[number].action) if nodes[number].action else "",
    )
    texts = Texts(f"Graph of {plain(picture.ref)}", " ".join(_sentences(picture)), apart)
    return write(found, texts, links, look, identifier)


def legend(picture: Picture) -> Iterator[tuple[str, str]]:
    """Yield a sample of each kind of arrow in a picture, as SVG, with what it means."""
    kinds = {arrow.outcome for arrow in picture.arrows}
    if picture.implicit_order:
        yield sample(ORDER), "order of the list"
    for kind, words in ENDED.items():
        if kind in kinds:
            yield sample(kind), words


def _sentences(picture: Picture) -> Iterable[str]:
    """Say in words what the picture shows."""
    tasks = sum(node.type != "missing" for node in picture.nodes)
    yield f"{counted(tasks, 'task')}, {counted(len(picture.arrows), 'transition')}."
    if picture.implicit_order:
        yield "No transition is written: the tasks are drawn in the order of the list."
        return
    if picture.entry_points:
        yield f"Starts with {_names(picture, picture.entry_points)}."
    for cycle in picture.cycles[:_MOST_NAMES]:
        yield f"Goes round: {_names(picture, cycle)}."
    if picture.unreachable:
        yield f"Never reached: {_names(picture, picture.unreachable)}."


def _names(picture: Picture, numbers: tuple[int, ...]) -> str:
    return listed(picture.names(numbers), _MOST_NAMES, lambda name: plain(name, 60))
