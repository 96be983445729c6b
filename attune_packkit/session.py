"""A run over packs: it joins plugins, checks, cache and reports. Command line and tests call it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from attune_packkit import clock, digest, tree
from attune_packkit.checking import own
from attune_packkit.checking.check import Check
from attune_packkit.checking.plan import Level, Plan, make_plan
from attune_packkit.checking.result import Reporter, RunResult
from attune_packkit.checking.selection import Selection, exit_code, make_selection
from attune_packkit.config import Settings
from attune_packkit.errors import ExitCode, PackkitError, PluginCrashError, PluginError, UsageError
from attune_packkit.homes import cache_folder
from attune_packkit.hookspec import Executor
from attune_packkit.model.pack import Pack, load
from attune_packkit.model.platform import PLATFORM, Platform
from attune_packkit.model.targets import Target
from attune_packkit.outcomes import PackRunner
from attune_packkit.plugin_manager import PACKKIT, Plugins
from attune_packkit.reporting import Reporting
from attune_packkit.restricting import LastFailed, first_failure, misspelt, restrict, unfollowed
from attune_packkit.sources.local import find_packs
from attune_packkit.store import Store
from attune_packkit.suggest import did_you_mean

if TYPE_CHECKING:
    from attune_packkit.checking.baseline import Baseline


class Session:
    """One run: its settings, its plugins, and the plan of checks made from them."""

    def __init__(self, settings: Settings, *, survive: bool = False) -> None:
        """Load the plugins. With `survive`, those that fail are reported with the first pack."""
        self.settings = settings
        self.survive = survive
        self.lost: list[PluginCrashError] = []
        self.plugins = Plugins(
            autoload=settings.autoload, wanted=settings.plugins, blocked=settings.disabled_plugins
        )
        if survive:
            self.plugins.crashed = self.lost.append

    @cached_property
    def plan(self) -> Plan:
        """The checks and inputs of all plugins, arranged."""
        plugins = self.plugins
        inputs = [replace(each, source=owner) for owner, each in plugins.objects("packkit_inputs")]
        checks = [replace(each, source=owner) for owner, each in plugins.objects("packkit_checks")]
        with self.excused():
            return make_plan(checks, inputs)

    @cached_property
    def checks(self) -> dict[str, Check]:
        """Every check by id, packkit's own reports among them."""
        return own.catalogue(self.plan.checks)

    def reporters(self) -> dict[str, Reporter]:
        """Return every reporter by name. Raises `PluginError` if two share one."""
        return self.named("packkit_reporters", "reporter")

    def named(self, hook: str, kind: str) -> dict[str, Any]:
        """Return what a hook gives by its name. Raises `PluginError` if two share one."""
        return {name: each for name, (_, each) in self.owned(hook, kind).items()}

    def owned(self, hook: str, kind: str) -> dict[str, tuple[str, Any]]:
        """Return what a hook gives by its name, with the distribution that it comes from."""
        found: dict[str, tuple[str, Any]] = {}
        for owner, each in self.plugins.objects(hook):
            other = found.setdefault(each.name, (owner, each))
            if other[1] is not each:
                raise PluginError(f"{kind} '{each.name}' is provided by {other[0]} and by {owner}")
        return found

    @cached_property
    def store(self) -> Store | None:
        """The cache; None if the settings switch it off."""
        if not self.settings.cache:
            return None
        return Store(self.settings.cache_dir or cache_folder())

    @cached_property
    def platform(self) -> Platform:
        """What the installation has without any pack. Raises `ConfigError` for a file at fault."""
        if not self.settings.platform_catalog:
            return PLATFORM
        from attune_packkit.model.platform_file import read

        return read(self.settings.platform_catalog)

    def packs(self, paths: Sequence[str]) -> Iterator[tuple[str, Pack]]:
        """Read the packs at or below `paths` without checking them; yield each with its path."""
        for found in find_packs(paths):
            yield found.path, load(tree.walk(found.root))

    def validate(
        self,
        paths: Sequence[str],
        *,
        keyword: str = "",
        fail_fast: bool = False,
        last_failed: bool = False,
        changed_since: str = "",
        update_baseline: bool = False,
        timed: bool = False,
        excerpts: bool = True,
    ) -> RunResult:
        """Check the packs at `paths`, each by itself and all together.

        `keyword`, `last_failed`, `changed_since` and `fail_fast` restrict what is reported;
        `update_baseline` rewrites the baseline with it; `timed` measures each check. Without
        `excerpts` no lines of text come with what is reported.
        Raises `SourceError` for a path that does not exist, `UsageError` for settings that name
        what does not exist, `PluginCrashError` for a plugin that fails and cannot be reported.
        """
        started = clock.elapsed()
        selection = self.selection()
        self.plugins.notify("packkit_session_start", session=self)
        links: list[str] = []
        found = find_packs(paths, links)
        known = self._baseline(update_baseline)
        infos = selection.wants_infos() or (known is not None and known.has_infos)
        runner = self.runner(infos=infos, timed=timed)
        outcomes, across = runner.run(found)
        memory = LastFailed(self.store, found)
        failed = memory.recall() if last_failed else None
        restriction = restrict(
            found, outcomes, across, keyword=keyword, failed=failed, changed_since=changed_since
        )
        reporting = Reporting(
            self.checks,
            selection,
            found,
            outcomes,
            across=across,
            restriction=restriction,
            infos=infos,
            excerpts=excerpts,
        )
        packs = reporting.results(known, self.settings.baseline if update_baseline else "")
        memory.remember(packs, selection, restriction)
        some = found and not restriction.unmatched
        code = exit_code(packs, selection) if some else ExitCode.NOTHING_COLLECTED
        ignored = dict(self.settings.per_pack_ignore)
        notes = [*unfollowed(links, found), *misspelt(ignored, outcomes), *restriction.notes]
        if fail_fast and code not in (ExitCode.OK, ExitCode.NOTHING_COLLECTED):
            packs = first_failure(packs, selection.fail_on)
            notes.append("stopped at the first failure")
        result = RunResult(
            packs=packs,
            target=self.settings.target,
            exit_code=code,
            seconds=clock.elapsed() - started,
            check_seconds=runner.seconds or {},
            notes=tuple(notes),
            deselected=len(found) - len(packs),
            folders={outcome.ref: each.path for each, outcome in zip(found, outcomes, strict=True)},
        )
        self.plugins.notify("packkit_session_finish", session=self, result=result)
        return self.with_crashes(result, self.lost)

    @contextlib.contextmanager
    def excused(self) -> Iterator[None]:
        """Raise the error of a lost plugin in place of one that may follow from the loss."""
        try:
            yield
        except PackkitError:
            if self.lost:
                raise self.lost[0] from None
            raise

    def with_crashes(self, result: RunResult, crashes: Sequence[PluginCrashError]) -> RunResult:
        """Return a result that reports plugins which failed; raise if no pack is reported."""
        if not crashes:
            return result
        from attune_packkit.crashes import told

        return told(result, crashes, self.checks)

    def runner(self, *, infos: bool, timed: bool = False) -> PackRunner:
        """Return a runner that checks packs with the plan of this session."""
        runner = PackRunner(
            self.plan,
            Target(self.settings.target),
            self.platform,
            self.store,
            self.settings.jobs,
            infos=infos,
            engine=self._engine(),
            executor=self.executor(),
            remake=partial(_remake, self.settings, self.survive, infos),
        )
        runner.seconds = {} if timed else None
        runner.crashed = self.plugins.crashed
        return runner

    def executor(self) -> Executor:
        """Return what runs work over many packs. Raises `UsageError` for an unknown name."""
        found = self.owned("packkit_executors", "executor")
        name = self.settings.executor
        with self.excused():
            if name not in found:
                hint = did_you_mean(name, found) or f"executors: {', '.join(sorted(found))}"
                raise UsageError(f"there is no executor '{name}'", hint=hint)
        owner, executor = found[name]
        if owner != PACKKIT:
            from attune_packkit.crashes import BlamedExecutor

            executor = BlamedExecutor(executor, owner)
        chosen: Executor = executor
        return chosen

    def selection(self) -> Selection:
        """Return which diagnostics are reported. Raises `UsageError` for an unknown code."""
        across = [check.id for level in self.plan.every.across.values() for check in _checks(level)]
        with self.excused():
            return make_selection(self.settings, self.checks, across)

    def _baseline(self, update: bool) -> Baseline | None:
        path = self.settings.baseline
        if not path:
            return None
        from attune_packkit.checking.baseline import read

        return read(path, missing_ok=update)

    def _engine(self) -> str:
        """Return a digest of all checks and their code, so that other code finds no old results."""
        if self.store is None:
            return ""
        from attune_packkit import code_stamps

        stamps = code_stamps.of_plugins(self.plugins.manager.get_plugins())
        return digest.of_parts(tuple(self.plan.checks), *stamps)


def _remake(settings: Settings, survive: bool, infos: bool) -> PackRunner:
    """Make the runner of a session with these settings in another process."""
    return Session(settings, survive=survive).runner(infos=infos)


def _checks(level: Level) -> Iterable[Check]:
    yield from level.checks
    for below in level.below:
        yield from _checks(below)
