"""Which packs and components a run reports on: `-k`, `--lf`, `--changed-since`, `-x`.

All packs are always checked, so cross-pack answers never depend on what is asked for; these only
choose what is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.checking.keywords import compile_keywords
from attune_packkit.checking.result import PackResult
from attune_packkit.diagnostics import Severity
from attune_packkit.model import refs
from attune_packkit.outcomes import Across, Outcome
from attune_packkit.sources.local import Found


class Restriction(Struct, frozen=True):
    """What to report: packs by root, and in them components by ref. `notes` say why."""

    roots: frozenset[str]
    names: Callable[[str], bool] | None = None
    notes: tuple[str, ...] = ()

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
    """Combine the wishes of one run. `failed` are the roots that failed last time, if wanted."""
    roots = {each.root for each in found}
    notes: list[str] = []
    if failed is not None:
        again = roots & set(failed)
        notes.append(
            _packs(len(again), "failed last time") if again else "no pack failed last time"
        )
        roots = again or roots
    if changed_since:
        affected = _affected(found, outcomes, across, changed_since)
        notes.append(_packs(len(affected), f"affected by changes since {changed_since}"))
        roots &= affected
    if not keyword:
        return Restriction(frozenset(roots), None, tuple(notes))
    matches = compile_keywords(keyword)
    roots &= {
        each.root
        for each, outcome in zip(found, outcomes, strict=True)
        if any(map(matches, outcome.refs.values()))
    }
    return Restriction(frozenset(roots), matches, tuple(notes))


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


def complete(names: Iterable[str], known: Mapping[str, str]) -> bool:
    """Tell whether every pack that is named is in the run. `known` has the pack refs as keys."""
    return all(name in known or refs.owner(name, known) for name in names)


def _affected(
    found: Sequence[Found], outcomes: Sequence[Outcome], across: Across, revision: str
) -> set[str]:
    """Return the roots of packs that changed, and of those that depend on them, however far."""
    from attune_packkit.sources.changes import changed_files

    changed: set[str] = set()
    files: dict[str, set[str]] = {}
    for each in found:
        parent = each.root.rpartition("/")[0] or "/"
        if parent not in files:
            files[parent] = changed_files(each.root, revision)
        if any(file.startswith(each.root + "/") for file in files[parent]):
            changed.add(each.root)
    roots = {outcome.ref: each.root for each, outcome in zip(found, outcomes, strict=True)}
    users: dict[str, set[str]] = {}
    for ref, names in across.depends_on.items():
        for name in names:
            owner = name if name in roots else refs.owner(name, roots)
            if owner is not None and owner != ref:
                users.setdefault(roots[owner], set()).add(roots[ref])
    pending = list(changed)
    while pending:
        for user in users.get(pending.pop(), set()) - changed:
            changed.add(user)
            pending.append(user)
    return changed


def _packs(count: int, what: str) -> str:
    return f"{count} pack{'' if count == 1 else 's'} {what}"
