"""Simulations as plain data, for programs."""

from __future__ import annotations

from typing import Any

from attune_packkit.expressions.values import Data, Unknown
from attune_packkit.simulation.rule import RuleRun
from attune_packkit.simulation.steps import Branch, Step, WorkflowRun


def plain(value: Data) -> Any:
    """Return a value as JSON can hold it.

    What is unknown becomes `{"unknown": [what it depends on]}`, with a `text` where it is part of
    one; a secret becomes stars.
    """
    if isinstance(value, Unknown):
        if value.secret and not value.text:
            return str(value)
        text = {"text": value.text} if value.text else {}
        return {"unknown": list(value.origins), **text}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value


def rule_data(run: RuleRun) -> dict[str, Any]:
    """Return a simulated rule as plain data."""
    return {
        "rule": run.rule,
        "trigger": run.trigger,
        "action": run.action,
        "matches": run.matches,
        "why": run.why,
        "action_params": plain(run.action_params),
        "notes": list(run.notes),
    }


def workflow_data(run: WorkflowRun) -> dict[str, Any]:
    """Return a simulated workflow as plain data."""
    return {
        "workflow": run.workflow,
        "status": run.status,
        "steps": [_step(step) for step in run.steps],
        "variables": plain(run.variables),
        "output": plain(run.output),
        "notes": list(run.notes),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "task": step.task,
        "action": step.action,
        "after": list(step.after),
        "within": step.within,
        "certain": step.certain,
        "items": step.items,
        "inputs": [plain(each) for each in step.inputs],
        "outcome": step.ending,
        "result": plain(step.result),
        "transitions": [_branch(branch) for branch in step.branches],
        "notes": list(step.notes),
    }


def _branch(branch: Branch) -> dict[str, Any]:
    return {
        "when": branch.condition,
        "taken": branch.taken,
        "publish": plain(branch.publish),
        "do": list(branch.targets),
        "notes": list(branch.notes),
    }
