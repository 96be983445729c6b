"""Choose one version of every pack that is needed, or say in words why there is no choice.

Pure over the candidates it is given, and deterministic: for each pack the first candidate that
fits is tried first, so their order is the preference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from attune_packkit.dependencies.analysis import Need
from attune_packkit.dependencies.constraints import allows
from attune_packkit.escaping import shown
from attune_packkit.knots import knots
from attune_packkit.phrases import listed

if TYPE_CHECKING:
    from resolvelib.providers import AbstractProvider

MAX_ROUNDS = 10_000
"""Versions that are tried and withdrawn; only an index made for the purpose needs more."""

MAX_SHOWN = 8
"""Versions or wishes that a conflict lists."""


class Candidate(Struct, frozen=True):
    """One version of a pack that could be used. `origin` tells in words where it is.

    `place` is its folder or the name of its index. `accepts_all` marks a pack whose version nobody
    knows and that is taken for the right one.
    """

    ref: str
    version: str
    needs: tuple[Need, ...] = ()
    origin: str = ""
    place: str = ""
    accepts_all: bool = False

    @property
    def title(self) -> str:
        """Ref and version."""
        return f"{self.ref} {self.version}".strip()

    def fits(self, need: Need) -> bool:
        """Tell whether the version is one that is wanted."""
        return self.accepts_all or allows(need.constraint, self.version)


Find: TypeAlias = Callable[[str], Sequence[Candidate]]


class Resolution(Struct, frozen=True):
    """One candidate of every pack needed, in the order of installation: what is needed comes first.

    `cycles` are the sets of packs that need each other, so that no order is right.
    """

    chosen: tuple[Candidate, ...]
    cycles: tuple[tuple[str, ...], ...]


class Wish(Struct, frozen=True):
    """What somebody wants of a pack; `who` is ref and version of a candidate, "" for the user."""

    who: str
    need: Need

    @property
    def takes_all(self) -> bool:
        """Whether any version will do."""
        return self.need.constraint in ("", "*")

    def sentence(self) -> str:
        """Say who wants what."""
        version = "any version" if self.takes_all else shown(self.need.constraint)
        return f"{self.who or 'you'} want{'s' if self.who else ''} {version}"


class Clash(Struct, frozen=True):
    """Wishes for one pack that cannot be fulfilled together, and what there is."""

    ref: str
    wishes: tuple[Wish, ...]
    candidates: tuple[Candidate, ...]

    def sentence(self) -> str:
        """Say who wants what, and what exists."""
        choosy = [wish for wish in self.wishes if not wish.takes_all]
        wishes = listed(choosy or self.wishes, MAX_SHOWN, Wish.sentence)
        ref = shown(self.ref)
        if not self.candidates:
            return f"no pack {ref} is known; {wishes}"
        known = listed([f"{each.version} ({each.origin})" for each in self.candidates], MAX_SHOWN)
        suits = any(all(each.fits(wish.need) for wish in self.wishes) for each in self.candidates)
        trouble = f"{ref} clashes with the rest" if suits else f"no version of {ref} suits"
        return f"{trouble}: {wishes}; there is {known}"


class ConflictError(Exception):
    """There is no choice; `clashes` tell why, by ref."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__("; ".join(clash.sentence() for clash in clashes))
        self.clashes = tuple(clashes)


class TooHardError(Exception):
    """The search for versions was given up after `MAX_ROUNDS`."""


def resolve(wanted: Iterable[Need], find: Find, fixed: Iterable[Candidate] = ()) -> Resolution:
    """Choose a candidate for every pack `wanted` and for what they need in turn.

    `find` gives the candidates of a ref, the preferred ones first. Those that are `fixed` are
    chosen in any case, and no other of their refs. Raises `ConflictError` or `TooHardError`.
    """
    from resolvelib import BaseReporter, ResolutionImpossible, ResolutionTooDeep
    from resolvelib.resolvers import Resolution as Search

    known = _Known(find, fixed)
    wishes = [*(Wish("", need) for need in wanted), *known.wishes()]
    known.refuse(wishes)
    roots = list(dict.fromkeys(w.need for w in wishes if w.need.ref not in known.fixed))
    search: Search[Need, Candidate, str] = Search(_provider(known), BaseReporter())
    try:
        found = search.resolve(roots, max_rounds=MAX_ROUNDS).mapping
    except ResolutionImpossible as error:
        raise ConflictError(list(_clashes(error.causes, known, wishes))) from None
    except ResolutionTooDeep:
        raise TooHardError(f"gave up after {MAX_ROUNDS} attempts") from None
    return _ordered(_reached({**found, **known.fixed}, (wish.need.ref for wish in wishes)))


