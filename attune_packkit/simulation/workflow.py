"""Play a workflow through: which tasks run, with what, and where they lead.

Tasks run one after the other in the order in which they are reached, so what runs at the same time
is shown breadth first. Every transition that holds is taken, as in Attune. Where only a run can
tell, both ways are: what follows is then not certain.

A workflow of which a task did not succeed has failed, also where a transition handled that.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from msgspec import Struct, field

from attune_packkit.documents.document import Value
from attune_packkit.escaping import shown
from attune_packkit.expressions.evaluator import EvaluationError
from attune_packkit.expressions.rendering import render_all
from attune_packkit.expressions.values import Budget, Data, Open, Unknown, together
from attune_packkit.model.catalog import Catalog
from attune_packkit.model.schema import Schema
from attune_packkit.model.workflow import Task, Workflow
from attune_packkit.simulation.declared import mapping, misfits, with_defaults
from attune_packkit.simulation.performing import Performance, Stage, perform
from attune_packkit.simulation.secrecy import without_secrets
from attune_packkit.simulation.steps import Ending, Outcome, Status, Step, WorkflowRun
from attune_packkit.simulation.world import World
from attune_packkit.workflows.graph import Graph

MAX_STEPS = 1_000
MAX_RUNS = 20
"""Runs of one task after which a cycle counts as endless."""

HANDLED = "what failed is handled, yet a workflow fails if one of its tasks does"


def simulate_workflow(
    workflow: Workflow,
    graph: Graph,
    given: Mapping[str, Value],
    *,
    outcomes: Mapping[str, Sequence[Outcome]],
    config: Open,
    catalog: Catalog,
) -> WorkflowRun:
    """Play a workflow through with `given` inputs.

    `outcomes` tells how tasks end, run by run, the last one for all further runs; tasks without one
    succeed with a result that nobody knows.
    """
    schema = workflow.parameters
    completed = cast(Data, with_defaults(given, schema))
    parameters = mapping(without_secrets(completed, schema, "parameters"))
    notes = [*misfits(parameters, schema, "input"), *_complete(parameters, schema)]
    world = World(parameters, config)
    stage = Stage(world, Budget(), outcomes, catalog, workflow.source.pack_ref)
    return _Walk(workflow, graph, stage, notes).run()


def _complete(parameters: dict[str, Data], schema: Schema | None) -> Iterator[str]:
    """Add what is not given: required inputs are unknown, others null."""
    absent = [name for name in schema.fields if name not in parameters] if schema else []
    required = schema.required if schema else ()
    for name in absent:
        parameters[name] = Unknown((f"parameters.{name}",)) if name in required else None
    optional = [name for name in absent if name not in required]
    if optional:
        yield f"not given, and null here: {', '.join(map(shown, optional))}"


class _Arrival(Struct):
    """A task about to be reached: from which task, with what doubt and which own variables."""

    number: int
    after: tuple[str, ...] = ()
    doubt: Unknown | None = None
    own: dict[str, Data] = field(default_factory=dict)


class _Walk:
    def __init__(self, workflow: Workflow, graph: Graph, stage: Stage, notes: list[str]) -> None:
        self._workflow = workflow
        self._graph = graph
        self._stage = stage
        self._notes = notes
        self._queue: deque[_Arrival] = deque()
        self._waiting: dict[int, list[_Arrival]] = {}
        self._runs: Counter[int] = Counter()
        self._steps: list[Step] = []
        self._failures: list[Unknown | None] = []
        self._unhandled: list[Unknown | None] = []
        self._stopped = False

    def run(self) -> WorkflowRun:
        """Set the variables, and follow the tasks from the entry points on."""
        for variable in self._workflow.variables:
            value = self._rendered(variable.value, f"variable {shown(variable.name)}")
            self._stage.world.publish(variable.name, value, None)
        self._queue += map(_Arrival, self._graph.entry_points)
        if not self._queue:
            self._notes.append("every task follows another one, so none starts")
        elif len(self._queue) > 1 and not (self._graph.edges or self._graph.missing):
            self._notes.append(
                "no task leads to another: all start at once, and are shown in written order"
            )
        while self._queue and not self._stopped:
            self._arrive(self._queue.popleft())
        self._note_waiting()
        return self._finished()

    def _finished(self) -> WorkflowRun:
        output: dict[str, Data] = {}
        goes_on = None not in self._unhandled
        for name, value in self._workflow.output_map.items() if goes_on else ():
            output[name] = self._rendered(value, f"output {shown(name)}")
        if goes_on and None in self._failures and not self._stopped:
            self._notes.append(HANDLED)
        return WorkflowRun(
            workflow=self._workflow.ref,
            status=self._status(),
            steps=tuple(self._steps),
            variables=self._stage.world.variables,
            output=output,
            notes=tuple(dict.fromkeys(self._notes)),
        )

    def _status(self) -> Status:
        if self._stopped:
            return "stopped"
        if None in self._failures:
            return "failed"
        return "undecided" if self._failures else "succeeded"

    def _rendered(self, value: Value, what: str) -> Data:
        try:
            return render_all(value, self._stage.world.scope({}), self._stage.budget)
        except EvaluationError as error:
            self._notes.append(f"{what}: {error.message}")
            return None

    def _note_waiting(self) -> None:
        for number, waiting in self._waiting.items():
            if waiting and not self._runs[number]:
                task = self._graph.tasks[number]
                self._notes.append(
                    f"{shown(task.title)} waits for {task.join} arrivals, and {len(waiting)} came"
                )

    def _arrive(self, arrival: _Arrival) -> None:
        task = self._graph.tasks[arrival.number]
        joined = self._joined(task, arrival) if task.join > 1 else arrival
        if joined is None:
            return
        count = self._runs[joined.number]
        if joined.doubt is not None and count:
            before = ", ".join(map(shown, joined.after))
            self._notes.append(f"{shown(task.title)} may run again, after {before}")
        elif count >= MAX_RUNS or len(self._steps) >= MAX_STEPS:
            self._stopped = True
            self._notes.append(f"stopped: {shown(task.title)} has run {count} times and goes on")
        else:
            self._perform(joined, "")

    def _joined(self, task: Task, arrival: _Arrival) -> _Arrival | None:
        """Count an arrival; return one for all when they are as many as the task waits for."""
        waiting = self._waiting.setdefault(arrival.number, [])
        waiting.append(arrival)
        if len(waiting) < task.join:
            return None
        doubts = [each.doubt for each in waiting if each.doubt is not None]
        own = {name: value for each in waiting for name, value in each.own.items()}
        after = tuple(dict.fromkeys(name for each in waiting for name in each.after))
        waiting.clear()
        return _Arrival(arrival.number, after, together(doubts) if doubts else None, own)

    def _perform(self, arrival: _Arrival, within: str) -> Ending:
        """Let a task run, those inside it before, and queue what follows."""
        number = arrival.number
        task = self._graph.tasks[number]
        self._runs[number] += 1
        inner = [
            self._perform(_Arrival(each, arrival.after, arrival.doubt, arrival.own), task.title)
            for each in self._graph.containers.get(number, ())
        ]
        run = self._runs[number]
        done = perform(self._stage, task, arrival.doubt, arrival.own, run=run, inner=inner)
        followed = self._follow(task, done)
        if done.ending not in ("succeeded", "skipped") and not within:
            self._failures.append(done.doubt)
            self._unhandled += self._leads_nowhere(done, followed)
        self._steps.append(self._step(task, arrival, within, done))
        return done.ending

    def _follow(self, task: Task, done: Performance) -> list[_Arrival]:
        """Queue every task that the transitions lead to, each once."""
        found: dict[int, _Arrival] = {}
        for way in done.ways:
            for name in way.branch.targets:
                number = self._graph.numbers.get(name)
                if number is None:
                    done.notes.append(f"leads to {shown(name)}, which does not exist")
                elif number not in found or (found[number].doubt and not way.doubt):
                    found[number] = _Arrival(number, (task.title,), way.doubt, way.own)
        self._queue += found.values()
        return list(found.values())

    def _leads_nowhere(self, done: Performance, followed: list[_Arrival]) -> list[Unknown | None]:
        """Return what decides whether a failure leads nowhere; nothing if it surely leads on."""
        doubts = [each.doubt for each in followed if each.doubt is not None]
        if len(doubts) < len(followed):
            return []
        return [together(doubts) if doubts else done.doubt]

    def _step(self, task: Task, arrival: _Arrival, within: str, done: Performance) -> Step:
        return Step(
            number=len(self._steps) + 1,
            task=task.title,
            action=task.action,
            after=arrival.after,
            within=within,
            certain=done.doubt is None,
            inputs=done.inputs.values,
            items=done.inputs.items,
            ending=done.ending,
            result=done.result,
            branches=tuple(way.branch for way in done.ways),
            notes=tuple(done.notes),
        )
