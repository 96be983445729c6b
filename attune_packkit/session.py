"""The only composer of the rooms: what the command line, the pytest plugin and tests call."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from attune_packkit import clock, digest, tree
from attune_packkit.checking import own
from attune_packkit.checking.check import Check
from attune_packkit.checking.locating import Locator, locate_all
from attune_packkit.checking.plan import Level, Plan, make_plan
from attune_packkit.checking.result import PackResult, Reported, Reporter, RunResult
from attune_packkit.checking.selection import (
    Chosen,
    Selection,
    choose,
    exit_code,
    make_selection,
    told_once,
)
from attune_packkit.config import Settings
from attune_packkit.diagnostics import Diagnostic
from attune_packkit.errors import ExitCode, PackkitError, PluginCrashError, PluginError, UsageError
from attune_packkit.homes import cache_folder
from attune_packkit.hookspec import Executor
from attune_packkit.model.pack import Pack, load
from attune_packkit.model.platform import PLATFORM, Platform
from attune_packkit.model.targets import Target
from attune_packkit.outcomes import Across, Outcome, PackRunner
from attune_packkit.plugin_manager import PACKKIT, Plugins
from attune_packkit.restricting import (
    LastFailed,
    Restriction,
    complete,
    first_failure,
    misspelt,
    restrict,
    unfollowed,
)
from attune_packkit.sources.local import Found, find_packs
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
    ) -> RunResult:
        """Check the packs at `paths`, each by itself and all together.

        `keyword`, `last_failed`, `changed_since` and `fail_fast` restrict what is reported;
        `update_baseline` rewrites the baseline with it; `timed` measures each check.
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
        runner = self.runner(infos=infos)
        runner.seconds = {} if timed else None
        runner.crashed = self.plugins.crashed
        outcomes, across = runner.run(found)
        memory = LastFailed(self.store, found)
        failed = memory.recall() if last_failed else None
        restriction = restrict(
            found, outcomes, across, keyword=keyword, failed=failed, changed_since=changed_since
        )
        reporting = _Reporting(self, selection, found, outcomes, across, restriction, infos=infos)
        packs = reporting.results(known, update=update_baseline)
        memory.remember(packs, selection, restriction)
        ignored = dict(self.settings.per_pack_ignore)
        notes = (*unfollowed(links, found), *misspelt(ignored, outcomes), *restriction.notes)
        some = found and not restriction.unmatched
        code = exit_code(packs, selection) if some else ExitCode.NOTHING_COLLECTED
        if fail_fast and code not in (ExitCode.OK, ExitCode.NOTHING_COLLECTED):
            packs = first_failure(packs, selection.fail_on)
            notes = (*notes, "stopped at the first failure")
        result = RunResult(
            packs,
            self.settings.target,
            code,
            clock.elapsed() - started,
            runner.seconds or {},
            notes,
            len(found) - len(packs),
            {outcome.ref: each.path for each, outcome in zip(found, outcomes, strict=True)},
        )
        self.plugins.notify("packkit_session_finish", session=self, result=result)
        return self.with_crashes(result, self.lost)

    @contextlib.contextmanager
    def excused(self) -> Iterator[None]:
        """Blame the plugin that was lost, if one was, for what is not there now."""
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

    def runner(self, *, infos: bool) -> PackRunner:
        """Return what checks packs with the plan of this session."""
        return PackRunner(
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
        """Return a digest of all checks and their code: a changed one never meets old results."""
        if self.store is None:
            return ""
        folders = {_package_folder(plugin) for plugin in self.plugins.manager.get_plugins()}
        stamps = (_code_stamp(folder) for folder in sorted(filter(None, folders)))
        return digest.of_parts(tuple(self.plan.checks), *stamps)


class _Reporting:
    """From outcomes to results: select, locate, ignore, subtract the baseline."""

    def __init__(
        self,
        session: Session,
        selection: Selection,
        found: Sequence[Found],
        outcomes: Sequence[Outcome],
        across: Across,
        restriction: Restriction,
        *,
        infos: bool,
    ) -> None:
        self._infos = infos
        self._session = session
        self._selection = selection
        self._packs = list(zip(found, outcomes, strict=True))
        self._across = across
        self._restriction = restriction
        self._roots = {outcome.ref: each.root for each, outcome in reversed(self._packs)}
        self._locators: dict[str, Locator] = {}

    def results(self, known: Baseline | None, *, update: bool) -> tuple[PackResult, ...]:
        """Return the result of every pack that is reported, in order.

        What is `known` is taken away; with `update` it is first made what is found now.
        """
        wanted = [pair for pair in self._packs if pair[0].root in self._restriction.roots]
        chosen = [self._choose(each, outcome) for each, outcome in wanted]
        if known is not None and update:
            from attune_packkit.checking.baseline import write

            known = known.updated(chosen)
            write(self._session.settings.baseline, known)
        results = []
        for one, (each, outcome) in zip(chosen, wanted, strict=True):
            locate = partial(self._locate, each.root)
            left = one if known is None else known.apply(one, self._selection, locate)
            told = told_once(self._restricted(outcome, left), self._selection, locate)
            results.append(_result(each, outcome, told))
        return tuple(results)

    def _restricted(self, outcome: Outcome, chosen: Chosen) -> Chosen:
        """Leave out what a restriction hides; only now, since all was needed to judge comments."""
        keeps = partial(self._restriction.keeps, outcome)
        return replace(
            chosen,
            reported=tuple(each for each in chosen.reported if keeps(each.diagnostic.path)),
            suppressed=tuple(
                each for each in chosen.suppressed if keeps(each.reported.diagnostic.path)
            ),
            hidden=tuple(each for each in chosen.hidden if keeps(each.path)),
        )

    def _choose(self, found: Found, outcome: Outcome) -> Chosen:
        diagnostics = [*outcome.loud, *self._across.loud.get(found.root, ())]
        if self._infos or outcome.ignores or (diagnostics and _may_follow(diagnostics)):
            diagnostics += outcome.infos()
            diagnostics += self._quiet.get(found.root, ())
        return choose(
            diagnostics,
            outcome.ignores,
            self._selection,
            outcome.ref,
            partial(self._locate, found.root),
            complete=complete(self._across.depends_on.get(outcome.ref, ()), self._roots),
        )

    @cached_property
    def _quiet(self) -> dict[str, tuple[Diagnostic, ...]]:
        return self._across.infos()

    def _locate(self, root: str, diagnostics: Iterable[Diagnostic]) -> tuple[Reported, ...]:
        return locate_all(root, diagnostics, self._session.checks, self._locator, self._roots)

    def _locator(self, root: str) -> Locator:
        """Return the locator of a pack; of few packs at a time, since they hold texts."""
        if root not in self._locators:
            if len(self._locators) > 8:
                self._locators.clear()
            self._locators[root] = Locator(root)
        return self._locators[root]


def _remake(settings: Settings, survive: bool, infos: bool) -> PackRunner:
    """Return the runner of a session with these settings: the same in whichever process."""
    return Session(settings, survive=survive).runner(infos=infos)


def _may_follow(diagnostics: Sequence[Diagnostic]) -> bool:
    from attune_packkit.checking.consequences import may_follow_from_info

    return may_follow_from_info(diagnostics)


def _result(found: Found, outcome: Outcome, chosen: Chosen) -> PackResult:
    return PackResult(
        found.path,
        outcome.ref,
        outcome.version,
        outcome.files_checked,
        outcome.components,
        chosen.reported,
        len(chosen.suppressed),
        outcome.cached,
        outcome.refs,
    )


def _checks(level: Level) -> Iterable[Check]:
    yield from level.checks
    for below in level.below:
        yield from _checks(below)


def _package_folder(plugin: object) -> str:
    """Return the folder or file that holds a plugin's code; "" if it has none."""
    name = getattr(plugin, "__name__", type(plugin).__module__)
    package = sys.modules.get(str(name).partition(".")[0])
    file = getattr(package, "__file__", None) or ""
    return os.path.dirname(file) if os.path.basename(file) == "__init__.py" else file


def _code_stamp(path: str) -> tuple[tuple[str, int, int], ...]:
    """Return name, size and time of the source files at a path."""
    if os.path.isfile(path):
        status = os.stat(path)
        return ((path, status.st_size, status.st_mtime_ns),)
    found = []
    for item in _sources(path):
        try:
            status = item.stat()
        except OSError:
            continue
        found.append((item.path, status.st_size, status.st_mtime_ns))
    return tuple(sorted(found))


def _sources(path: str) -> Iterator[os.DirEntry[str]]:
    """Yield the source files in a folder and those within it."""
    pending = [path]
    while pending:
        with contextlib.suppress(OSError), os.scandir(pending.pop()) as listing:
            for item in listing:
                if item.name.endswith((".py", ".json")):
                    yield item
                elif item.name != "__pycache__" and item.is_dir(follow_symlinks=False):
                    pending.append(item.path)
