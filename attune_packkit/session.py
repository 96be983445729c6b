"""The only composer of the rooms: what the command line, the pytest plugin and tests call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from attune_packkit import clock, tree
from attune_packkit.checking.check import Check
from attune_packkit.checking.engine import check_across, check_pack
from attune_packkit.checking.locating import locate_all
from attune_packkit.checking.plan import Plan, make_plan
from attune_packkit.checking.result import PackResult, Reporter, RunResult
from attune_packkit.config import Settings
from attune_packkit.diagnostics import Diagnostic
from attune_packkit.errors import ExitCode, PluginError
from attune_packkit.model import pack as packs
from attune_packkit.model.summary import PackSummary, summarize
from attune_packkit.model.targets import Target
from attune_packkit.plugin_manager import Plugins
from attune_packkit.sources.local import Found, find_packs


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the per-pack pass gives for one pack: cacheable, and small enough to send."""

    ref: str
    version: str
    files_checked: int
    components: dict[str, int]
    diagnostics: tuple[Diagnostic, ...]
    summary: PackSummary


class Session:
    """One run: its settings, its plugins, and the plan of checks made from them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.plugins = Plugins(
            autoload=settings.autoload, wanted=settings.plugins, blocked=settings.disabled_plugins
        )
        self._plan: Plan | None = None

    @property
    def plan(self) -> Plan:
        """The checks and inputs of all plugins, arranged."""
        if self._plan is None:
            checks = [
                replace(each, source=owner)
                for owner, each in self.plugins.objects("packkit_checks")
            ]
            inputs = [
                replace(each, source=owner)
                for owner, each in self.plugins.objects("packkit_inputs")
            ]
            self._plan = make_plan(checks, inputs)
        return self._plan

    @property
    def checks(self) -> dict[str, Check]:
        """Every check by id."""
        return self.plan.checks

    def reporters(self) -> dict[str, Reporter]:
        """Return every reporter by name. Raises `PluginError` if two share one."""
        found: dict[str, tuple[str, Reporter]] = {}
        for owner, reporter in self.plugins.objects("packkit_reporters"):
            other = found.setdefault(reporter.name, (owner, reporter))
            if other[1] is not reporter:
                raise PluginError(
                    f"reporter '{reporter.name}' is provided by {other[0]} and by {owner}"
                )
        return {name: reporter for name, (_, reporter) in found.items()}

    def validate(self, paths: Sequence[str]) -> RunResult:
        """Check the packs at `paths`, each by itself and all together."""
        started = clock.elapsed()
        found = find_packs(paths)
        target = Target(self.settings.target)
        outcomes = [self._outcome(each, target) for each in found]
        by_root: dict[str, list[Diagnostic]] = {each.root: [] for each in found}
        for each, outcome in zip(found, outcomes, strict=True):
            by_root[each.root] += outcome.diagnostics
        for root, diagnostic in check_across(
            self.plan, [outcome.summary for outcome in outcomes], target
        ):
            by_root[root].append(diagnostic)
        results = tuple(
            PackResult(
                each.path,
                outcome.ref,
                outcome.version,
                outcome.files_checked,
                outcome.components,
                locate_all(each.root, by_root[each.root], self.checks),
            )
            for each, outcome in zip(found, outcomes, strict=True)
        )
        return RunResult(results, target.value, ExitCode.OK, clock.elapsed() - started)

    def _outcome(self, found: Found, target: Target) -> Outcome:
        pack = packs.load(tree.walk(found.root))
        diagnostics = check_pack(self.plan, pack, target)
        return Outcome(
            pack.ref,
            pack.version,
            len(pack.documents),
            pack.counts(),
            tuple(diagnostics),
            summarize(pack),
        )
