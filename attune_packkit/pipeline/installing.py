"""Install packs: the steps from a source to the registry, in a row.

Download, dependencies, environments, tests, registration. What is fetched lies in a workspace
beside the installed packs until it is registered, and goes afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from attune_packkit.dependencies.environment import EnvironmentOptions
from attune_packkit.errors import ExitCode, SourceError, UsageError
from attune_packkit.pipeline.bundling import unbundle
from attune_packkit.pipeline.dependencies import Surveyed, survey
from attune_packkit.pipeline.downloading import download
from attune_packkit.pipeline.downloads import (
    Downloaded,
    DownloadOptions,
    DownloadResult,
    Failed,
    Told,
    Wanted,
)
from attune_packkit.pipeline.environments import EnvironmentPlan, EnvironmentReport, environments
from attune_packkit.pipeline.installation import Installation
from attune_packkit.pipeline.locking import chosen, read_lock, wanted_packs
from attune_packkit.pipeline.registering import (
    Origin,
    RegistrationOptions,
    RegistrationReport,
    register,
)
from attune_packkit.session import Session
from attune_packkit.sources.placing import workspace
from attune_packkit.sources.urls import masked

_MAX_ROUNDS = 50
"""Rounds of fetching, each for what the packs of the round before need."""


class InstallRequest(Struct, frozen=True):
    """What to install: sources, or packs of a lock or bundle by ref, all of them if none is named.

    `fetching` tells how; its destination is chosen here.
    """

    sources: tuple[str, ...]
    fetching: DownloadOptions
    lock: str = ""
    bundle: str = ""
    skip_dependencies: bool = False
    registering: RegistrationOptions = field(default_factory=RegistrationOptions)
    building: EnvironmentOptions = field(default_factory=EnvironmentOptions)
    build: bool = False


class Installed(Struct, frozen=True):
    """The result of each step."""

    download: DownloadResult
    surveyed: Surveyed
    environments: EnvironmentReport
    report: RegistrationReport
    notes: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return the data objects of the steps by their names.

        A path is that of the installed pack; of a pack that was not installed, its source.
        """
        registered = {item["pack_ref"]: item["storage_path"] for item in self.report.registered}
        paths = {
            each.path: registered.get(each.ref, masked(each.source))
            for each in self.download.downloaded
        }
        steps = {
            "download": self.download.as_data(),
            "dependencies": self.surveyed.analysis.as_data(),
            "build_envs": self.environments.as_data(),
            "register": self.report.as_data(),
        }
        for data in steps.values():
            for items in data.values():
                for item in items if isinstance(items, list) else ():
                    if "pack_path" in item:
                        item["pack_path"] = paths.get(item["pack_path"], item["pack_path"])
        return steps

    @property
    def exit_code(self) -> ExitCode:
        """What downloading says if nothing came of it, else 1 if anything failed."""
        code = self.download.exit_code
        if code is ExitCode.VERIFICATION or not self.download.downloaded:
            return code
        failed = self.download.failed or self.report.failed or not self.environments.ok
        return ExitCode.DIAGNOSTICS if failed else ExitCode.OK


def install(
    session: Session,
    installation: Installation,
    request: InstallRequest,
    told: Told = lambda source: None,
) -> Installed:
    """Take packs from their sources to the registry, with what they need unless told otherwise.

    A pack that fails at a step does not stop the others; one whose dependencies are missing is not
    registered.
    """
    with workspace(installation.folder) as scratch:
        fetcher = _Fetcher(session, installation, request, os.path.join(scratch, "packs"), told)
        fetcher.fetch()
        return _install(session, installation, request, fetcher)


def _install(
    session: Session, installation: Installation, request: InstallRequest, fetcher: _Fetcher
) -> Installed:
    fetched = DownloadResult(tuple(fetcher.results))
    surveyed = fetcher.survey()
    tolerant = request.skip_dependencies or request.registering.force
    incomplete = {} if tolerant else _incomplete(surveyed)
    ready = [each for each in fetched.downloaded if each.ref not in incomplete]
    options = request.registering
    if request.skip_dependencies:
        options = replace(options, skip_tests=True)  # they would fail for what is missing
    plan = EnvironmentPlan(request.building, build=request.build and not options.skip_tests)
    found = environments(session, [each.path for each in ready], plan)
    origins = {os.path.realpath(each.path): _origin(each) for each in ready}
    paths = [each.path for each in ready]
    report = register(session, paths, installation, options, origins)
    for each in fetched.downloaded:
        if each.ref in incomplete:
            report.failed.append(_refused(each, incomplete[each.ref]))
    if request.build:  # an environment cannot be moved, so it is built where the pack lies now
        places = [item["storage_path"] for item in report.registered]
        found = environments(session, places, EnvironmentPlan(request.building, build=True))
    return Installed(fetched, surveyed, found, report, tuple(fetcher.notes))


