"""Register packs: validate, test, copy to the folder of installed packs, enter in the registry."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from attune_packkit import clock, tree
from attune_packkit.checking.result import PackResult
from attune_packkit.diagnostics import Severity
from attune_packkit.errors import PackkitError
from attune_packkit.escaping import shown
from attune_packkit.knots import knots
from attune_packkit.model.kinds import BY_DIRECTORY
from attune_packkit.model.pack import Pack, load
from attune_packkit.model.pack_test_results import PackTestResult
from attune_packkit.model.summarizing import dependencies
from attune_packkit.pipeline.installation import METADATA, Installation, read_metadata
from attune_packkit.pipeline.manifests import located
from attune_packkit.pipeline.neighbours import neighbours
from attune_packkit.pipeline.pack_tests import run_tests
from attune_packkit.pipeline.placement import Placement, copy_pack
from attune_packkit.registration.records import (
    AlreadyRegisteredError,
    RegistrationError,
    registration,
)
from attune_packkit.session import Session
from attune_packkit.sources.checksums import directory_checksum
from attune_packkit.sources.placing import workspace

COUNTED = ("actions", "sensors", "triggers", "rules", "workflows", "policies")
"""The components that the documents count, by plural."""

UNKNOWN = "unknown"
NO_REF = "Missing required field: ref"
NOT_PASSED = "Pack registration failed: tests did not pass. Use force=true to register anyway."
_MAX_NAMED = 3


class Origin(Struct, frozen=True):
    """Where a pack came from before it was put into the folder that is now registered."""

    type: str = "local"
    url: str | None = None
    ref: str | None = None
    checksum: str | None = None
    registry: str | None = None


class RegistrationOptions(Struct, frozen=True):
    """How packs are registered."""

    skip_validation: bool = False
    skip_tests: bool = False
    force: bool = False


class RegistrationReport(Struct):
    """What registering some packs came to; the items have the documents' fields.

    `hints` say by ref how to mend what failed, where there is something to say.
    """

    registered: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)
    hints: dict[str, str] = field(default_factory=dict)
    duration_ms: int = 0

    def as_data(self) -> dict[str, Any]:
        """Return the documents' data object."""
        counts = (sum(item["components_registered"].values()) for item in self.registered)
        return {
            "registered_packs": self.registered,
            "failed_packs": self.failed,
            "summary": {
                "total_packs": len(self.registered) + len(self.failed),
                "success_count": len(self.registered),
                "failure_count": len(self.failed),
                "total_components": sum(counts),
                "duration_ms": self.duration_ms,
            },
        }


