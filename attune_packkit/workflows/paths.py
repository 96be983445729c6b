"""The paths that an expression reads: a name, and what is taken out of it step by step."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.diagnostics import Place
from attune_packkit.expressions.nodes import (
    Attribute,
    Binary,
    Call,
    Filter,
    Index,
    Literal,
    Name,
    Node,
    Test,
    children,
)
from attune_packkit.expressions.template import Template
from attune_packkit.model.field_uses import FieldUse


class Step(Struct, frozen=True):
    """One member or index taken, with the offsets of its name."""

    name: str
    start: int
    end: int


class Path(Struct, frozen=True):
    """`task.weigh.result.kg`: a root and steps, as far as they are written out.

    `called`: the root is a function's result. `dynamic`: what follows the steps is computed.
    `guarded`: the expression allows for its absence. `compared`: it is held against null.
    """

    root: Step
    steps: tuple[Step, ...]
    called: bool = False
    dynamic: bool = False
    guarded: bool = False
    compared: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The root and the steps, as text."""
        return (self.root.name, *(step.name for step in self.steps))

    @property
    def end(self) -> int:
        """Where the last step ends."""
        return self.steps[-1].end if self.steps else self.root.end

    def step(self, index: int) -> str:
        """Return the name of a step; "" if there are fewer."""
        return self.steps[index].name if index < len(self.steps) else ""


def paths(template: Template) -> list[Path]:
    """Return the paths of a template in the order in which they stand there.

    A path that is tested with `is defined` or has a default somewhere is guarded everywhere.
    """
    found = [
        path
        for expression in template.expressions
        if expression.node is not None
        for path in _within(expression.node)
    ]
    guards = {path.names for path in found if path.guarded}
    if guards:
        found = [path if path.guarded else _guarded(path, guards) for path in found]
    return sorted(found, key=lambda path: path.root.start)


def path_of(node: Node) -> Path | None:
    """Return the path that a node is, without regard to what surrounds it."""
    steps: list[Step] = []
    dynamic = False
    while isinstance(node, Attribute | Index):
        step = step_of(node)
        if step is None:
            steps, dynamic = [], True
        else:
            steps.append(step)
        node = node.value
    steps.reverse()
    if isinstance(node, Name):
        return Path(Step(node.name, node.start, node.end), tuple(steps), dynamic=dynamic)
    if isinstance(node, Call) and isinstance(node.function, Name):
        name = node.function
        root = Step(name.name, name.start, name.end)
        return Path(root, tuple(steps), called=True, dynamic=dynamic)
    return None


def field_use(kind: str, ref: str, steps: tuple[Step, ...], place: Place) -> FieldUse:
    """Return the record of what is read from the result or payload of a component."""
    names = tuple(step.name for step in steps)
    offsets = tuple((step.start, step.end) for step in steps)
    return FieldUse(kind, ref, names, offsets, place)


def _guarded(path: Path, guards: set[tuple[str, ...]]) -> Path:
    names = path.names
    known = any(names[:size] in guards for size in range(1, len(names) + 1))
    return replace(path, guarded=True) if known else path


def step_of(node: Attribute | Index) -> Step | None:
    """Return the step that a node takes; None if the index is computed."""
    if isinstance(node, Attribute):
        return Step(node.name, node.at, node.at + len(node.name))
    key = node.key
    if isinstance(key, Literal) and isinstance(key.value, str):
        return Step(key.value, key.start, key.end)
    if isinstance(key, Literal) and type(key.value) is int:
        return Step(str(key.value), key.start, key.end)
    return None


def _within(root: Node) -> Iterator[Path]:
    """Yield the longest paths in a tree."""
    pending: list[tuple[Node, bool, bool]] = [(root, False, False)]
    while pending:
        node, guarded, compared = pending.pop()
        path = path_of(node)
        if path is not None:
            plain = not (guarded or compared)
            yield path if plain else replace(path, guarded=guarded, compared=compared)
            pending += ((part, False, False) for part in _beside(node))
            continue
        held = _held(node)
        against_null = _against_null(node)
        for part in _parts(node):
            pending.append((part, part is held or guarded, against_null))


def _held(node: Node) -> Node | None:
    """Return the part of a node that may be missing without harm."""
    if isinstance(node, Filter) and node.name in ("default", "d"):
        return node.value
    if isinstance(node, Test) and node.name in ("defined", "undefined"):
        return node.value
    return None


def _against_null(node: Node) -> bool:
    if not isinstance(node, Binary) or node.operator not in ("==", "!="):
        return False
    return any(isinstance(side, Literal) and side.value is None for side in (node.left, node.right))


def _parts(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node that is no path; the name of a method is no field."""
    if isinstance(node, Call) and isinstance(node.function, Attribute):
        return (node.function.value, *node.arguments)
    return children(node)


def _beside(node: Node) -> Iterator[Node]:
    """Yield what stands inside a path besides its root and steps: computed keys and arguments."""
    while isinstance(node, Attribute | Index):
        if isinstance(node, Index):
            yield node.key
        node = node.value
    if isinstance(node, Call):
        yield from node.arguments
