"""What follows a task that ended: which transitions are taken, and what they publish."""

from __future__ import annotations

from msgspec import Struct, field

from attune_packkit.escaping import shown
from attune_packkit.expressions.evaluator import EvaluationError, Scope
from attune_packkit.expressions.rendering import render, render_all
from attune_packkit.expressions.template import parse_condition
from attune_packkit.expressions.values import Budget, Data, Unknown, text_of, together, truth
from attune_packkit.model.transitions import Publish, Transition
from attune_packkit.model.workflow import Task
from attune_packkit.simulation.steps import Branch, Ending
from attune_packkit.simulation.world import World, outcome_functions

_ENDINGS: dict[str, Ending] = {
    "success": "succeeded",
    "failure": "failed",
    "timeout": "timed_out",
}
_FALSE_TEXTS = frozenset({"false", "0", "no", ""})


class Departure(Struct):
    """A task that ended.

    `doubt` tells what decides whether the task was reached at all; None if it surely was. `own` are
    the variables that only this path through the workflow knows.
    """

    task: Task
    ending: Ending
    result: Data
    doubt: Unknown | None
    own: dict[str, Data] = field(default_factory=dict)


class Way(Struct, frozen=True):
    """A transition that was decided, with the doubt and the variables of what it leads to."""

    branch: Branch
    doubt: Unknown | None
    own: dict[str, Data]


def ways(departure: Departure, world: World, budget: Budget) -> list[Way]:
    """Decide every transition in written order; what one publishes, the next ones see."""
    return [_way(transition, departure, world, budget) for transition in departure.task.transitions]


def _way(transition: Transition, departure: Departure, world: World, budget: Budget) -> Way:
    notes: list[str] = []
    taken = _taken(transition, departure, _scope(departure, world), budget, notes)
    if taken is False:
        return Way(Branch(transition.condition, False, {}, (), tuple(notes)), None, {})
    doubts = [each for each in (departure.doubt, taken) if isinstance(each, Unknown)]
    doubt = together(doubts) if doubts else None
    published: dict[str, Data] = {}
    for publish in transition.publish:
        try:
            value = _published(publish, departure, world, budget)
        except EvaluationError as error:
            notes.append(f"{shown(publish.name)} is not published: {error.message}")
            continue
        published[publish.name] = value
        if taken is True and doubt is not None:
            departure.own[publish.name] = value
        world.publish(publish.name, value, doubt)
    targets = tuple(mention.text for mention in transition.targets)
    decided = True if taken is True else None
    branch = Branch(transition.condition, decided, published, targets, tuple(notes))
    return Way(branch, doubt, {**departure.own, **published} if doubt else {})


def _scope(departure: Departure, world: World) -> Scope:
    outcome = outcome_functions(departure.ending, departure.result)
    return world.scope(departure.own, outcome=outcome)


def _published(publish: Publish, departure: Departure, world: World, budget: Budget) -> Data:
    if publish.value is None:
        return departure.result
    return render_all(publish.value, _scope(departure, world), budget)


def _taken(
    transition: Transition, departure: Departure, scope: Scope, budget: Budget, notes: list[str]
) -> bool | Unknown:
    """Tell whether a transition is taken: its outcome fits, all conditions hold, none forbids."""
    if transition.outcome != "any" and _ENDINGS[transition.outcome] != departure.ending:
        return False
    undecided: list[Unknown] = []
    wanted = [(mention.text, True) for mention in transition.conditions]
    refused = [(mention.text, False) for mention in transition.unless]
    for text, should in (*wanted, *refused):
        try:
            met = _met(text, scope, budget, notes)
        except EvaluationError as error:
            notes.append(_unreadable(text, error))
            return departure.ending == "succeeded"
        if isinstance(met, Unknown):
            undecided.append(met)
        elif met is not should:
            return False
    return together(undecided) if undecided else True


def _met(text: str, scope: Scope, budget: Budget, notes: list[str]) -> bool | Unknown:
    value = render(parse_condition(text), scope, budget)
    met = truth(value)
    words = text_of(value, null="")
    if "{{" in text and isinstance(words, str) and not isinstance(met, Unknown):
        reading = words.strip().lower() not in _FALSE_TEXTS
        if reading is not met:
            notes.append(
                f"today's Attune reads a condition in braces as text, and {shown(words)} as"
                f" {str(reading).lower()}; without braces it means what is shown here"
            )
    return met


def _unreadable(text: str, error: EvaluationError) -> str:
    condition = shown(" ".join(text.split()))
    return (
        f"the condition {condition} cannot be evaluated: {error.message};"
        " Attune then takes the transition if the task succeeded"
    )
