"""What packkit itself reports: about ignore comments, its limits, the baseline, broken checks.

The engine does not run these: whoever meets the case calls the check's function with what it met.
They are checks all the same, so they have an id, a page, and can be selected and overridden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attune_packkit.checking.check import Check, check
from attune_packkit.checking.codes import with_prefixes
from attune_packkit.diagnostics import Diagnostic, Finding, Place, Severity, finding
from attune_packkit.documents.comments import Ignore
from attune_packkit.errors import PluginCrashError, PluginError
from attune_packkit.escaping import shown
from attune_packkit.suggest import did_you_mean


@check("ignore.unused", severity="warning", layer="structure", since="0.1")
def unused_ignore(ignore: Ignore, codes: tuple[str, ...], doubtful: bool) -> Iterator[Finding]:
    """An ignore comment suppresses nothing.

    What it was written for has been mended, has moved to another line, or was never reported. Left
    alone, the comment would hide the next fault of the kind. Nothing is said about a file in which
    an error keeps other checks away, or about checks that this run does not select. Where packs
    outside this run may be the reason, the severity is info.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0" # packkit: ignore[yaml.duplicate_key] both are needed
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        ```
    """
    yield finding(
        _place(ignore),
        "nothing is suppressed by this ignore of {codes}",
        hint="remove the comment" if codes == ignore.codes else "remove them from the comment",
        severity=Severity.INFO if doubtful else None,
        codes=", ".join(map(shown, codes)) or "everything",
    )


@check("ignore.unknown_code", severity="warning", layer="structure", since="0.1")
def unknown_ignore(ignore: Ignore, code: str, known: Mapping[str, Check]) -> Iterator[Finding]:
    """An ignore comment names a code that no check has.

    It suppresses nothing, and the diagnostic it is meant for is still reported.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0" # packkit: ignore[yaml.dublicate_key] both are needed
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        label: Parcel Service # packkit: ignore[yaml.duplicate_key] both are needed
        version: "1.0.0"
        ```
    """
    yield finding(
        _place(ignore),
        "no check is called {code}",
        hint=did_you_mean(code, with_prefixes(known)) or "packkit checks lists them all",
        code=shown(code),
    )


@check("ignore.no_reason", severity="info", layer="structure", since="0.1")
def ignore_without_reason(ignore: Ignore) -> Iterator[Finding]:
    """An ignore comment does not say why.

    Whoever reads it later cannot tell whether it is still needed.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        label: Parcel Service # packkit: ignore[yaml.duplicate_key]
        version: "1.0.0"
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        label: Parcel Service # packkit: ignore[yaml.duplicate_key] renamed at the next release
        version: "1.0.0"
        ```
    """
    yield finding(
        _place(ignore),
        "this ignore comment gives no reason",
        hint="write why after the bracket",
    )


@check("baseline.fixed", severity="warning", layer="structure", since="0.1")
def fixed_entry(path: str, code: str, count: int, doubtful: bool) -> Iterator[Finding]:
    """The baseline holds a diagnostic that is no longer found.

    A baseline lists what a pack was allowed to have when it was written. An entry that stays after
    its fault is mended would let the same fault back in. Nothing is said about a file in which an
    error keeps other checks away, or about checks that this run does not select. Where packs
    outside this run may be the reason, the severity is info.

    Bad:
        A baseline with an entry for a key that is no longer there twice.

    Good:
        The same baseline after `packkit validate --update-baseline`.
    """
    yield finding(
        Place(path),
        "the baseline allows {count} × '{code}' here that is fixed",
        hint="drop it with --update-baseline",
        severity=Severity.INFO if doubtful else None,
        code=code,
        count=count,
    )


@check("internal.check_crashed", severity="error", layer="structure", since="0.1")
def crashed_check(
    kind: str, name: str, source: str, path: str, error: BaseException
) -> Iterator[Finding]:
    """A check, or an input of checks, failed with an exception of its own or took too long.

    The fault is in the check, not in the pack. The other checks went on, but what this one would
    have found is unknown, so the run ends with exit code 3. It can be neither ignored nor
    deselected; a plugin can be left out with `-p no:NAME`.

    Bad:
        A check of a plugin that reads a field without looking whether the pack has it.

    Good:
        A check that takes every pack, whatever it holds.
    """
    yield finding(
        Place(path),
        "{kind} '{name}' of {source} crashed: {error}",
        hint=f"report it to the authors of {source}; the other checks went on",
        kind=kind,
        name=name,
        source=source,
        error=f"{type(error).__name__}: {error}",
    )


@check("internal.plugin_crashed", severity="error", layer="structure", since="0.1")
def crashed_plugin(path: str, error: PluginCrashError) -> Iterator[Finding]:
    """A hook, an executor or a reporter of a plugin failed with an exception of its own.

    The fault is in the plugin, not in the pack that the diagnostic stands with, which is the first
    of the run. All packs have been checked all the same. What the plugin would have done is
    missing, and its checks too if a hook that returns objects failed, so the run ends with exit
    code 3. It can be neither ignored nor deselected; a plugin can be left out with `-p no:NAME`.

    Bad:
        A plugin that writes to a service when a run ends, and does not expect it to be down.

    Good:
        A plugin that expects what may fail, and says so on standard error.
    """
    yield finding(Place(path), "{what}", hint=error.hint, what=error.message)


@check("limits.diagnostics", severity="warning", layer="structure", since="0.1")
def too_many(path: str, limit: int, whole: str) -> Iterator[Finding]:
    """A file or a pack has more diagnostics than are reported.

    A report that nobody can read helps nobody, and a hostile file must not fill memory or disk.
    Mend what is reported and run again.

    Bad:
        A file with thousands of faults.

    Good:
        A file with fewer faults than the limit, best of all with none.
    """
    yield finding(
        Place(path),
        "more than {limit} diagnostics in this {whole}; the rest is not shown",
        limit=limit,
        whole=whole,
    )


OWN: dict[str, Check] = {
    each.id: each
    for each in (
        fixed_entry,
        ignore_without_reason,
        unknown_ignore,
        unused_ignore,
        crashed_check,
        crashed_plugin,
        too_many,
    )
}
"""What packkit itself reports, by id."""


def catalogue(checks: Mapping[str, Check]) -> dict[str, Check]:
    """Return all checks, the run's and our own, sorted by id.

    Raises `PluginError` if a plugin claims an id of ours.
    """
    for code in OWN.keys() & checks.keys():
        raise PluginError(f"check '{code}' is defined by packkit and by {checks[code].source}")
    return dict(sorted({**checks, **OWN}.items()))


def report(own_check: Check, pack: str, *arguments: object) -> Iterator[Diagnostic]:
    """Yield what one of our own checks finds in the pack called `pack`."""
    for found in own_check.function(*arguments):
        yield found.diagnosed(own_check.id, found.severity or own_check.severity, pack)


def _place(ignore: Ignore) -> Place:
    return Place(ignore.path, span=ignore.span)
