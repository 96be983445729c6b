"""Packs as collectors, their components as items."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from attune_packkit.checking.result import PackResult, RenderOptions, Reported, RunResult
from attune_packkit.errors import PackkitError
from attune_packkit.model.kinds import ALL_KINDS, MANIFEST
from attune_packkit.pytest_plugin.known import KNOWN, KnownPacks
from attune_packkit.pytest_plugin.subjects import Subject, subjects
from attune_packkit.reporters import text
from attune_packkit.reporters.places import Places
from attune_packkit.reporters.terminal import Ink

PROPERTY = "packkit"
"""The user property of reports that holds a diagnostic which does not fail its test."""


class Collecting:
    """Hooks of a run that collects packs."""

    def __init__(self, config: pytest.Config) -> None:
        self._known = config.stash[KNOWN] = KnownPacks(config)

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Refuse broken plugins and settings before anything is collected."""
        self._known.load_checks()

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> PackFile | None:
        """Collect a `pack.yaml` that is no part of another pack."""
        if file_path.name != MANIFEST or _is_inside_pack(file_path, parent.session):
            return None
        self._known.add(file_path.parent)
        return PackFile.from_parent(parent, path=file_path)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """List the diagnostics that did not fail their tests."""
        lines = [
            str(value)
            for outcome in ("passed", "failed")
            for report in terminalreporter.getreports(outcome)
            for name, value in report.user_properties
            if name == PROPERTY
        ]
        if lines and terminalreporter.config.get_verbosity() >= 0:
            terminalreporter.write_sep("=", "packkit warnings summary", yellow=True, bold=True)
            for line in dict.fromkeys(lines):
                terminalreporter.write_line(line)


def _is_inside_pack(manifest: Path, session: pytest.Session) -> bool:
    """Tell whether a folder above, up to the one given on the command line, is a pack."""
    if session.isinitpath(manifest) or session.isinitpath(manifest.parent):
        return False
    for folder in manifest.parent.parents:
        if (folder / MANIFEST).exists():
            return True
        if session.isinitpath(folder):
            break
    return False


class PackFile(pytest.File):
    """A pack, by its manifest."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.add_marker("packkit")

    def collect(self) -> Iterator[KindGroup]:
        """Yield a collector for each kind of component that the pack has."""
        groups: dict[str, list[Subject]] = {kind: [] for kind in ALL_KINDS}
        for subject in subjects(self.config.stash[KNOWN].read(self.path.parent)):
            groups[subject.kind].append(subject)
        for kind, members in groups.items():
            if members:
                yield KindGroup.from_parent(self, name=kind, subjects=members)


class KindGroup(pytest.Collector):
    """The components of one kind in one pack."""

    parent: PackFile

    def __init__(self, *, subjects: list[Subject], **arguments: Any) -> None:
        super().__init__(**arguments)
        self._subjects = subjects

    def collect(self) -> Iterator[ComponentItem]:
        """Yield an item for each component."""
        for subject in self._subjects:
            yield ComponentItem.from_parent(self, name=subject.name, subject=subject)


class DiagnosticsError(Exception):
    """A component has diagnostics that fail it; the argument is their report."""


class ComponentItem(pytest.Item):
    """One component: it fails if its files have a diagnostic at or above the fail-on severity."""

    parent: KindGroup

    def __init__(self, *, subject: Subject, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._subject = subject

    def runtest(self) -> None:
        """Check all packs, once in a session, and judge this component."""
        known = self.config.stash[KNOWN]
        result = known.result(self.path.parent)
        mine = [each for each in result.reported if self._subject.owns(each.diagnostic.path)]
        failing = [each for each in mine if known.fails(each)]
        passing = [each for each in mine if not known.fails(each)]
        report = _Report(self.config, known.run, result)
        self.user_properties += [(PROPERTY, report.line(each)) for each in passing]
        self.add_report_section("call", "packkit", report.blocks(passing))
        if failing:
            raise DiagnosticsError(report.blocks(failing))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return packkit's own words instead of a traceback through packkit."""
        if isinstance(excinfo.value, DiagnosticsError | PackkitError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return the component's own file and a heading."""
        path = self.path.parent / self._subject.file
        return path, None, f"{self._subject.kind} {self._subject.name}"


class _Report:
    """Writes diagnostics of one pack as the text reporter does."""

    def __init__(self, config: pytest.Config, run: RunResult, pack: PackResult) -> None:
        directory = config.invocation_params.dir.as_posix()
        self._pack = pack
        self._places = Places(run, directory)
        self._options = RenderOptions(width=config.get_terminal_writer().fullwidth)
        self._ink = Ink(color=False)

    def line(self, each: Reported) -> str:
        """Return a diagnostic on one line."""
        return text.concise(self._places, self._pack, each, self._ink)

    def blocks(self, found: list[Reported]) -> str:
        """Return diagnostics with excerpts."""
        blocks = [
            text.block(self._places, self._pack, each, self._options, self._ink) for each in found
        ]
        return "\n\n".join("\n".join(lines) for lines in blocks)
