"""A workflow's graph as one SVG element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from attune_packkit.api import Picture
from attune_packkit.sitegen.graph.boxes import Links, Look
from attune_packkit.sitegen.graph.cards import plain
from attune_packkit.sitegen.graph.groups import ORDER
from attune_packkit.sitegen.graph.plan import TooLargeError
from attune_packkit.sitegen.graph.scene import scene
from attune_packkit.sitegen.graph.svg import Texts, sample, write

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
_MOST_NAMES = 8
_MEANINGS = {
    "success": "once it succeeded",
    "failure": "once it failed",
    "timeout": "once it timed out",
    "any": "however it ends",
}


def draw(
    drawn: Picture,
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
        found = scene(drawn)
    except TooLargeError:
        return None
    nodes = drawn.nodes
    look = Look(
        f"{identifier}-hatch",
        frozenset() if drawn.implicit_order else frozenset(drawn.entry_points),
        frozenset(
            number
            for number, node in enumerate(nodes)
            if node.type == "workflow" or (node.action and is_workflow(node.action))
        ),
        frozenset(number for number, node in enumerate(nodes) if node.type == "missing"),
    )
    links = Links(
        lambda number: "" if nodes[number].type == "missing" else task_link(number),
        lambda number: action_link(nodes[number].action) if nodes[number].action else "",
    )
    texts = Texts(f"Graph of {plain(drawn.ref)}", " ".join(_sentences(drawn)), apart)
    return write(found, texts, links, look, identifier)


def legend(drawn: Picture) -> Iterator[tuple[str, str]]:
    """Yield a sample of each kind of arrow in a picture, as SVG, with what it means."""
    kinds = {arrow.outcome for arrow in drawn.arrows}
    if drawn.implicit_order:
        yield sample(ORDER), "order of the list"
    for kind, words in _MEANINGS.items():
        if kind in kinds:
            yield sample(kind), words


def _sentences(drawn: Picture) -> Iterable[str]:
    """Say in words what the picture shows."""
    tasks = sum(node.type != "missing" for node in drawn.nodes)
    yield f"{_count(tasks, 'task')}, {_count(len(drawn.arrows), 'transition')}."
    if drawn.implicit_order:
        yield "No transition is written: the tasks are drawn in the order of the list."
        return
    if drawn.entry_points:
        yield f"Starts with {_names(drawn, drawn.entry_points)}."
    for cycle in drawn.cycles[:_MOST_NAMES]:
        yield f"Goes round: {_names(drawn, cycle)}."
    if drawn.unreachable:
        yield f"Never reached: {_names(drawn, drawn.unreachable)}."


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _names(drawn: Picture, numbers: tuple[int, ...]) -> str:
    names = ", ".join(plain(name, 60) for name in drawn.names(numbers[:_MOST_NAMES]))
    more = len(numbers) - _MOST_NAMES
    return f"{names} and {more} more" if more > 0 else names
