"""Which lines go back, and on which layer each box stands."""

from __future__ import annotations

from collections.abc import Sequence

from attune_packkit.sitegen.graph.geometry import Line


def returning(boxes: int, lines: Sequence[Line]) -> list[bool]:
    """Tell for each line whether it leads back, as a line from a box to itself does too.

    A search in depth, in written order, from where nothing leads to; without those lines there is
    no cycle left.
    """
    leaving: list[list[int]] = [[] for _ in range(boxes)]
    reached = [False] * boxes
    for number, line in enumerate(lines):
        leaving[line.source].append(number)
        if line.target != line.source:
            reached[line.target] = True
    back = [line.source == line.target for line in lines]
    state = [0] * boxes
    for start in [*(box for box in range(boxes) if not reached[box]), *range(boxes)]:
        if not state[start]:
            _search(start, lines, leaving, state, back)
    return back


def _search(
    start: int,
    lines: Sequence[Line],
    leaving: list[list[int]],
    state: list[int],
    back: list[bool],
) -> None:
    """Go from box to box; the state of a box is 1 while it is on the way, and then 2."""
    state[start] = 1
    path = [(start, iter(leaving[start]))]
    while path:
        box, rest = path[-1]
        for number in rest:
            target = lines[number].target
            if state[target] == 1:
                back[number] = True
            elif not state[target]:
                state[target] = 1
                path.append((target, iter(leaving[target])))
                break
        else:
            state[box] = 2
            path.pop()


def layers(boxes: int, lines: Sequence[Line]) -> list[int]:
    """Return the layer of each box: one below the lowest of those that lead to it.

    The lines form no cycle.
    """
    found = [0] * boxes
    waiting = [0] * boxes
    leaving: list[list[int]] = [[] for _ in range(boxes)]
    for line in lines:
        leaving[line.source].append(line.target)
        waiting[line.target] += 1
    ready = [box for box in range(boxes) if not waiting[box]]
    for box in ready:
        for target in leaving[box]:
            found[target] = max(found[target], found[box] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return found