class _Known:
    """The candidates of each ref, asked for once; of a fixed one only itself."""

    def __init__(self, find: Find, fixed: Iterable[Candidate]) -> None:
        self._find = find
        self.fixed = {each.ref: each for each in fixed}
        self._found: dict[str, tuple[Candidate, ...]] = {
            ref: (each,) for ref, each in self.fixed.items()
        }

    def __call__(self, ref: str) -> tuple[Candidate, ...]:
        if ref not in self._found:
            self._found[ref] = tuple(self._find(ref))
        return self._found[ref]

    def wishes(self) -> Iterator[Wish]:
        """Yield that the fixed ones are wanted, and what they want."""
        for each in self.fixed.values():
            yield Wish("", Need(each.ref, "*", ""))
            yield from (Wish(each.title, need) for need in each.needs)

    def refuse(self, wishes: Iterable[Wish]) -> None:
        """Raise `ConflictError` if a fixed one is not what is wanted of it."""
        clashing: dict[str, dict[Wish, None]] = {}
        for wish in wishes:
            held = self.fixed.get(wish.need.ref)
            if held is not None and not held.fits(wish.need):
                clashing.setdefault(held.ref, {})[wish] = None
        if clashing:
            raise ConflictError(
                [Clash(ref, tuple(found), self(ref)) for ref, found in sorted(clashing.items())]
            )


def _provider(known: _Known) -> AbstractProvider[Need, Candidate, str]:
    from resolvelib.providers import AbstractProvider

    class Provider(AbstractProvider[Need, Candidate, str]):
        def identify(self, requirement_or_candidate: Need | Candidate) -> str:
            return requirement_or_candidate.ref

        def get_preference(
            self,
            identifier: str,
            resolutions: Mapping[str, Candidate],
            candidates: Mapping[str, Iterator[Candidate]],
            information: Mapping[str, Iterator[Any]],
            backtrack_causes: Sequence[Any],
        ) -> tuple[bool, int, str]:
            blamed = any(identifier == each.requirement.ref for each in backtrack_causes)
            return not blamed, len(known(identifier)), identifier

        def find_matches(
            self,
            identifier: str,
            requirements: Mapping[str, Iterator[Need]],
            incompatibilities: Mapping[str, Iterator[Candidate]],
        ) -> list[Candidate]:
            needs = list(requirements[identifier])
            refused = list(incompatibilities[identifier])
            return [
                each
                for each in known(identifier)
                if each not in refused and all(map(each.fits, needs))
            ]

        def is_satisfied_by(self, requirement: Need, candidate: Candidate) -> bool:
            return candidate.fits(requirement)

        def get_dependencies(self, candidate: Candidate) -> tuple[Need, ...]:
            return () if candidate.ref in known.fixed else candidate.needs

    return Provider()


def _reached(chosen: Mapping[str, Candidate], roots: Iterable[str]) -> dict[str, Candidate]:
    """Leave out packs that were tried during the search and that no chosen pack needs.

    resolvelib does so too, but never ends if some of that needs each other.
    """
    found: dict[str, Candidate] = {}
    pending = list(roots)
    while pending:
        ref = pending.pop()
        if ref not in found:
            found[ref] = chosen[ref]
            pending += (need.ref for need in chosen[ref].needs)
    return found


def _ordered(chosen: Mapping[str, Candidate]) -> Resolution:
    graph = {ref: sorted({need.ref for need in chosen[ref].needs}) for ref in sorted(chosen)}
    order = [sorted(knot) for knot in knots(graph)]
    return Resolution(
        tuple(chosen[ref] for knot in order for ref in knot),
        tuple(sorted(tuple(knot) for knot in order if len(knot) > 1)),
    )


def _clashes(causes: Iterable[Any], known: _Known, wishes: Sequence[Wish]) -> Iterator[Clash]:
    """Return the wishes that contradict each other; a cause without a parent is the user's wish."""
    by_ref: dict[str, dict[Wish, None]] = {}
    for cause in causes:
        need = cause.requirement
        if cause.parent is None:
            found = [wish for wish in wishes if wish.need == need]
        else:
            found = [Wish(cause.parent.title, need)]
        by_ref.setdefault(need.ref, {}).update(dict.fromkeys(found))
    for ref, told in sorted(by_ref.items()):
        yield Clash(ref, tuple(sorted(told, key=lambda wish: wish.who)), known(ref))