class _Fetcher:
    """Fetches the packs wished for, then what they need as long as it can be had."""

    def __init__(
        self,
        session: Session,
        installation: Installation,
        request: InstallRequest,
        folder: str,
        told: Told,
    ) -> None:
        self._session = session
        self._base = installation.folder
        self._request = request
        self._options = replace(request.fetching, destination=folder, dry_run=False, force=False)
        self._told = told
        self.results: list[Downloaded | Failed] = []
        self.notes: list[str] = []

    def fetch(self) -> None:
        """Fetch everything."""
        self._add(self._get(self._request.sources))
        for _ in range(_MAX_ROUNDS):
            missing = [] if self._request.skip_dependencies else self.survey().analysis.missing
            if not missing or not self._more(dict.fromkeys(need.ref for need in missing)):
                return

    def survey(self) -> Surveyed:
        """Return what the packs that came need."""
        paths = [each.path for each in self.results if isinstance(each, Downloaded)]
        return survey(paths, packs_base_dir=self._base, skip_validation=True)

    def _get(self, sources: Sequence[str]) -> DownloadResult:
        request = self._request
        if request.bundle:
            packs = read_lock(request.lock) if request.lock else []
            return unbundle(
                self._session, request.bundle, sources, self._options,
                lock=packs, promised_by=request.lock, told=self._told,
            )  # fmt: skip
        if request.lock:
            wanted = wanted_packs(read_lock(request.lock), sources, promised_by=request.lock)
        else:
            wanted = [Wanted(source) for source in dict.fromkeys(sources)]
        return download(self._session, wanted, self._options, self._told)

    def _more(self, missing: Iterable[str]) -> bool:
        """Fetch what is missing from where the others came; tell whether anything new came."""
        before = len(self._refs())
        if self._request.lock or self._request.bundle:
            for ref in missing:
                self._try(partial(list, [ref]))
        else:
            self._try(lambda: chosen(self._session, self.survey(), self._options))
        return len(self._refs()) > before

    def _try(self, choose: Callable[[], Sequence[str]]) -> None:
        """Fetch what is chosen; failure becomes a note, since what is missing is told anyway."""
        try:
            sources = choose()
            if sources:
                self._add(self._get(sources))
        except (SourceError, UsageError) as error:
            self.notes.append(f"{error.message}; {error.hint}" if error.hint else error.message)

    def _add(self, result: DownloadResult) -> None:
        known = self._refs()
        self.results += [
            each for each in result.results
            if not isinstance(each, Downloaded) or each.ref not in known
        ]  # fmt: skip

    def _refs(self) -> set[str]:
        return {each.ref for each in self.results if isinstance(each, Downloaded)}


def _incomplete(surveyed: Surveyed) -> Mapping[str, list[str]]:
    """Return what is missing, by pack; packs that need an incomplete pack are incomplete too."""
    lacking: dict[str, list[str]] = {}
    for need in surveyed.analysis.missing:
        lacking.setdefault(need.required_by, []).append(f"{need.ref} {need.constraint}")
    while True:
        more = [
            need for need in surveyed.analysis.needs
            if need.ref in lacking and need.required_by not in lacking
            and not surveyed.analysis.is_installed(need)
        ]  # fmt: skip
        if not more:
            return lacking
        for need in more:
            lacking.setdefault(need.required_by, []).append(f"{need.ref} {need.constraint}")


def _refused(pack: Downloaded, missing: Sequence[str]) -> dict[str, Any]:
    return {
        "pack_ref": pack.ref,
        "pack_path": pack.path,
        "error": f"Missing dependencies: {', '.join(missing)}",
        "error_stage": "validation",
    }


def _origin(pack: Downloaded) -> Origin:
    fetched = pack.fetched
    by_name = fetched.source_type == "registry"
    is_local = fetched.source_type == "local"
    return Origin(
        fetched.source_type,
        os.path.abspath(fetched.url) if is_local else masked(fetched.url),
        fetched.commit or None,
        pack.checksum,
        masked(fetched.promised_by) if by_name and fetched.promised_by else None,
    )
