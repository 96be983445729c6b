"""What running the tests of a pack came to, in the fields of Attune's result object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from attune_packkit.model.pack_tests import BLOCK

CaseStatus: TypeAlias = Literal["passed", "failed", "skipped"]
Status: TypeAlias = Literal["passed", "failed", "skipped", "partial"]


class PackTestCase(Struct, frozen=True):
    """One test of a suite."""

    name: str
    status: CaseStatus
    duration_ms: int = 0
    error_message: str | None = None
    stdout: str = ""
    stderr: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return the case as JSON data."""
        return {
            "name": self.name,
            "status": self.status,
            "duration_ms": self.duration_ms,
            "error_message": self.error_message,
            "stdout": self.stdout,
            "stderr": self.stderr,
        }


class PackTestSuite(Struct, frozen=True):
    """What one runner came to. The counts may exceed the cases where these are not known."""

    name: str
    runner_type: str
    passed: int
    failed: int
    skipped: int
    cases: tuple[PackTestCase, ...] = ()
    duration_ms: int = 0

    @classmethod
    def of(cls, name: str, runner_type: str, cases: Iterable[PackTestCase]) -> PackTestSuite:
        """Make a suite of which every case is known."""
        known = tuple(cases)
        counts = Counter(case.status for case in known)
        ends = counts["passed"], counts["failed"], counts["skipped"]
        return cls(name, runner_type, *ends, known)

    @property
    def total(self) -> int:
        """All tests of the suite."""
        return self.passed + self.failed + self.skipped

    def as_data(self) -> dict[str, Any]:
        """Return the suite as JSON data."""
        return {
            "name": self.name,
            "runner_type": self.runner_type,
            "total": self.total,
            "passed": self.passed,
            "failed": self.failed,
            "skipped": self.skipped,
            "duration_ms": self.duration_ms,
            "test_cases": [case.as_data() for case in self.cases],
        }


class PackTestResult(Struct, frozen=True, dict=True):
    """What the tests of one pack came to.

    `path` is the pack's folder as the user wrote it, `started` a time after RFC 3339 in UTC.
    """

    pack_ref: str
    pack_version: str
    path: str
    started: str
    suites: tuple[PackTestSuite, ...] = ()
    min_pass_rate: float = 1.0
    on_failure: str = BLOCK
    duration_ms: int = 0

    @cached_property
    def passed(self) -> int:
        """Tests that passed."""
        return sum(suite.passed for suite in self.suites)

    @cached_property
    def failed(self) -> int:
        """Tests that failed."""
        return sum(suite.failed for suite in self.suites)

    @cached_property
    def skipped(self) -> int:
        """Tests that did not run."""
        return sum(suite.skipped for suite in self.suites)

    @property
    def total(self) -> int:
        """All tests."""
        return self.passed + self.failed + self.skipped

    @property
    def pass_rate(self) -> float:
        """The share of those that ran which passed; 0 if none ran."""
        ran = self.passed + self.failed
        return self.passed / ran if ran else 0.0

    @property
    def status(self) -> Status:
        """Whether the tests passed; `partial` if some failed, but no more than the pack allows."""
        if self.failed:
            enough = self.passed and self.pass_rate >= self.min_pass_rate
            return "partial" if enough else "failed"
        return "passed" if self.passed else "skipped"

    @property
    def ok(self) -> bool:
        """Whether no more tests failed than the pack allows."""
        return self.status != "failed"

    @property
    def blocks(self) -> bool:
        """Whether the pack must not be registered because of its tests."""
        return not self.ok and self.on_failure == BLOCK

    def as_data(self) -> dict[str, Any]:
        """Return Attune's result object."""
        return {
            "pack_ref": self.pack_ref,
            "pack_version": self.pack_version,
            "execution_time": self.started,
            "status": self.status,
            "total_tests": self.total,
            "passed": self.passed,
            "failed": self.failed,
            "skipped": self.skipped,
            "pass_rate": self.pass_rate,
            "duration_ms": self.duration_ms,
            "test_suites": [suite.as_data() for suite in self.suites],
        }

    def summary(self) -> dict[str, Any]:
        """Return the `test_result` of a registration, which knows no `partial`."""
        status = "passed" if self.status == "partial" else self.status
        counts = {"total_tests": self.total, "passed": self.passed, "failed": self.failed}
        return {"status": status, **counts}