class _StepError(Exception):
    """One pack failed at one stage; the others go on."""

    def __init__(self, stage: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.stage = stage
        self.message = message
        self.hint = hint


@contextlib.contextmanager
def _staging(stage: str) -> Iterator[None]:
    """Turn an expected failure into that of one pack at one stage."""
    try:
        yield
    except PackkitError as error:
        raise _StepError(stage, error.message, error.hint) from None


class _Candidate(Struct, frozen=True):
    """A pack to register: its path as given or found, its folder, and what it says."""

    path: str
    root: str
    pack: Pack

    @property
    def ref(self) -> str:
        return self.pack.ref


def register(
    session: Session,
    paths: Sequence[str],
    installation: Installation,
    options: RegistrationOptions,
    origins: Mapping[str, Origin] | None = None,
) -> RegistrationReport:
    """Register the packs at or below `paths`, those that others depend on first.

    `origins` tells by real path where packs came from. A pack that fails does not stop the others.
    Runs code of the packs only for their tests.
    """
    started = clock.elapsed()
    report = RegistrationReport()
    candidates = _in_order(list(_collect(paths, report)))
    checked = _validate(session, candidates, installation)
    registering = _Registering(session, installation, options, checked, origins or {})
    for candidate in candidates:
        try:
            report.registered.append(registering.run(candidate))
        except _StepError as error:
            report.failed.append(_failed(candidate, error.stage, error.message))
            if error.hint:
                report.hints[candidate.ref] = error.hint
    report.duration_ms = clock.milliseconds_since(started)
    return report


def _collect(paths: Sequence[str], report: RegistrationReport) -> Iterator[_Candidate]:
    """Yield the packs at some paths, each ref once; note as failed what is none."""
    seen: set[str] = set()
    errors: list[tuple[str, str]] = []
    for path, found in located(paths, errors):
        candidate = _Candidate(path, found.tree.root, load(tree.walk(found.tree.root)))
        if not candidate.pack.manifest.declared:
            errors.append((path, NO_REF))
        elif candidate.ref in seen:
            text = AlreadyRegisteredError(candidate.ref).message
            report.failed.append(_failed(candidate, "registration", text))
        else:
            seen.add(candidate.ref)
            yield candidate
    for path, error in errors:
        report.failed.append(
            {"pack_ref": UNKNOWN, "pack_path": path, "error": error, "error_stage": "validation"}
        )


def _failed(candidate: _Candidate, stage: str, message: str) -> dict[str, Any]:
    return {
        "pack_ref": candidate.ref,
        "pack_path": candidate.path,
        "error": message,
        "error_stage": stage,
    }


def _in_order(candidates: list[_Candidate]) -> list[_Candidate]:
    """Put packs behind those that they depend on; a circle of packs stays together."""
    by_ref = {each.ref: each for each in candidates}
    needed = {
        ref: [on.ref for on in dependencies(each.pack.manifest) if on.ref in by_ref]
        for ref, each in by_ref.items()
    }
    return [by_ref[ref] for knot in knots(needed) for ref in sorted(knot)]


def _validate(
    session: Session, candidates: Sequence[_Candidate], installation: Installation
) -> dict[str, PackResult]:
    """Check packs, beside installed ones that they name; return the results by their folders."""
    if not candidates:
        return {}
    beside = neighbours((each.pack for each in candidates), installation.folder)
    result = session.validate([*(each.path for each in candidates), *beside])
    return {os.path.realpath(pack.path): pack for pack in result.packs}


class _Registering:
    """Registers one pack after the other in one installation."""

    def __init__(
        self,
        session: Session,
        installation: Installation,
        options: RegistrationOptions,
        checked: Mapping[str, PackResult],
        origins: Mapping[str, Origin],
    ) -> None:
        self._session = session
        self._installation = installation
        self._options = options
        self._checked = checked
        self._origins = origins

    def run(self, candidate: _Candidate) -> dict[str, Any]:
        """Take one pack through all stages; return its item of the report."""
        validation = self._validated(candidate)
        if not self._options.force:
            with _staging("registration"):
                self._refuse_registered(candidate.ref)
        tested = None if self._options.skip_tests else self._tested(candidate)
        pack_id, pack = self._registered(candidate)
        counts = pack.counts()
        return {
            "pack_ref": pack.ref,
            "pack_id": pack_id,
            "pack_version": pack.version or None,
            "storage_path": self._installation.place_of(pack.ref),
            "components_registered": {name: counts.get(name, 0) for name in COUNTED},
            "test_result": tested.summary() if tested else None,
            "validation_results": validation,
        }

    def _validated(self, candidate: _Candidate) -> dict[str, Any]:
        checked = self._checked[candidate.root]
        errors = [
            {
                "component_type": _kind_of(each.diagnostic.path),
                "component_file": each.diagnostic.path,
                "error": each.diagnostic.message,
            }
            for each in checked.reported
            if each.severity is Severity.ERROR
        ]
        if errors and not self._options.skip_validation:
            raise _StepError("validation", _sentence(errors), "packkit validate tells more")
        return {"valid": not errors, "errors": errors}

    def _refuse_registered(self, ref: str) -> None:
        if self._installation.store.pack(ref) is not None:
            raise AlreadyRegisteredError(ref)

    def _tested(self, candidate: _Candidate) -> PackTestResult:
        with _staging("testing"):
            tested = run_tests(self._session, candidate.root)
        if tested.blocks and not self._options.force:
            raise _StepError("testing", NOT_PASSED, "packkit test shows why they failed")
        return tested

    def _registered(self, candidate: _Candidate) -> tuple[int, Pack]:
        """Copy a pack, put the copy in its place and enter it, all or nothing."""
        ref, installation = candidate.ref, self._installation
        with (
            _staging("registration"),
            installation.changing(ref),
            workspace(installation.folder) as scratch,
        ):
            copy = os.path.join(scratch, "pack")
            with _staging("file_copy"):
                copy_pack(candidate.root, copy)
            pack = load(tree.walk(copy))
            if pack.ref != ref:
                raise RegistrationError(f"pack {shown(ref)} was changed while it was registered")
            return self._enter(candidate, pack, copy), pack

    def _enter(self, candidate: _Candidate, pack: Pack, copy: str) -> int:
        """Enter a pack in the registry while its copy takes its place; return its id."""
        installation, at = self._installation, clock.timestamp()
        placement = Placement(
            installation,
            pack.ref,
            copy,
            os.path.dirname(copy),
            self._metadata(candidate, copy, at),
            in_place=os.path.realpath(installation.place_of(pack.ref)) == candidate.root,
            replace=self._options.force,
        )

        def meanwhile() -> None:
            with _staging("file_copy"):
                placement.take()

        try:
            entered = installation.store.register(
                registration(pack), at=at, replace=self._options.force, meanwhile=meanwhile
            )
        except BaseException:
            placement.undo()
            raise
        installation.unmark(pack.ref)
        return entered[0].id

    def _metadata(self, candidate: _Candidate, copy: str, at: str) -> str:
        """Return what the installed pack says of its installation."""
        origin = self._origins.get(candidate.root, Origin(url=candidate.root))
        if "installed_at" in read_metadata(copy):
            os.unlink(os.path.join(copy, METADATA))
        with _staging("file_copy"):
            checksum = origin.checksum or directory_checksum(copy)
        content = {
            "pack_ref": candidate.ref,
            "version": candidate.pack.version or None,
            "installed_at": at,
            "installed_from": {"type": origin.type, "url": origin.url, "ref": origin.ref},
            "checksum": checksum,
            "registry": origin.registry,
        }
        return json.dumps(content, indent=2) + "\n"


def _sentence(errors: Sequence[Mapping[str, str]]) -> str:
    """Say what is wrong in one sentence: the first few errors, and how many more there are."""
    named = [f"{each['component_file']}: {each['error']}" for each in errors[:_MAX_NAMED]]
    more = len(errors) - len(named)
    return f"Validation failed: {'; '.join(named)}" + (f"; and {more} more" if more else "")


def _kind_of(path: str) -> str:
    kind = BY_DIRECTORY.get(path.partition("/")[0])
    if kind is None:
        return "pack"
    return "workflow" if path.startswith("actions/workflows/") else kind.name
