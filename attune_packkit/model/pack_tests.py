"""The `testing` section of a manifest, without what is malformed: the JSON Schema reports that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from msgspec import Struct

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Component

DEFAULT_TIMEOUT = 300.0
"""Seconds that a runner without a limit of its own may take."""

MAX_TIMEOUT = 86_400.0
BLOCK = "block"
"""The `on_failure` that keeps a pack from being registered; also where none is written."""


class PackTestRunner(Struct, frozen=True):
    """One runner of a pack's own tests. `entry_point` is a path from the top of the pack."""

    name: str
    place: Place
    type: str
    entry_point: str
    result_format: str
    timeout: float = DEFAULT_TIMEOUT

    @property
    def takes_folder(self) -> bool:
        """Whether the entry point may be a folder, in which the runner looks for tests."""
        return self.type == "pytest"


class PackTests(Struct, frozen=True):
    """How a pack wants its own tests run; without `runners` there is nothing to run."""

    runners: tuple[PackTestRunner, ...] = ()
    min_pass_rate: float = 1.0
    on_failure: str = BLOCK


class SuiteRequest(Struct, frozen=True):
    """What a program that runs pack tests is asked for.

    `root` is the pack's folder, in which it runs; `python` the interpreter of the pack's virtual
    environment, or ours; `scratch` an empty folder that is deleted once the result is read.
    """

    runner: PackTestRunner
    root: str
    python: str
    scratch: str


def testing_section(manifest: Component) -> dict[str, Value]:
    """Return the section; empty if there is none."""
    found = manifest.get("testing")
    return found if isinstance(found, dict) else {}


def pack_tests(manifest: Component) -> PackTests:
    """Return what is to be run: nothing if the section is missing or not enabled."""
    section = testing_section(manifest)
    if not section or section.get("enabled") is False:
        return PackTests()
    least = section.get("min_pass_rate")
    rate = float(least) if _is_number(least) and 0 <= least <= 1 else 1.0
    on_failure = _text(section.get("on_failure")) or BLOCK
    return PackTests(tuple(pack_test_runners(manifest)), rate, on_failure)


def pack_test_runners(manifest: Component) -> Iterator[PackTestRunner]:
    """Yield the runners in written order."""
    runners = testing_section(manifest).get("runners")
    for name, runner in runners.items() if isinstance(runners, dict) else ():
        if isinstance(runner, dict):
            place = manifest.at("testing", "runners", name)
            kind, entry_point = _text(runner.get("type")), _text(runner.get("entry_point"))
            result_format = _text(runner.get("result_format"))
            timeout = _seconds(runner.get("timeout"))
            yield PackTestRunner(
                name=name,
                place=place,
                type=kind,
                entry_point=entry_point,
                result_format=result_format,
                timeout=timeout,
            )


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _seconds(value: Value) -> float:
    if not _is_number(value) or not value > 0:
        return DEFAULT_TIMEOUT
    return min(float(value), MAX_TIMEOUT)


def _is_number(value: Value) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
