"""Simulations as text for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from attune_packkit.escaping import clipped
from attune_packkit.expressions.values import Data, Unknown
from attune_packkit.reporters.terminal import cells
from attune_packkit.simulation.rule import RuleRun
from attune_packkit.simulation.steps import Branch, Step, WorkflowRun

LONGEST = 300
"""The most characters that are shown of one value."""

_MATCHES = {True: "matches", False: "does not match", None: "may match"}
_TAKEN = {True: "yes", False: "no ", None: "?  "}


def rule_text(run: RuleRun) -> str:
    """Return a simulated rule as text."""
    return _printable(_rule(run))


def workflow_text(run: WorkflowRun) -> str:
    """Return a simulated workflow as a numbered path."""
    return _printable(_workflow(run))


def _printable(lines: Iterator[str]) -> str:
    return "".join("".join(cell.text for cell in cells(line)) + "\n" for line in lines)


def _rule(run: RuleRun) -> Iterator[str]:
    yield f"{run.rule} {_MATCHES[run.matches]}: {run.why}"
    if run.matches is not False:
        yield f"  {run.action} gets" + ("" if run.action_params else " no parameters")
        yield from _values(run.action_params, "    ")
    yield from (f"  note: {note}" for note in run.notes)


def _workflow(run: WorkflowRun) -> Iterator[str]:
    yield f"{run.workflow}: {run.status}"
    for step in run.steps:
        yield ""
        yield from _step(step)
    if run.output:
        yield ""
        yield "output"
        yield from _values(run.output, "  ")
    if run.notes:
        yield ""
    yield from (f"note: {note}" for note in run.notes)


def _step(step: Step) -> Iterator[str]:
    margin = " " * (len(str(step.number)) + 2)
    yield f"{step.number}. {step.task}" + "".join(f", {each}" for each in _about(step))
    yield from _inputs(step, margin)
    result = "" if isinstance(step.result, Unknown) else f" with {_value(step.result)}"
    yield f"{margin}{step.ending.replace('_', ' ')}{'' if step.result is None else result}"
    for branch in step.branches:
        yield from _branch(branch, margin)
    yield from (f"{margin}note: {note}" for note in step.notes)


def _about(step: Step) -> Iterator[str]:
    if step.action:
        yield f"runs {step.action}"
    if step.within:
        yield f"inside {step.within}"
    if step.after:
        yield f"after {' and '.join(step.after)}"
    if not step.certain:
        yield "perhaps"


def _inputs(step: Step, margin: str) -> Iterator[str]:
    if step.items is None:
        for each in step.inputs:
            yield from _values(each, margin + "  ")
        return
    count = "an unknown number of" if step.items < 0 else str(step.items)
    yield f"{margin}{count} execution{'' if step.items == 1 else 's'}"
    for index, each in enumerate(step.inputs):
        yield f"{margin}  [{index}]"
        yield from _values(each, margin + "    ")
    if 0 < len(step.inputs) < step.items:
        yield f"{margin}  …"


def _branch(branch: Branch, margin: str) -> Iterator[str]:
    targets = ", ".join(branch.targets)
    arrow = f" → {targets}" if targets else ""
    yield f"{margin}{_TAKEN[branch.taken]} {branch.condition or 'always'}{arrow}"
    yield from _values(branch.publish, margin + "      ")
    yield from (f"{margin}      note: {note}" for note in branch.notes)


def _values(values: Mapping[str, Data], margin: str) -> Iterator[str]:
    yield from (f"{margin}{name} = {_value(value)}" for name, value in values.items())


def _value(value: Data) -> str:
    """Write a value as JSON on one line; what is unknown stands in angle brackets."""
    if isinstance(value, Unknown) and not value.text:
        return str(value)
    text = json.dumps(
        str(value) if isinstance(value, Unknown) else value, ensure_ascii=False, default=str
    )
    return clipped(text, LONGEST)
