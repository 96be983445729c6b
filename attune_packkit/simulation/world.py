"""All that expressions can see while a workflow is played through."""

from __future__ import annotations

from collections.abc import Mapping

from attune_packkit.expressions.evaluator import NO_OUTCOME, Scope
from attune_packkit.expressions.values import Data, Open, Unknown
from attune_packkit.simulation.steps import Ending

_STATUS: dict[Ending, str] = {"succeeded": "completed", "failed": "failed", "timed_out": "timeout"}


class World:
    """Inputs, variables and results, under every name that either dialect gives them."""

    def __init__(self, parameters: dict[str, Data], config: Open) -> None:
        self.variables: dict[str, Data] = {}
        self._parameters = parameters
        self._config = config
        self._results: dict[str, Data] = {}
        self._error: Open | None = None

    @property
    def has_parameters(self) -> bool:
        """Whether the workflow was given anything."""
        return bool(self._parameters)

    def publish(self, name: str, value: Data, doubt: Unknown | None) -> None:
        """Set a variable; if it is doubtful whether this happens, its value becomes unknown."""
        if doubt is None or self.variables.get(name, doubt) == value:
            self.variables[name] = value
        else:
            self.variables[name] = doubt

    def ended(self, task: str, ending: Ending, result: Data) -> None:
        """Remember how a task ended, and with what."""
        error: Data = None
        if ending != "succeeded":
            origin = f"{task}.error"
            error = self._error = Open({"task": task}, origin)
        known: dict[str, Data] = {**result} if isinstance(result, dict) else {}
        known |= {"data": result, "result": result, "output": result}
        known |= {"status": _STATUS[ending], "error": error}
        self._results[task] = Open(known, task)

    def scope(
        self,
        own: Mapping[str, Data],
        *,
        item: Mapping[str, Data] | None = None,
        outcome: Mapping[str, Data] = NO_OUTCOME,
    ) -> Scope:
        """Return what can be seen at one moment.

        `own` are the variables that only this way through the workflow knows, `item` what an
        iteration adds. Today's engine looks a bare name up among the variables; the classic form
        among inputs and tasks, too.
        """
        variables = {**self.variables, **own}
        roots: dict[str, Data] = {
            "parameters": self._parameters,
            "workflow": {"param": self._parameters, **variables},
            "vars": variables,
            "variables": variables,
            "task": self._results,
            "tasks": self._results,
            "config": self._config,
            "inquiry": Open({}, "inquiry"),
            "system": Open({}, "system"),
        }
        if self._error is not None:
            roots["error"] = self._error
        bare = {**self._results, **self._parameters, **variables}
        return Scope({**bare, **roots, **(item or {})}, outcome)


def outcome_functions(ending: Ending, result: Data) -> dict[str, Data]:
    """Return what `result()`, `succeeded()` and their like give after a task has ended."""
    return {
        "result": result,
        "succeeded": ending == "succeeded",
        "failed": ending == "failed",
        "timed_out": ending == "timed_out",
        "cancelled": False,
    }


def result_of(task: str) -> Unknown:
    """Return what stands for the result of a task that nobody gave one."""
    return Unknown((task,))
