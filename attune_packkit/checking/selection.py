"""Which diagnostics are reported: codes selected and ignored, severities, ignore comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.checking import own
from attune_packkit.checking.check import Check, Layer
from attune_packkit.checking.codes import matches, with_prefixes
from attune_packkit.checking.ignoring import Ledger, Silence
from attune_packkit.checking.result import PackResult, Reported
from attune_packkit.config import Settings
from attune_packkit.diagnostics import Diagnostic, Severity
from attune_packkit.documents.comments import Ignore
from attune_packkit.errors import ExitCode, UsageError
from attune_packkit.suggest import did_you_mean

Locate: TypeAlias = Callable[[Iterable[Diagnostic]], tuple[Reported, ...]]
"""Gives diagnostics of one pack their positions and sorts them."""

INTERNAL = "internal"
"""Codes below this one are always reported: they say that the run itself failed."""


class UnknownCodeError(UsageError):
    """A setting names a code or prefix that no check has; `setting` is its field."""

    def __init__(self, code: str, setting: str, known: Iterable[str]) -> None:
        super().__init__(
            f"no check is called '{code}'",
            hint=did_you_mean(code, known) or "packkit checks lists them all",
        )
        self.setting = setting


class Selection(Struct, frozen=True):
    """The choice of one run. `across` are the checks whose outcome depends on other packs."""

    checks: Mapping[str, Check]
    across: frozenset[str]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    overrides: tuple[tuple[str, Severity], ...]
    per_pack_ignore: Mapping[str, tuple[str, ...]]
    least: Severity
    fail_on: Severity | None

    def active(self, code: str, pack: str = "") -> bool:
        """Tell whether a code is selected: the longest prefix that names it decides.

        What is ignored for this one pack is never selected.
        """
        if not (self.select or self.ignore or self.per_pack_ignore) or matches(INTERNAL, code):
            return True
        if _longest(self.per_pack_ignore.get(pack, ()), code):
            return False
        selected, ignored = _longest(self.select, code), _longest(self.ignore, code)
        return selected > ignored or not (ignored or self.select)

    def judged(self, diagnostic: Diagnostic) -> Diagnostic | None:
        """Return a diagnostic with the severity the user gives it; None if it is not selected."""
        code = diagnostic.code
        if not self.active(code, diagnostic.pack):
            return None
        if not self.overrides:
            return diagnostic
        fitting = (each for each, _ in self.overrides if matches(each, code))
        prefix = max(fitting, key=len, default="")
        if not prefix or matches(INTERNAL, code):
            return diagnostic
        return replace(diagnostic, severity=dict(self.overrides)[prefix])

    def shows(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a diagnostic is severe enough; one selected by its full code always is."""
        return diagnostic.severity >= self.least or diagnostic.code in self.select

    def wants_infos(self) -> bool:
        """Tell whether infos can be among what is reported."""
        exact = any(code in self.checks for code in self.select)
        return self.least is Severity.INFO or exact or bool(self.overrides)


def make_selection(
    settings: Settings, checks: Mapping[str, Check], across: Iterable[str] = ()
) -> Selection:
    """Make the choice that settings describe.

    What fails the run is always shown. Raises `UsageError` for a code that no check has, and for
    one that is both selected and ignored.
    """
    _refuse_unknown(settings, with_prefixes(checks))
    for code in sorted(set(settings.select) & set(settings.ignore)):
        raise UsageError(f"'{code}' is both selected and ignored", hint="leave one of them out")
    fail_on = None if settings.fail_on == "never" else Severity.parse(settings.fail_on)
    least = Severity.parse(settings.severity)
    return Selection(
        checks=checks,
        across=frozenset(across),
        select=settings.select,
        ignore=settings.ignore,
        overrides=tuple((code, Severity.parse(word)) for code, word in settings.overrides),
        per_pack_ignore=dict(settings.per_pack_ignore),
        least=least if fail_on is None else min(least, fail_on),
        fail_on=fail_on,
    )


def _refuse_unknown(settings: Settings, known: set[str]) -> None:
    named = {
        "select": settings.select,
        "ignore": settings.ignore,
        "overrides": [code for code, _ in settings.overrides],
        "per_pack_ignore": [code for _, codes in settings.per_pack_ignore for code in codes],
    }
    for setting, codes in named.items():
        for code in codes:
            if code not in known:
                raise UnknownCodeError(code, setting, known)


def _longest(prefixes: Iterable[str], code: str) -> int:
    return max((len(prefix) for prefix in prefixes if matches(prefix, code)), default=0)


class Suppressed(Struct, frozen=True):
    """A diagnostic that would be reported but for an ignore comment or the baseline."""

    reported: Reported
    by: Literal["ignore", "baseline"]
    reason: str = ""


