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


def repeated_targets(task: Task) -> Iterator[Mention]:
    """Yield the targets that a transition without a condition names after another one did."""
    only = {"next"} if task.value.get("next") else {*OUTCOMES}
    ways = [each for each in task.transitions if each.spelling in only and each.targets]
    for index, way in enumerate(ways):
        if way.conditions or way.unless:
            continue
        ends = fate(way).certain
        before = {
            mention.text
            for other in ways[:index]
            if fate(other).possible <= ends
            for mention in other.targets
        }
        yield from (mention for mention in way.targets if mention.text in before)


def _handles_failure(graph: Graph, source: int, target: int) -> bool:
    others = [fate(edge.transition) for edge in graph.inbound[target] if edge.source != source]
    if not others:
        return reads_error(graph.tasks[target])
    alone = any("success" not in each.possible for each in others)
    return alone and all(each.unhappy and "success" not in each.certain for each in others)
