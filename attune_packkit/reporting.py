"""From what checks found to what a run reports: select, ignore, restrict, locate, tell once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from attune_packkit.checking.check import Check
from attune_packkit.checking.locating import Locator, locate_all
from attune_packkit.checking.result import PackResult, Reported
from attune_packkit.checking.selection import Chosen, Selection, choose, told_once
from attune_packkit.diagnostics import Diagnostic
from attune_packkit.outcomes import Across, Outcome
from attune_packkit.restricting import Restriction, complete
from attune_packkit.sources.local import Found

if TYPE_CHECKING:
    from attune_packkit.checking.baseline import Baseline

MOST_LOCATORS = 8
"""Packs whose texts are held at a time."""


class Reporting:
    """Makes the results of one run from the outcomes of its packs."""

    def __init__(
        self,
        checks: Mapping[str, Check],
        selection: Selection,
        found: Sequence[Found],
        outcomes: Sequence[Outcome],
        *,
        across: Across,
        restriction: Restriction,
        infos: bool,
        excerpts: bool,
    ) -> None:
        """Take what was found and what is wanted: perhaps infos, and the lines of text."""
        self._checks = checks
        self._selection = selection
        self._packs = list(zip(found, outcomes, strict=True))
        self._across = across
        self._restriction = restriction
        self._infos = infos
        self._excerpts = excerpts
        self._roots = {outcome.ref: each.root for each, outcome in reversed(self._packs)}
        self._locators: dict[str, Locator] = {}

    def results(self, baseline: Baseline | None, rewritten: str = "") -> tuple[PackResult, ...]:
        """Return the result of every pack that is reported, in order.

        What the baseline knows is taken away. With the path of a file that is to be `rewritten`,
        the baseline is first made what is found now, and written there.
        """
        wanted = [pair for pair in self._packs if pair[0].root in self._restriction.roots]
        chosen = [self._choose(each, outcome) for each, outcome in wanted]
        if baseline is not None and rewritten:
            from attune_packkit.checking.baseline import write

            baseline = baseline.updated(chosen)
            write(rewritten, baseline)
        results = []
        for one, (each, outcome) in zip(chosen, wanted, strict=True):
            locate = partial(self._locate, each.root)
            left = one if baseline is None else baseline.apply(one, self._selection, locate)
            told = told_once(self._restricted(outcome, left), self._selection, locate)
            results.append(_result(each, outcome, told))
        return tuple(results)

    def _choose(self, found: Found, outcome: Outcome) -> Chosen:
        """Choose what is reported of one pack, by codes, severities and ignore comments.

        Infos are only read where somebody may ask for them: to be shown, to be matched by an
        ignore comment, or because one may be the cause of what else was found.
        """
        diagnostics = [*outcome.loud, *self._across.loud.get(found.root, ())]
        if self._infos or outcome.ignores or (diagnostics and _may_follow(diagnostics)):
            diagnostics += outcome.infos()
            diagnostics += self._infos_across.get(found.root, ())
        return choose(
            diagnostics,
            outcome.ignores,
            self._selection,
            outcome.ref,
            partial(self._locate, found.root),
            complete=complete(self._across.depends_on.get(outcome.ref, ()), self._roots),
        )

    @cached_property
    def _infos_across(self) -> dict[str, tuple[Diagnostic, ...]]:
        return self._across.infos()

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

    def _locate(self, root: str, diagnostics: Iterable[Diagnostic]) -> tuple[Reported, ...]:
        return locate_all(root, diagnostics, self._checks, self._locator, self._roots)

    def _locator(self, root: str) -> Locator:
        if root not in self._locators:
            if len(self._locators) >= MOST_LOCATORS:
                self._locators.clear()
            self._locators[root] = Locator(root, excerpts=self._excerpts)
        return self._locators[root]


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
