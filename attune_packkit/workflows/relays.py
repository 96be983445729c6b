"""How workflows hand their parameters on to command lines, over the whole pack set."""

from __future__ import annotations

from collections.abc import Iterable

from attune_packkit.model.catalog import Catalog
from attune_packkit.model.summary import Call

COMMANDS = frozenset({"cmd", "command", "commands", "script", "shell_command"})
"""The parameters that take a command line."""

SHELL = "core.shell"


class Relays:
    """Finds the action in whose command line a parameter of a workflow ends up."""

    def __init__(self, calls: Iterable[Call], catalog: Catalog) -> None:
        self._catalog = catalog
        self._onward: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
        for call in calls:
            for each in call.carried:
                if each.what == "parameter":
                    known = self._onward.setdefault((call.target.source, each.origin), {})
                    known[call.target.ref, each.name] = None

    def shell(self, ref: str, parameter: str) -> str:
        """Return the action that runs a parameter of `ref` in a shell; "" if none is known to."""
        seen = {(ref, parameter)}
        pending = [*seen]
        while pending:
            step = pending.pop()
            if step[1] in COMMANDS and self.runs_commands(step[0]):
                return step[0]
            fresh = self._onward.get(step, {}).keys() - seen
            seen |= fresh
            pending += sorted(fresh, reverse=True)
        return ""

    def runs_commands(self, ref: str) -> bool:
        """Tell whether a shell runs an action."""
        defined = self._catalog.find("action", ref)
        return defined is not None and defined.runner == SHELL
