"""Workflows that run each other in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from attune_packkit.dependencies.cycles import cycles
from attune_packkit.model.summary import Call


class Circle(Struct, frozen=True):
    """The refs of workflows each of which runs the next, the last the first again.

    `certain`: nothing decides on any of the calls.
    """

    refs: tuple[str, ...]
    certain: bool


class WorkflowCircles:
    """The circles of a pack set, by the workflow that each is told from."""

    def __init__(self, calls: Iterable[Call]) -> None:
        written = [call for call in calls if call.task]
        self._possible = _circles(written, lambda call: True)
        self._certain = _circles(written, lambda call: call.certain)

    def through(self, call: Call) -> Circle | None:
        """Return the circle that a call closes or starts, told from its workflow; else None."""
        source, ref = call.target.source, call.target.ref
        if not call.task:
            return None
        if ref == source:
            return Circle((ref,), call.certain)
        for circles, certain in ((self._certain, True), (self._possible, False)):
            circle = circles.get(source)
            if circle is not None and circle[1] == ref and call.certain >= certain:
                return Circle(circle, certain)
        return None


def _circles(calls: Iterable[Call], wanted: Callable[[Call], bool]) -> dict[str, tuple[str, ...]]:
    edges: dict[str, list[str]] = {}
    for call in calls:
        if wanted(call):
            edges.setdefault(call.target.source, []).append(call.target.ref)
    return {circle[0]: circle for circle in cycles(edges)}
