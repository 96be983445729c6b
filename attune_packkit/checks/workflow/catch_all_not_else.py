"""workflow.catch_all_not_else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from attune_packkit.api import (
    Finding,
    Graph,
    Severity,
    Task,
    Transition,
    always_taken,
    check,
    finding,
    follow,
    meant_for_failure,
    overwrites,
    shown,
)

_OPERATOR = re.compile(r"==|!=|<=|>=|<|>|\bin\b")
_KEYS = frozenset({"publish", "do", "next", "__chart_meta__"})
_INVERSES = (("==", "!="), ("!=", "=="), ("<=", ">"), (">=", "<"), ("<", ">="), (">", "<="))


def _compare_one_value(conditions: list[str]) -> bool:
    """Tell whether two conditions look at the same value, and no two exclude each other."""
    matches = [_OPERATOR.search(condition) for condition in conditions]
    values = [match.string[: match.start()].rstrip() for match in matches if match]
    return len(set(values)) < len(values) and not _complementary(conditions)


def _complementary(conditions: list[str]) -> bool:
    """Tell whether one condition is another one negated, so that nothing is left over."""
    negated = {f"not {text}" for text in conditions} | {f"not ({text})" for text in conditions}
    for text in conditions:
        operator = next((each for each in _INVERSES if each[0] in text), None)
        if operator is not None:
            negated.add(text.replace(*operator, 1))
    return not negated.isdisjoint(conditions)


def _after_all(graph: Graph, number: int, ways: list[Transition]) -> Iterator[Finding]:
    """Judge a last transition that is taken whatever happens."""
    last, earlier = ways[-1], ways[:-1]
    name = overwrites(last, earlier)
    if all(map(always_taken, earlier)):
        return
    if name:
        yield _finding(last, f"besides the ones before, and sets {shown(name)} anew")
    elif meant_for_failure(graph, number, last) and any(each.targets for each in earlier):
        yield _finding(last, "after a success, too")
    else:
        yield from _after_some(ways)


def _after_some(ways: list[Transition]) -> Iterator[Finding]:
    """Judge a last transition by the conditions of those before."""
    transitions = [each for each in ways if each.targets]
    conditions = [each.condition for each in transitions[:-1] if each.conditions]
    last = transitions[-1] if conditions else None
    if last and not last.conditions and last.outcome in ("any", "success"):
        severity = None if _compare_one_value(conditions) else Severity.INFO
        yield _finding(last, "besides the ones before", severity)


def _unclear(task: Task, way: Transition) -> bool:
    """Tell whether a transition seems to have a condition that cannot be read."""
    written = follow(task.value, way.place.pointer[len(task.place.pointer) :])
    if not isinstance(written, dict):
        return False
    known = _KEYS | ({"when"} if isinstance(written.get("when"), str) else set())
    return any(not key.startswith("x-") for key in written.keys() - known)


def _finding(last: Transition, when: str, severity: Severity | None = None) -> Finding:
    return finding(
        last.place,
        "this transition {has}, so it is taken {when}",
        hint="if it means 'otherwise', negate the conditions before in its 'when'",
        severity=severity,
        has=_without_condition(last),
        when=when,
    )


def _without_condition(way: Transition) -> str:
    """Say why a transition is taken whatever the values are."""
    if way.conditions:
        return "has a condition that always holds"
    return "has no condition" if way.outcome == "any" else "asks only how the task ended"


@check("workflow.catch_all_not_else", severity="warning", layer="flow", since="0.1")
def catch_all_not_else(graph: Graph) -> Iterator[Finding]:
    """The last of several transitions has no condition, as if it meant "otherwise".

    All transitions that hold are taken, not the first one. One without a condition is therefore
    taken every time, beside those whose conditions hold. That is surely wrong where it leads to
    what is there for failures, or publishes anew what one before has published.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ result().size == 'large' }}"
                do: freight
              - when: "{{ result().size == 'flat' }}"
                do: letter
              - do: belt
          - name: freight
            action: parcels.freight
          - name: letter
            action: parcels.letter
          - name: belt
            action: parcels.belt
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ result().size == 'large' }}"
                do: freight
              - when: "{{ result().size == 'flat' }}"
                do: letter
              - when: "{{ result().size != 'large' and result().size != 'flat' }}"
                do: belt
          - name: freight
            action: parcels.freight
          - name: letter
            action: parcels.letter
          - name: belt
            action: parcels.belt
        ```
    """
    for number, task in enumerate(graph.tasks):
        for _, group in groupby(task.transitions, key=lambda each: each.spelling):
            ways = [each for each in group if each.spelling != "decision"]
            if any(_unclear(task, way) for way in ways):
                continue
            if len(ways) > 1 and always_taken(ways[-1]):
                yield from _after_all(graph, number, ways)
            elif len(ways) > 1:
                yield from _after_some(ways)
            for index, way in enumerate(ways[:-1]):
                if index > 1 and always_taken(way) and way.targets:
                    yield from _after_some(ways[: index + 1])
