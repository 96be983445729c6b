"""Run checks over one pack, or over the summaries of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attune_packkit import clock, suggest
from attune_packkit.checking import own
from attune_packkit.checking.check import OURS, Check, Input, Layer
from attune_packkit.checking.containment import contained, sound
from attune_packkit.checking.plan import Level, Plan, Runnable
from attune_packkit.diagnostics import Diagnostic, Finding, Place, Severity
from attune_packkit.model.catalog import Catalog
from attune_packkit.model.kinds import MANIFEST
from attune_packkit.model.pack import Pack
from attune_packkit.model.platform import PLATFORM, Platform
from attune_packkit.model.summary import PackSummary
from attune_packkit.model.targets import Target
from attune_packkit.spans import Pointer

MAX_DIAGNOSTICS = {"file": 1_000, "pack": 10_000}
"""How many diagnostics of one severity are reported. Attune stops at 1,000 for a pack.

Each severity has its own limit, so that many infos cannot hide an error.
"""

CRASHED = own.crashed_check.id
TOO_MANY = own.too_many.id


class _Values(dict[str, Any]):
    """The inputs at this point of a run, by name; those that derive from others on demand."""

    def __init__(self, plan: Plan, base: dict[str, Any]) -> None:
        super().__init__(base)
        self._plan = plan

    def __missing__(self, name: str) -> Any:
        source = self._plan.inputs[name]
        try:
            value = self[name] = source.function(*map(self.__getitem__, source.inputs))
        except (KeyboardInterrupt, _InputError):
            raise
        except BaseException as error:
            raise _InputError(source, error) from error
        return value


class _InputError(BaseException):
    """An input failed while a check or another input asked for it."""

    def __init__(self, source: Input, error: BaseException) -> None:
        super().__init__(source, error)
        self.source = source
        self.error = error


class Run:
    """One pass over one pack or pack set. Collects diagnostics and the time each check took."""

    def __init__(self, plan: Plan, levels: dict[Layer, Level], base: dict[str, Any]) -> None:
        self._plan = plan
        self._levels = levels
        self._values = _Values(plan, base)
        self._target: str = base["target"].value
        self._unreadable: set[str] = set()
        self._spoiled: dict[str, set[Pointer]] = {}
        self._told: set[tuple[str, str, str]] = set()
        self._counts: dict[tuple[str, str, Severity], int] = {}
        self.diagnostics: list[tuple[str, Diagnostic]] = []
        self.seconds: dict[str, float] | None = None

    def execute(self) -> list[tuple[str, Diagnostic]]:
        """Run all layers in order; return (pack root, diagnostic) pairs in the order found."""
        suggest.refill()
        pack = self._values.get("pack")
        for layer in Layer:
            root = self._levels[layer]
            self._run(root.about(pack, self._target), None)
            for below in root.below:
                self._fan_out(below, layer)
        return self.diagnostics

    def _fan_out(self, level: Level, layer: Layer) -> None:
        source = self._plan.inputs[level.name]
        stale = self._plan.derived[level.name]
        for subject in self._subjects(source):
            if self._unreadable and layer > Layer.STRUCTURE and self._is_unreadable(subject):
                continue
            self._values[level.name] = subject
            for name in stale:
                self._values.pop(name, None)
            if source.coded:
                self._run(level.coded(subject.code), subject)
            elif level.checks:
                self._run(level.about(subject, self._target), subject)
            for below in level.below:
                self._fan_out(below, layer)
        self._values.pop(level.name, None)
        for name in stale:
            self._values.pop(name, None)

    def _subjects(self, source: Input) -> list[Any]:
        """Return the subjects of an input; one that fails has none, and the run goes on."""
        try:
            if source.source == OURS:
                return list(source.function(*map(self._values.__getitem__, source.inputs)))
            with contained():
                found = list(source.function(*map(self._values.__getitem__, source.inputs)))
                for subject in found:
                    _ask(subject, source)
                return found
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self._crashed("input", source.name, source.source, MANIFEST, error)
            return []

    def _run(self, checks: Runnable, subject: Any) -> None:
        """Run checks on one subject; those that take nothing else get it without a look-up."""
        timed = self.seconds is not None
        value = self._values.__getitem__
        for check, function, alone in checks:
            try:
                found: Iterable[Finding]
                if alone and not timed:
                    found = function(subject)
                elif timed or check.source != OURS:
                    found = self._guarded(check)
                else:
                    found = function(*map(value, check.inputs))
                for each in found:
                    self._add(check, each)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                path = getattr(subject, "path", None) or MANIFEST
                self._crashed("check", check.id, check.source, path, error)

    def _guarded(self, check: Check) -> list[Finding]:
        """Run one check to its end: contained if it is a plugin's, timed if asked."""
        started = clock.elapsed()
        try:
            if check.source == OURS:
                return list(check.function(*map(self._values.__getitem__, check.inputs)))
            with contained():
                found = check.function(*map(self._values.__getitem__, check.inputs))
                return [sound(each) for each in found]
        finally:
            if self.seconds is not None:
                spent = self.seconds.get(check.id, 0.0)
                self.seconds[check.id] = spent + clock.elapsed() - started

    def _is_unreadable(self, subject: Any) -> bool:
        return getattr(subject, "path", None) in self._unreadable

    def _add(self, check: Check, found: Finding) -> None:
        place = found.place
        severity = min(found.severity or check.severity, check.severity)
        if check.layer > Layer.STRUCTURE and place.path in self._unreadable:
            return
        if check.layer > Layer.SCHEMA and self._is_spoiled(place):
            return
        if severity is Severity.ERROR:
            if check.layer is Layer.STRUCTURE:
                self._note_fault(place.path)
            elif check.layer is Layer.SCHEMA:
                self._spoiled.setdefault(place.path, set()).add(place.pointer)
        if self._has_room(place.path, "file", severity) and self._has_room("", "pack", severity):
            self._record(check.id, severity, found)

    def _has_room(self, path: str, whole: str, severity: Severity) -> bool:
        """Count a diagnostic; tell if it is within the limit. Reaching the limit is told once."""
        crowd = (self._owner()[0], path, severity)
        count = self._counts[crowd] = self._counts.get(crowd, 0) + 1
        if count == MAX_DIAGNOSTICS[whole]:
            for cut_off in own.too_many.function(path or MANIFEST, count, whole):
                self._record(TOO_MANY, severity, cut_off)
        return count < MAX_DIAGNOSTICS[whole]

    def _note_fault(self, path: str) -> None:
        """Keep later layers away from a document if an error left nothing of it to read."""
        pack = self._values.get("pack")
        document = pack.documents.get(path) if pack is not None else None
        if document is not None and not (document.readable and document.mapping):
            self._unreadable.add(path)

    def _is_spoiled(self, place: Place) -> bool:
        """Tell whether an earlier layer found an error in the value at or around this place."""
        spoiled = self._spoiled.get(place.path)
        if not spoiled:
            return False
        pointer = place.pointer
        return any(pointer[:size] in spoiled for size in range(1, len(pointer) + 1))

    def _crashed(self, kind: str, name: str, source: str, path: str, error: BaseException) -> None:
        if isinstance(error, _InputError):
            kind, name, source = "input", error.source.name, error.source.source
            if (self._owner()[0], path, name) in self._told:
                return
            self._told.add((self._owner()[0], path, name))
            error = error.error
        for found in own.crashed_check.function(kind, name, source, path, error):
            self._record(CRASHED, Severity.ERROR, found)

    def _record(self, code: str, severity: Severity, found: Finding) -> None:
        root, ref = self._owner()
        self.diagnostics.append((root, found.diagnosed(code, severity, ref)))

    def _owner(self) -> tuple[str, str]:
        pack = self._values.get("pack")
        if pack is not None:
            return pack.tree.root, pack.ref
        summary = self._values.get("summary")
        return (summary.root, summary.ref) if summary is not None else ("", "")


