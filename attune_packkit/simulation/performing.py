"""Let one task run: decide whether it starts, with what, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from msgspec import Struct, field

from attune_packkit.expressions.evaluator import EvaluationError
from attune_packkit.expressions.rendering import is_met, render_all
from attune_packkit.expressions.values import Budget, Data, Open, Unknown, text_of, together
from attune_packkit.model.catalog import Catalog
from attune_packkit.model.refs import qualify
from attune_packkit.model.workflow import Task
from attune_packkit.phrases import counted
from attune_packkit.simulation.branches import Departure, Way, ways
from attune_packkit.simulation.declared import absent, misfits, output_of, parameters_of
from attune_packkit.simulation.inputs import Inputs, inputs
from attune_packkit.simulation.secrecy import without_secrets
from attune_packkit.simulation.steps import SUCCEEDED, Ending, Outcome
from attune_packkit.simulation.world import World, result_of

NO_INPUTS = Inputs((), None, ())


class Stage(Struct, frozen=True):
    """What all tasks of one simulated workflow share."""

    world: World
    budget: Budget
    outcomes: Mapping[str, Sequence[Outcome]]
    catalog: Catalog
    pack_ref: str


class Performance(Struct):
    """How a task went. `doubt` tells what decides whether it ran; None if it surely did."""

    ending: Ending
    doubt: Unknown | None
    inputs: Inputs = NO_INPUTS
    result: Data = None
    ways: list[Way] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def perform(
    stage: Stage,
    task: Task,
    doubt: Unknown | None,
    own: dict[str, Data],
    *,
    run: int,
    inner: Sequence[Ending] = (),
) -> Performance:
    """Let a task run for the `run`th time; `inner` are the endings of the tasks inside it."""
    notes: list[str] = []
    guard = _guard(stage, task, own, notes)
    if guard is False:
        return Performance("skipped", doubt, notes=notes)
    doubts = [each for each in (doubt, guard) if isinstance(each, Unknown)]
    doubt = together(doubts) if doubts else None
    found = inputs(task, stage.world, own, stage.budget)
    if found.faults:
        return Performance("not started", doubt, found, notes=[*notes, *found.faults])
    notes += absent(stage.catalog, "action", _action(stage, task))
    notes += _input_notes(stage, task, found)
    outcome = _outcome(stage, task, run, inner)
    notes += _outcome_notes(stage, task, outcome)
    result = _result(stage, task, outcome)
    stage.world.ended(task.name, outcome.ending, result)
    departure = Departure(task, outcome.ending, result, doubt, dict(own))
    followed = ways(departure, stage.world, stage.budget)
    return Performance(
        ending=outcome.ending,
        doubt=doubt,
        inputs=_masked(stage, task, found),
        result=result,
        ways=followed,
        notes=notes,
    )


def _guard(stage: Stage, task: Task, own: dict[str, Data], notes: list[str]) -> bool | Unknown:
    """Tell whether a task's own `when` lets it run."""
    when = task.value.get("when")
    if not isinstance(when, str):
        return True
    try:
        return is_met(when, stage.world.scope(own), stage.budget)
    except EvaluationError as error:
        notes.append(f"its 'when' cannot be evaluated: {error.message}")
        return True


def _action(stage: Stage, task: Task) -> str:
    return qualify(task.action, stage.pack_ref)


def _masked(stage: Stage, task: Task, found: Inputs) -> Inputs:
    schema = parameters_of(stage.catalog, _action(stage, task))
    values = tuple(
        cast(dict[str, Data], without_secrets(each, schema, f"{task.name}.input"))
        for each in found.values
    )
    return Inputs(values, found.items, found.faults)


def _input_notes(stage: Stage, task: Task, found: Inputs) -> list[str]:
    notes = []
    waiting = task.value.get("wait_for")
    if isinstance(waiting, dict):
        try:
            inquiry = render_all(waiting.get("inquiry"), stage.world.scope({}), stage.budget)
            notes.append(f"waits until the inquiry {text_of(inquiry)} has been answered")
        except EvaluationError as error:
            notes.append(f"wait_for: {error.message}")
    if not task.input:
        if task.action and stage.world.has_parameters:
            notes.append("has no input of its own, so Attune hands it the workflow's")
        return notes
    schema = parameters_of(stage.catalog, _action(stage, task))
    for each in found.values:
        notes += misfits(each, schema, "input")
    return list(dict.fromkeys(notes))


def _outcome(stage: Stage, task: Task, run: int, inner: Sequence[Ending]) -> Outcome:
    """Return how a task ends: as the user said, else as the tasks inside it did, else well."""
    told = stage.outcomes.get(task.name)
    if told:
        return told[min(run, len(told)) - 1]
    if "failed" in inner or "not started" in inner:
        return Outcome("failed")
    return Outcome("timed_out") if "timed_out" in inner else SUCCEEDED


def _outcome_notes(stage: Stage, task: Task, outcome: Outcome) -> list[str]:
    count = task.retry.get("count")
    if outcome.ending != "succeeded" and isinstance(count, int) and count > 0:
        return [f"is tried {counted(count, 'more time')} before it counts as failed"]
    if outcome.known and isinstance(outcome.result, dict):
        schema = output_of(stage.catalog, "action", _action(stage, task))
        return list(misfits(outcome.result, schema, "result field", partial=True))
    return []


def _result(stage: Stage, task: Task, outcome: Outcome) -> Data:
    """Return the result that the user gave; all other fields are unknown, and so are secrets."""
    if not outcome.known:
        return result_of(task.name)
    schema = output_of(stage.catalog, "action", _action(stage, task))
    told = without_secrets(outcome.result, schema, task.name)
    return Open(told, task.name) if isinstance(told, dict) else told
