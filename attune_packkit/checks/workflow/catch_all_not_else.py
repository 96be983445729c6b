"""workflow.catch_all_not_else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from attune_packkit.api import Finding, Severity, Task, check, finding

_OPERATOR = re.compile(r"==|!=|<=|>=|<|>|\bin\b")
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


@check("workflow.catch_all_not_else", severity="warning", layer="flow", since="0.1")
def catch_all_not_else(task: Task) -> Iterator[Finding]:
    """The last of several transitions has no condition, as if it meant "otherwise".

    All transitions that hold are taken, not the first one. One without a condition is therefore
    taken every time, beside those whose conditions hold.

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
    for _, group in groupby(task.transitions, key=lambda each: each.spelling):
        transitions = [each for each in group if each.targets and each.spelling != "decision"]
        conditions = [each.condition for each in transitions[:-1] if each.conditions]
        last = transitions[-1] if conditions else None
        if last and not last.conditions and last.outcome in ("any", "success"):
            yield finding(
                last.place,
                "this transition has no condition, so it is taken besides the ones before",
                hint="if it means 'otherwise', negate their conditions in its 'when'",
                severity=None if _compare_one_value(conditions) else Severity.INFO,
            )
