"""Where the values of a workflow spread to: which variables hold them at each point.

A forward analysis along the transitions, with bit sets: what a transition publishes from a value
holds it from there on, until another value is published under the same name. Everything is decided
for the author: what another branch publishes does not count, nor what a transition without a
target publishes when it need not be taken, nor a field beside the one that holds the value.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from attune_packkit.expressions.nodes import Array, Binary, Call, Conditional, Filter, Name, Node
from attune_packkit.expressions.template import Template
from attune_packkit.model.schema import Schema
from attune_packkit.model.transitions import Transition
from attune_packkit.model.workflow import Task
from attune_packkit.spans import Pointer
from attune_packkit.workflows.names import WHOLE, Names
from attune_packkit.workflows.paths import Path, path_of
from attune_packkit.workflows.sites import Site, value_of

Sources = frozenset[tuple[str, ...]]
"""The paths that give the values in question, wherever they are read."""

MAX_VISITS = 20
"""Of each task, on average; beyond, what is not known yet is left out."""

_ROOTS = frozenset({"workflow", "vars", "variables"})
_JOINING = frozenset({"+", "~", "or", "and"})
_PASSING = frozenset({"default", "d", "trim", "string", "b64encode", "to_json", "tojson", "upper"})
_FUNCTIONS = frozenset({"string", "trim", "upper", "lower", "join", "replace", "reversed"})


class Held(Struct, frozen=True):
    """What a site hands on: the path as it is read there, and the one the value comes from."""

    path: str
    origin: str


class _Setting(Struct, frozen=True):
    """Something set in a variable, or in a field of it, from the paths that it reads."""

    bit: int
    name: str
    below: tuple[str, ...]
    site: Site
    reads: tuple[Path, ...]


class Spread(Struct):
    """Tells of one workflow which values of the sources a site hands on.

    `before` holds for each task the bits of the settings that hold one when it starts.
    """

    names: Names
    sources: Sources
    results: bool = True
    before: dict[int, int] = field(default_factory=dict)
    end: int = 0
    _origins: dict[int, str] = field(default_factory=dict)
    _bits: dict[str, dict[tuple[str, ...], int]] = field(default_factory=dict)

    def handed_on(self, site: Site) -> Iterator[Held]:
        """Yield what a site hands on."""
        for path in handed_on(site.template):
            origin = self._direct(path, site) or self._through(path, self._at(site))
            if origin:
                yield Held(written(path), origin)

    def _at(self, site: Site) -> int:
        if site.moment == "end":
            return self.end
        number = self.names.number(site.task.name) if site.task else None
        return 0 if number is None else self.before.get(number, 0)

    def _direct(self, path: Path, site: Site) -> str:
        """Return the source that a path is or begins with; "" if it is none."""
        names = path.names
        if path.called:
            return self._of_result(path, site) if names[0] == "result" else ""
        if self.names.is_variable(names[0]) and names[:1] in self.sources:
            return ""
        size = reaches(names, self.sources)
        return ".".join(names[:size]) or self._of_result(path, site)

    def _of_result(self, path: Path, site: Site) -> str:
        """Return the path if it reads what an action of the pack declares as a secret."""
        task, steps = self._task_of(path, site)
        if not self.results or task is None or not steps:
            return ""
        schema: Schema | None = self.names.results(task.action)
        found = schema.fields.get(steps[0]) if schema else None
        return written(path) if found is not None and found.secret else ""

    def _task_of(self, path: Path, site: Site) -> tuple[Task | None, tuple[str, ...]]:
        """Return the task whose result a path reads, and the steps into that."""
        steps = path.names
        if path.called:
            return site.task, steps[1:]
        if len(steps) > 1 and steps[0] in ("task", "tasks"):
            steps = steps[1:]
        elif steps[1:2] != ("output",):
            return None, ()
        number = self.names.number(steps[0])
        below = steps[2:] if steps[1:2] and steps[1] in WHOLE else steps[1:]
        return (None if number is None else self.names.flow.graph.tasks[number]), below

    def _through(self, path: Path, held: int) -> str:
        """Return the source of what a variable holds; "" if it holds none, or only beside this."""
        if not held or path.called:
            return ""
        steps = path.names[1:] if path.names[0] in _ROOTS else path.names
        for below, bits in self._bits.get(steps[0], {}).items() if steps else ():
            found = held & bits
            if found and steps[1 : 1 + len(below)] == below:
                return self._origins[found & -found]
        return ""

    def follow(self, sites: Iterable[Site]) -> Spread:
        """Work out what the variables hold, and return itself."""
        settings = list(_settings(self.names, sites))
        for setting in settings:
            bits = self._bits.setdefault(setting.name, {})
            bits[setting.below] = bits.get(setting.below, 0) | setting.bit
        if any(self._direct(path, each.site) for each in settings for path in each.reads):
            _Analysis(self).run(settings)
        return self

    def gains(self, setting: _Setting, held: int) -> int:
        """Return the bit of a setting if it is given a value of the sources."""
        for path in setting.reads:
            origin = self._direct(path, setting.site) or self._through(path, held)
            if origin:
                self._origins.setdefault(setting.bit, origin)
                return setting.bit
        return 0

    def of(self, name: str) -> int:
        """Return the bits of all that is set in a variable."""
        return sum(self._bits.get(name, {}).values())


class _Analysis:
    def __init__(self, spread: Spread) -> None:
        self._spread = spread
        self._graph = spread.names.flow.graph
        self._fates = spread.names.flow.fates
        self._set_by: dict[tuple[int, str], list[_Setting]] = {}
        self._kept: dict[str, int] = {}

    def run(self, settings: list[_Setting]) -> None:
        held = 0
        for setting in settings:
            if setting.site.transition is None:
                held |= self._spread.gains(setting, held)
            else:
                key = id(setting.site.transition), setting.name
                self._set_by.setdefault(key, []).append(setting)
        if self._spread.names.flow.implicit:
            self._in_order(held)
        else:
            self._along_edges(held)

    def _in_order(self, held: int) -> None:
        before = self._spread.before
        for number, task in enumerate(self._graph.tasks):
            before[number] = held
            for transition in task.transitions:
                held = self._after(transition, held)
        self._spread.end = held

    def _along_edges(self, first: int) -> None:
        before = self._spread.before
        pending = deque(self._graph.entry_points)
        before.update(dict.fromkeys(pending, first))
        for _ in range(MAX_VISITS * len(self._graph.tasks)):
            if not pending:
                break
            number = pending.popleft()
            for target, held in self._leaving(number, before[number]):
                known = before.get(target)
                if known is None or held & ~known:
                    before[target] = held | (known or 0)
                    pending.append(target)
        for number, held in before.items():
            if not self._graph.outgoing[number]:
                self._spread.end |= self._ending(self._graph.tasks[number], held)

    def _leaving(self, number: int, held: int) -> Iterator[tuple[int, int]]:
        """Yield where a task leads to, and what is held there."""
        task = self._graph.tasks[number]
        for edge in self._graph.outgoing[number]:
            beside = self._beside(task, edge.transition, held)
            yield edge.target, self._after(edge.transition, held) | beside
        for inner in self._graph.containers.get(number, ()):
            yield inner, held

    def _beside(self, task: Task, taken: Transition, held: int) -> int:
        """Return what transitions without a target publish that are taken together with another."""
        found = 0
        outcomes = self._fates[id(taken)].possible
        for other in task.transitions:
            fits = self._fates[id(other)].certain
            if not other.targets and outcomes <= fits:
                found |= self._after(other, held) & ~held
        return found

    def _ending(self, task: Task, held: int) -> int:
        """Return what is held when nothing follows a task."""
        found = held if not task.transitions else 0
        for transition in task.transitions:
            found |= self._after(transition, held)
        return found

    def _after(self, transition: Transition, held: int) -> int:
        """Return what is held once a transition has published what it publishes."""
        for publish in transition.publish:
            gained = 0
            for setting in self._set_by.get((id(transition), publish.name), ()):
                gained |= self._spread.gains(setting, held)
            if publish.name not in self._kept:
                self._kept[publish.name] = ~self._spread.of(publish.name)
            held = (held & self._kept[publish.name]) | gained
        return held


def reaches(path: tuple[str, ...], sources: Sources) -> int:
    """Return how many steps of a path name one of the sources; 0 if none do."""
    return next((size for size in range(1, len(path) + 1) if path[:size] in sources), 0)


def written(path: Path) -> str:
    """Return a path as it may be written."""
    root = f"{path.root.name}()" if path.called else path.root.name
    return ".".join((root, *path.names[1:]))


def handed_on(template: Template) -> Iterator[Path]:
    """Yield the paths whose values become part of what a template gives."""
    for expression in template.expressions:
        pending: list[Node] = [] if expression.node is None else [expression.node]
        while pending:
            node = pending.pop()
            path = path_of(node)
            if path is not None and not (path.called and _passes(node)):
                if not path.dynamic:
                    yield path
            else:
                pending += _parts(node)


def _passes(node: Node) -> bool:
    return isinstance(node, Call) and _name(node) in _FUNCTIONS


def _name(node: Call) -> str:
    return node.function.name if isinstance(node.function, Name) else ""


def _parts(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node whose values it hands on, the last one first."""
    match node:
        case Call():
            return node.arguments[::-1] if _passes(node) else ()
        case Filter(value, name) if name in _PASSING:
            return (value,)
        case Binary(operator, left, right) if operator in _JOINING:
            return (right, left)
        case Conditional(_, then, otherwise):
            return (then,) if otherwise is None else (otherwise, then)
        case Array(items):
            return items[::-1]
    return ()


def _settings(names: Names, sites: Iterable[Site]) -> Iterator[_Setting]:
    """Yield what sets variables from templates."""
    count = 0
    for site in sites:
        if not site.publishes or site.moment == "end":
            continue
        base = _base(names, site)
        if base is not None:
            below = tuple(map(str, site.place.pointer[len(base) :]))
            yield _Setting(1 << count, site.publishes, below, site, tuple(handed_on(site.template)))
            count += 1


def _base(names: Names, site: Site) -> Pointer | None:
    """Return where the value stands that a site is part of."""
    if site.transition is None:
        variable = names.variables.get(site.publishes)
        return value_of(variable).pointer if variable else None
    places = (each.place.pointer for each in site.transition.publish)
    own = site.place.pointer
    return next((place for place in places if own[: len(place)] == place), None)
