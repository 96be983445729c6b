"""Transitions of one task that are taken together, though their author may not think so."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.model.component import Mention
from attune_packkit.model.transitions import OUTCOMES, Transition
from attune_packkit.model.workflow import Task
from attune_packkit.workflows.fates import ENDINGS, fate
from attune_packkit.workflows.graph import Graph, reads_error


def always_taken(transition: Transition) -> bool:
    """Tell whether a transition is taken whatever happens: `when: "{{ true }}"` is no condition."""
    return transition.always or fate(transition).certain == ENDINGS


def meant_for_failure(graph: Graph, number: int, transition: Transition) -> bool:
    """Tell whether a transition leads to a task that is there for failures alone."""
    targets = [graph.numbers.get(mention.text) for mention in transition.targets]
    return any(
        target is not None and target != number and _handles_failure(graph, number, target)
        for target in targets
    )


def overwrites(last: Transition, earlier: list[Transition]) -> str:
    """Return the name that a transition publishes over what an earlier one gave it; "" if none."""
    published = {each.name: each.value for way in earlier for each in way.publish}
    for each in last.publish:
        if each.name in published and published[each.name] != each.value:
            return each.name
    return ""


def repeated_targets(graph: Graph, task: Task) -> Iterator[Mention]:
    """Yield the targets of a transition that another one has named which is taken, too."""
    only = {"next"} if task.value.get("next") else {*OUTCOMES}
    ways = [each for each in task.transitions if each.spelling in only and each.targets]
    for index, way in enumerate(ways):
        for mention in way.targets:
            before = [each for each in ways[:index] if _names(each, mention.text)]
            if any(_taken_with(graph, mention.text, each, way) for each in before):
                yield mention


def _names(way: Transition, target: str) -> bool:
    return any(mention.text == target for mention in way.targets)


def _taken_with(graph: Graph, target: str, other: Transition, way: Transition) -> bool:
    """Tell whether a transition leads where another one leads, too, without a reason to.

    To publish something else each time is a reason, and so is a target that counts its arrivals.
    """
    if way.publish and other.publish:
        return False
    ends = fate(way).certain
    if not way.conditions and not way.unless and fate(other).possible <= ends:
        return True
    number = graph.numbers.get(target)
    counts = number is not None and graph.tasks[number].join > 1
    return bool(fate(other).certain & ends) and not counts


def _handles_failure(graph: Graph, source: int, target: int) -> bool:
    others = [fate(edge.transition) for edge in graph.inbound[target] if edge.source != source]
    if not others:
        return reads_error(graph.tasks[target])
    alone = any("success" not in each.possible for each in others)
    return alone and all(each.unhappy and "success" not in each.certain for each in others)
