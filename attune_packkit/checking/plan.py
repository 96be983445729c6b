"""Which checks run on which subjects, worked out once from the names of their parameters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct, field

from attune_packkit.checking.check import OURS, Check, CheckFunction, Input, Layer
from attune_packkit.checking.inputs import ACROSS_BASE, LOCAL_BASE
from attune_packkit.diagnostics import Severity
from attune_packkit.errors import PluginError
from attune_packkit.suggest import did_you_mean

ROOT = ""

Runnable: TypeAlias = list[tuple[Check, CheckFunction, bool]]
"""Checks with their functions; true stands for a check of packkit that takes only the subject."""

MAX_CHOICES = 1_000
"""Choices of checks that are remembered for one subject; real packs need less than a hundred."""


class Level(Struct, dict=True):
    """One subject in the fan-out, with the checks that run on it and the subjects below it."""

    name: str
    checks: list[Check] = field(default_factory=list)
    below: list[Level] = field(default_factory=list)
    _chosen: dict[frozenset[str] | str, Runnable] = field(default_factory=dict)

    def about(self, subject: object, target: str = "") -> Runnable:
        """Return the checks that may have something to say of a subject, for the target named."""
        words = self._words and self._words.intersection(getattr(subject, "words", self._words))
        if target in self._words:
            words |= {target}
        chosen = self._chosen.get(words)
        if chosen is None:
            chosen = self._choose(words, (check for check in self.checks if check.fits(words)))
        return chosen

    def coded(self, code: str) -> Runnable:
        """Return the check that reports the subjects with this code, if there is one."""
        chosen = self._chosen.get(code)
        if chosen is None:
            chosen = self._choose(code, (check for check in self.checks if check.id == code))
        return chosen

    @cached_property
    def _words(self) -> frozenset[str]:
        """All words that a check of this level depends on."""
        return frozenset[str]().union(*(check.only_with for check in self.checks))

    def _choose(self, key: frozenset[str] | str, checks: Iterable[Check]) -> Runnable:
        """Take the functions of checks, imported now that there is a subject."""
        if len(self._chosen) >= MAX_CHOICES:
            self._chosen.clear()
        chosen = self._chosen[key] = [
            (check, check.function, check.source == OURS and check.inputs == (self.name,))
            for check in checks
        ]
        return chosen


Layers: TypeAlias = dict[Layer, Level]


class Passes(Struct, frozen=True):
    """The fan-out of each layer, of the per-pack pass and of the cross-pack pass."""

    local: Layers = field(default_factory=lambda: {layer: Level(ROOT) for layer in Layer})
    across: Layers = field(default_factory=lambda: {layer: Level(ROOT) for layer in Layer})


class Plan(Struct, frozen=True):
    """All checks arranged, and once more without those whose severity is info (`loud`).

    `derived` names, for each subject, the inputs to forget when it changes.
    """

    inputs: dict[str, Input]
    every: Passes
    loud: Passes
    derived: dict[str, tuple[str, ...]]
    checks: dict[str, Check]


def make_plan(checks: Iterable[Check], inputs: Iterable[Input]) -> Plan:
    """Work out the plan. Raises `PluginError` naming the check and the distribution at fault."""
    by_name = _unique_inputs(inputs)
    by_id = _unique_checks(checks)
    closures = {name: _closure(name, by_name, ()) for name in by_name}
    every, loud = Passes(), Passes()
    ways: dict[tuple[str, ...], tuple[bool, list[str]]] = {}
    for check in sorted(by_id.values(), key=lambda each: each.id):
        if check.inputs not in ways:
            ways[check.inputs] = _way(check, by_name, closures)
        across, chain = ways[check.inputs]
        for passes in (every, loud) if check.severity > Severity.INFO else (every,):
            layers = passes.across if across else passes.local
            _level(layers[check.layer], chain).checks.append(check)
    derived = {
        subject: tuple(
            name
            for name, closure in closures.items()
            if subject in closure and not by_name[name].each
        )
        for subject in by_name
        if by_name[subject].each
    }
    return Plan(by_name, every, loud, derived, by_id)


def _unique_inputs(inputs: Iterable[Input]) -> dict[str, Input]:
    found: dict[str, Input] = {}
    for each in inputs:
        other = found.setdefault(each.name, each)
        if other is not each or each.name in (*LOCAL_BASE, *ACROSS_BASE):
            raise PluginError(
                f"input '{each.name}' is defined by {each.source} and by {other.source}"
            )
    return found


def _unique_checks(checks: Iterable[Check]) -> dict[str, Check]:
    found: dict[str, Check] = {}
    for each in checks:
        other = found.setdefault(each.id, each)
        if other is not each:
            raise PluginError(
                f"check '{each.id}' is defined by {other.source} and by {each.source}"
            )
    return found


def _closure(name: str, inputs: dict[str, Input], path: tuple[str, ...]) -> frozenset[str]:
    """Return an input and all it derives from."""
    if name in (*LOCAL_BASE, *ACROSS_BASE):
        return frozenset({name})
    if name in path:
        raise PluginError(f"input '{name}' derives from itself: {' → '.join((*path, name))}")
    source = inputs.get(name)
    if source is None:
        user = inputs[path[-1]]
        known = [*inputs, *LOCAL_BASE, *ACROSS_BASE]
        raise PluginError(
            f"input '{user.name}' of {user.source} names an unknown input '{name}'",
            hint=did_you_mean(name, known),
        )
    parts = (_closure(each, inputs, (*path, name)) for each in source.inputs)
    return frozenset({name}).union(*parts)


def _way(
    check: Check, inputs: dict[str, Input], closures: dict[str, frozenset[str]]
) -> tuple[bool, list[str]]:
    """Return whether a check belongs to the cross-pack pass, and its subjects."""
    reached = _reached(check, inputs, closures)
    across = bool(reached & set(ACROSS_BASE) - set(LOCAL_BASE))
    if across and "pack" in reached:
        raise PluginError(f"check '{check.id}' needs both one pack's files and the pack set")
    if across and "summary" not in reached:
        raise PluginError(
            f"check '{check.id}' of {check.source} takes nothing that belongs to one pack, so what"
            " it finds would stand nowhere",
            hint="name the input 'summary' too: the check is then called for each pack",
        )
    return across, _chain(check, reached, inputs, closures)


def _reached(
    check: Check, inputs: dict[str, Input], closures: dict[str, frozenset[str]]
) -> set[str]:
    reached: set[str] = set()
    for name in check.inputs:
        if name in (*LOCAL_BASE, *ACROSS_BASE):
            reached.add(name)
        elif name in closures:
            reached |= closures[name]
        else:
            known = [*inputs, *LOCAL_BASE, *ACROSS_BASE]
            raise PluginError(
                f"check '{check.id}' of {check.source} names an unknown input '{name}'",
                hint=did_you_mean(name, known) or f"known inputs: {', '.join(sorted(known))}",
            )
    return reached


def _chain(
    check: Check,
    reached: set[str],
    inputs: dict[str, Input],
    closures: dict[str, frozenset[str]],
) -> list[str]:
    """Return the subjects of a check from the widest to its own; they must enclose each other."""
    subjects = [name for name in reached if name in inputs and inputs[name].each]
    depth = {name: sum(other in closures[name] for other in subjects) for name in subjects}
    subjects.sort(key=lambda name: (depth[name], name))
    for wider, narrower in pairwise(subjects):
        if wider not in closures[narrower]:
            raise PluginError(
                f"check '{check.id}' of {check.source} names two subjects, '{wider}' and"
                f" '{narrower}', of which neither holds the other"
            )
    return subjects


def _level(root: Level, chain: list[str]) -> Level:
    level = root
    for name in chain:
        below = next((each for each in level.below if each.name == name), None)
        if below is None:
            below = Level(name)
            level.below.append(below)
        level = below
    return level
