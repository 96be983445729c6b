"""Run checks over one pack, or over the summaries of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attune_packkit import clock
from attune_packkit.checking.check import Check, Input, Layer
from attune_packkit.checking.containment import contained
from attune_packkit.checking.plan import Level, Plan
from attune_packkit.diagnostics import Diagnostic, Finding, Place, Severity
from attune_packkit.model.catalog import Catalog
from attune_packkit.model.pack import MANIFEST, Pack
from attune_packkit.model.summary import PackSummary
from attune_packkit.model.targets import Target
from attune_packkit.spans import Pointer

MAX_DIAGNOSTICS = 1_000
"""Per file and run; Attune's own limit for a pack."""

CRASHED = "internal.check_crashed"
TOO_MANY = "limits.diagnostics"


class Run:
    """One pass over one pack or pack set. Collects diagnostics and the time each check took."""

    def __init__(self, plan: Plan, levels: dict[Layer, Level], base: dict[str, Any]) -> None:
        self._plan = plan
        self._levels = levels
        self._values = base
        self._unreadable: set[str] = set()
        self._spoiled: dict[str, set[Pointer]] = {}
        self._counts: dict[str, int] = {}
        self.diagnostics: list[tuple[str, Diagnostic]] = []
        self.seconds: dict[str, float] | None = None

    def execute(self) -> list[tuple[str, Diagnostic]]:
        """Run all layers in order; return (pack root, diagnostic) pairs in the order found."""
        for layer in Layer:
            self._visit(self._levels[layer])
        return self.diagnostics

    def _visit(self, level: Level) -> None:
        for check in level.checks:
            self._check(check)
        for below in level.below:
            self._fan_out(below)

    def _fan_out(self, level: Level) -> None:
        source = self._plan.inputs[level.name]
        stale = self._plan.derived[level.name]
        by_code: dict[str, list[Check]] = {}
        for check in level.checks if source.coded else ():
            by_code.setdefault(check.id, []).append(check)
        for subject in self._subjects(source):
            self._values[level.name] = subject
            for name in stale:
                self._values.pop(name, None)
            for check in by_code.get(subject.code, ()) if source.coded else level.checks:
                self._check(check, subject)
            for below in level.below:
                self._fan_out(below)
        self._values.pop(level.name, None)
        for name in stale:
            self._values.pop(name, None)

    def _subjects(self, source: Input) -> Iterable[Any]:
        if source.source == "packkit":
            found: Iterable[Any] = source.function(*map(self._value, source.inputs))
            return found
        try:
            with contained():
                return list(source.function(*map(self._value, source.inputs)))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self._crashed("input", source.name, source.source, MANIFEST, error)
            return ()

    def _value(self, name: str) -> Any:
        if name not in self._values:
            source = self._plan.inputs[name]
            self._values[name] = source.function(*map(self._value, source.inputs))
        return self._values[name]

    def _check(self, check: Check, subject: Any = None) -> None:
        path = getattr(subject, "path", None)
        if path in self._unreadable and check.layer > Layer.STRUCTURE:
            return
        started = clock.elapsed() if self.seconds is not None else 0.0
        try:
            if check.source == "packkit":
                for found in check.function(*map(self._value, check.inputs)):
                    self._add(check, found)
            else:
                with contained():
                    findings = list(check.function(*map(self._value, check.inputs)))
                    for found in findings:
                        found.template.format(**dict(found.params))
                for found in findings:
                    self._add(check, found)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self._crashed("check", check.id, check.source, path or MANIFEST, error)
        if self.seconds is not None:
            self.seconds[check.id] = self.seconds.get(check.id, 0.0) + clock.elapsed() - started

    def _add(self, check: Check, found: Finding) -> None:
        place = found.place
        severity = found.severity or check.severity
        if check.layer > Layer.STRUCTURE and place.path in self._unreadable:
            return
        if check.layer > Layer.SCHEMA and self._is_spoiled(place):
            return
        if severity is Severity.ERROR:
            if check.layer is Layer.STRUCTURE:
                self._note_fault(place.path)
            elif check.layer is Layer.SCHEMA:
                self._spoiled.setdefault(place.path, set()).add(place.pointer)
        count = self._counts[place.path] = self._counts.get(place.path, 0) + 1
        if count > MAX_DIAGNOSTICS:
            return
        if count == MAX_DIAGNOSTICS:
            found = Finding(
                Place(place.path),
                "more than {limit} diagnostics in this file; the rest is not shown",
                (("limit", MAX_DIAGNOSTICS),),
            )
            self._record(TOO_MANY, Severity.WARNING, found)
            return
        self._record(check.id, severity, found)

    def _note_fault(self, path: str) -> None:
        """Keep later layers away from a document of which an error leaves nothing to read."""
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
        found = Finding(
            Place(path),
            "{kind} '{name}' of {source} crashed: {error}",
            (
                ("kind", kind),
                ("name", name),
                ("source", source),
                ("error", f"{type(error).__name__}: {error}"),
            ),
            hint=f"report it to the authors of {source}; the other checks went on",
        )
        self._record(CRASHED, Severity.ERROR, found)

    def _record(self, code: str, severity: Severity, found: Finding) -> None:
        root, ref = self._owner()
        diagnostic = Diagnostic(
            code,
            severity,
            ref,
            found.place,
            found.template,
            found.params,
            found.hint,
            found.related,
            found.fix,
        )
        self.diagnostics.append((root, diagnostic))

    def _owner(self) -> tuple[str, str]:
        pack = self._values.get("pack")
        if pack is not None:
            return pack.tree.root, pack.ref
        summary = self._values.get("summary")
        return (summary.root, summary.ref) if summary is not None else ("", "")


def check_pack(
    plan: Plan, pack: Pack, target: Target, seconds: dict[str, float] | None = None
) -> list[Diagnostic]:
    """Run the per-pack pass: everything that needs only this pack's bytes."""
    run = Run(plan, plan.local, {"pack": pack, "target": target})
    run.seconds = seconds
    return [diagnostic for _, diagnostic in run.execute()]


def check_across(
    plan: Plan,
    summaries: Iterable[PackSummary],
    target: Target,
    seconds: dict[str, float] | None = None,
) -> Iterator[tuple[str, Diagnostic]]:
    """Run the cross-pack pass over summaries; yield (pack root, diagnostic)."""
    packs = tuple(summaries)
    base = {"packs": packs, "catalog": Catalog(packs), "target": target}
    run = Run(plan, plan.across, base)
    run.seconds = seconds
    yield from run.execute()
