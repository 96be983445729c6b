"""Which packs and components a run reports on: `-k`, `--lf`, `--changed-since`, `-x`.

All packs are always checked, so cross-pack answers never depend on what is asked for; these only
choose what is reported.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit import digest
from attune_packkit.checking.keywords import compile_keywords
from attune_packkit.checking.result import PackResult
from attune_packkit.checking.selection import Selection, exit_code
from attune_packkit.diagnostics import Severity
from attune_packkit.errors import ExitCode, UsageError
from attune_packkit.model import refs
from attune_packkit.model.kinds import MANIFEST
from attune_packkit.outcomes import Across, Outcome
from attune_packkit.phrases import counted
from attune_packkit.sources.local import Found
from attune_packkit.store import Store
from attune_packkit.suggest import very_near


class Restriction(Struct, frozen=True):
    """What to report: packs by root, and in them components by ref. `notes` say why.

    `unmatched`: no component of any pack has a ref that `names` takes.
    """

    roots: frozenset[str]
    names: Callable[[str], bool] | None = None
    notes: tuple[str, ...] = ()
    unmatched: bool = False

    def keeps(self, outcome: Outcome, path: str) -> bool:
        """Tell whether diagnostics of a file are reported."""
        return self.names is None or self.names(outcome.refs.get(path, outcome.ref))


def restrict(
    found: Sequence[Found],
    outcomes: Sequence[Outcome],
    across: Across,
    *,
    keyword: str = "",
    failed: Iterable[str] | None = None,
    changed_since: str = "",
) -> Restriction:
    """Combine all restrictions of one run; `failed` are the roots that failed last time."""
    roots = {each.root for each in found}
    notes: list[str] = []
    if failed is not None:
        again = roots & set(failed)
        how_many = counted(len(again), "pack") if again else "no pack"
        notes.append(f"{how_many} failed last time")
        roots = again or roots
    if changed_since:
        affected = _affected(found, outcomes, across, changed_since)
        notes.append(f"{counted(len(affected), 'pack')} affected by changes since {changed_since}")
        roots &= affected
    if not keyword:
        return Restriction(frozenset(roots), None, tuple(notes))
    matches = compile_keywords(keyword)
    matched = {
        each.root
        for each, outcome in zip(found, outcomes, strict=True)
        if any(map(matches, outcome.refs.values()))
    }
    return Restriction(frozenset(roots & matched), matches, tuple(notes), not matched)


class LastFailed:
    """Remembers which packs of a set failed, for `--lf`."""

    def __init__(self, store: Store | None, found: Sequence[Found]) -> None:
        self._store = store
        self._roots = {each.path: each.root for each in found}

    def recall(self) -> list[str]:
        """Return the roots that failed. Raises `UsageError` without a cache."""
        if self._store is None:
            raise UsageError("--lf needs the cache, which is off", hint="what failed is kept there")
        data = self._store.get(self._name())
        return [] if data is None else list(marshal.loads(data))  # noqa: S302 - runs no code

    def remember(
        self, packs: Iterable[PackResult], selection: Selection, restriction: Restriction
    ) -> None:
        """Add the packs that failed now; those that were reported and did not, are forgotten."""
        if self._store is None:
            return
        before = self.recall()
        kept = {root for root in before if root not in restriction.roots}
        failing = {
            self._roots[pack.path]
            for pack in packs
            if exit_code([pack], selection) is not ExitCode.OK
        }
        after = sorted(kept | failing)
        if after != before:
            self._store.put(self._name(), marshal.dumps(after))

    def _name(self) -> str:
        return digest.of_parts(tuple(self._roots.values())) + "-failed"


def first_failure(packs: Iterable[PackResult], least: Severity | None) -> tuple[PackResult, ...]:
    """Cut the results after the first diagnostic that fails the run."""
    kept: list[PackResult] = []
    for pack in packs:
        failing = [
            index
            for index, each in enumerate(pack.reported)
            if least is not None and each.severity >= least
        ]
        if failing:
            return (*kept, replace(pack, reported=pack.reported[: failing[0] + 1]))
        kept.append(pack)
    return tuple(kept)


def unfollowed(links: Iterable[str], found: Sequence[Found]) -> Iterator[str]:
    """Yield a note for each link to a pack that was met and is not checked by another path."""
    roots = {each.root for each in found}
    for link in links:
        if os.path.realpath(link) not in roots:
            yield f"'{link}' is a link to a pack and was not followed: name it to check it"


def misspelt(names: Iterable[str], outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield a note for each pack that `per-pack-ignore` names and that seems to be misspelt."""
    known = {outcome.ref for outcome in outcomes}
    for name in names:
        meant = very_near(name, known) if name not in known else ""
        if meant:
            yield f"per-pack-ignore: no pack here is called '{name}'; did you mean '{meant}'?"


def complete(names: Iterable[str], known: Mapping[str, str]) -> bool:
    """Tell whether every pack that is named is in the run. `known` has the pack refs as keys."""
    return all(name in known or refs.owner(name, known) for name in names)


def _affected(
    found: Sequence[Found], outcomes: Sequence[Outcome], across: Across, revision: str
) -> set[str]:
    """Return the roots of packs that changed, and of those that depend on them, however far.

    A pack that is gone, or has another ref now, still has those that depend on its old ref.
    """
    from attune_packkit.sources.changes import Changes

    changes = Changes(revision)
    roots = {outcome.ref: each.root for each, outcome in zip(found, outcomes, strict=True)}
    changed = {each.root for each in found if changes.touched(each.root)}
    gone = {ref: ref for ref in _refs(changes.former(MANIFEST)) if ref not in roots}
    users = _users(across, roots, {**roots, **gone})
    for ref in gone:
        changed |= users.get(ref, set())
    pending = list(changed)
    while pending:
        for user in users.get(pending.pop(), set()) - changed:
            changed.add(user)
            pending.append(user)
    return changed


def _users(
    across: Across, roots: Mapping[str, str], owners: Mapping[str, str]
) -> dict[str, set[str]]:
    """Return for each value of `owners` the roots of the packs that depend on its ref."""
    users: dict[str, set[str]] = {}
    for ref, names in across.depends_on.items():
        for name in names:
            owner = name if name in owners else refs.owner(name, owners)
            if owner is not None and owner != ref:
                users.setdefault(owners[owner], set()).add(roots[ref])
    return users


def _refs(manifests: Iterable[bytes]) -> Iterator[str]:
    """Yield the refs of packs by their manifests."""
    from attune_packkit.documents.reader import read

    for data in manifests:
        value = read(MANIFEST, data).value
        ref = value.get("ref") if isinstance(value, dict) else None
        if isinstance(ref, str):
            yield ref
