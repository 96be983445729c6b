"""The records of a simulated workflow: outcomes, branches, steps, and the whole run."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from attune_packkit.expressions.values import Data

Ending: TypeAlias = Literal["succeeded", "failed", "timed_out", "skipped", "not started"]
"""How a task ended. It is skipped if its `when` is false, and not started without an input."""

Status: TypeAlias = Literal["succeeded", "failed", "undecided", "stopped"]
"""How a workflow ended; `undecided` where only a run can tell, `stopped` where it goes on."""


class Outcome(Struct, frozen=True):
    """How a task is to end. `result` counts only where it is `known`."""

    ending: Ending
    result: Data = None
    known: bool = False


SUCCEEDED = Outcome("succeeded")


class Branch(Struct, frozen=True):
    """One transition of a task that ended. `taken` is None where only a run can tell.

    `condition` is empty where it always holds.
    """

    condition: str
    taken: bool | None
    publish: dict[str, Data]
    targets: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Step(Struct, frozen=True):
    """One task that was reached.

    `after` are the tasks that led here, `within` is the parallel task around it, or empty. A step
    that is not `certain` hangs on a condition that only a run can decide. `items` counts the
    executions of an iteration, -1 if nobody knows; then `inputs` holds the first few, else one.
    """

    number: int
    task: str
    action: str
    after: tuple[str, ...]
    within: str
    certain: bool
    inputs: tuple[dict[str, Data], ...]
    items: int | None
    ending: Ending
    result: Data
    branches: tuple[Branch, ...] = ()
    notes: tuple[str, ...] = ()


class WorkflowRun(Struct, frozen=True):
    """A workflow played through: its steps, its variables in the end, and what it gives."""

    workflow: str
    status: Status
    steps: tuple[Step, ...]
    variables: dict[str, Data]
    output: dict[str, Data]
    notes: tuple[str, ...]