def _ask(subject: Any, source: Input) -> None:
    """Read the properties of a plugin's subject that choose its checks, while errors are caught."""
    frozenset(getattr(subject, "words", ()))
    hash(getattr(subject, "path", None))
    if source.coded:
        hash(subject.code)


def check_pack(
    plan: Plan,
    pack: Pack,
    target: Target,
    *,
    platform: Platform = PLATFORM,
    infos: bool = True,
    seconds: dict[str, float] | None = None,
) -> list[Diagnostic]:
    """Run the per-pack pass: everything that needs only this pack's bytes.

    Without `infos`, checks that report nothing else are left out.
    """
    levels = (plan.every if infos else plan.loud).local
    run = Run(plan, levels, {"pack": pack, "target": target, "platform": platform})
    run.seconds = seconds
    return [diagnostic for _, diagnostic in run.execute()]


def check_across(
    plan: Plan,
    summaries: Iterable[PackSummary],
    target: Target,
    *,
    platform: Platform = PLATFORM,
    infos: bool = True,
    seconds: dict[str, float] | None = None,
) -> Iterator[tuple[str, Diagnostic]]:
    """Run the cross-pack pass over summaries; yield (pack root, diagnostic)."""
    packs = tuple(summaries)
    base = {
        "packs": packs,
        "catalog": Catalog(packs, platform),
        "target": target,
        "platform": platform,
    }
    run = Run(plan, (plan.every if infos else plan.loud).across, base)
    run.seconds = seconds
    yield from run.execute()