class Chosen(Struct, frozen=True, dict=True):
    """What is reported of one pack and what is not.

    `found` is all that was found and is selected, hidden infos too; `hidden` is what of it is too
    mild to be shown.
    """

    pack: str
    reported: tuple[Reported, ...]
    suppressed: tuple[Suppressed, ...]
    silence: Silence
    found: tuple[Diagnostic, ...] = ()
    hidden: tuple[Diagnostic, ...] = ()

    @cached_property
    def seen(self) -> Counter[str]:
        """How often each fingerprint was found."""
        return Counter(each.fingerprint for each in self.found)


def choose(
    diagnostics: Sequence[Diagnostic],
    ignores: Sequence[Ignore],
    selection: Selection,
    pack: str,
    locate: Locate,
    *,
    complete: bool = False,
) -> Chosen:
    """Choose what is reported of the pack with ref `pack`.

    Only what is shown or stands in a file with ignore comments is located. `complete` tells that
    every pack that this one names is in the run.
    """
    silence = Silence(
        lambda code: code in selection.checks and selection.active(code, pack),
        _blocked(diagnostics, selection.checks),
        frozenset() if complete else selection.across,
    )
    if not (diagnostics or ignores):
        return Chosen(pack, (), (), silence)
    judged = [each for each in map(selection.judged, diagnostics) if each is not None]
    ledger = Ledger(ignores)
    ignored = _ignored(judged, ledger, locate)
    left = [each for each in judged if id(each) not in ignored]
    kept = [*locate(each for each in left if selection.shows(each))]
    hidden = tuple(each for each in left if not selection.shows(each))
    suppressed = tuple(
        each for each in ignored.values() if selection.shows(each.reported.diagnostic)
    )
    own_findings = map(selection.judged, ledger.diagnostics(pack, selection.checks, silence))
    about = [each for each in own_findings if each is not None]
    kept += locate(each for each in about if selection.shows(each))
    return Chosen(pack, in_order(kept), suppressed, silence, (*judged, *about), hidden)


def told_once(chosen: Chosen, selection: Selection, locate: Locate) -> Chosen:
    """Leave out what other diagnostics explain.

    This comes last: what a comment ignores, the baseline knows or a restriction hides must explain
    nothing, or a new fault could hide behind an old one.
    """
    if not chosen.reported:
        return chosen
    from attune_packkit.checking.consequences import only_causes

    reported = {id(each.diagnostic): each for each in chosen.reported}
    told = only_causes([*(each.diagnostic for each in chosen.reported), *chosen.hidden])
    kept = [reported[id(each)] for each in told if id(each) in reported]
    raised = (each for each in told if id(each) not in reported and selection.shows(each))
    return replace(chosen, reported=in_order((*kept, *locate(raised))))


def _ignored(found: Sequence[Diagnostic], ledger: Ledger, locate: Locate) -> dict[int, Suppressed]:
    """Return by `id` the diagnostics that comments suppress."""
    commented = {ignore.path for ignore in ledger.ignores}
    ignored = {}
    for each in locate(one for one in found if one.path in commented):
        ignore = _ignore(each, ledger, locate)
        if ignore is not None:
            ignored[id(each.diagnostic)] = Suppressed(each, "ignore", ignore.reason)
    return ignored


def in_order(reported: Iterable[Reported]) -> tuple[Reported, ...]:
    """Sort by path, position, code and message."""
    return tuple(sorted(reported, key=lambda each: each.diagnostic.located(each.span).sort_key()))


def exit_code(packs: Iterable[PackResult], selection: Selection) -> ExitCode:
    """Return the exit code of a run: a crashed check weighs more than any diagnostic."""
    found = [each for pack in packs for each in pack.reported]
    if any(matches(INTERNAL, each.diagnostic.code) for each in found):
        return ExitCode.INTERNAL
    least = selection.fail_on
    failed = least is not None and any(each.severity >= least for each in found)
    return ExitCode.DIAGNOSTICS if failed else ExitCode.OK


def _ignore(each: Reported, ledger: Ledger, locate: Locate) -> Ignore | None:
    """Return the comment that suppresses a diagnostic."""
    diagnostic = each.diagnostic
    if not ledger.ignores or matches(INTERNAL, diagnostic.code):
        return None
    begins = each.span.line
    if diagnostic.place.within is not None:
        whole = replace(diagnostic, place=diagnostic.place.whole(), span=None)
        begins = locate([whole])[0].span.line
    return ledger.suppressing(each, begins)


def _blocked(diagnostics: Iterable[Diagnostic], checks: Mapping[str, Check]) -> frozenset[str]:
    """Return the files in which some checks did not run, or not every finding is reported."""
    return frozenset(
        each.path
        for each in diagnostics
        if matches(INTERNAL, each.code)
        or each.code == own.too_many.id
        or (each.severity is Severity.ERROR and _layer(each.code, checks) <= Layer.SCHEMA)
    )


def _layer(code: str, checks: Mapping[str, Check]) -> Layer:
    return checks[code].layer if code in checks else Layer.STRUCTURE
