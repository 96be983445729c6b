"""Check the workflows of one pack as an installation does, in which all packs are known."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.checking.codes import matches
from attune_packkit.checking.result import PackResult, Reported, RunResult
from attune_packkit.checking.selection import INTERNAL
from attune_packkit.config import Settings
from attune_packkit.diagnostics import Severity
from attune_packkit.errors import ExitCode, PackkitError, SourceError, UsageError
from attune_packkit.escaping import clipped
from attune_packkit.model.pack import Pack, linked_path
from attune_packkit.model.refs import ref_fault
from attune_packkit.reporters.plain import encodable
from attune_packkit.session import Session
from attune_packkit.sources.local import Found, NoPackError, find_packs
from attune_packkit.suggest import did_you_mean

_UNDEFINED_ACTION = "workflow.undefined_action"
_MISSING_FIELD = "metadata.missing_field"


class Validated(Struct, frozen=True):
    """What validating the workflows of one pack came to, its messages by workflow."""

    pack_ref: str
    count: int
    errors: dict[str, list[str]]
    warnings: dict[str, list[str]]
    unknown_actions: bool
    exit_code: ExitCode


def validate(settings: Settings, pack: str, places: list[str], *, fall_back: bool) -> Validated:
    """Check the workflows of the pack at a path or with a ref; `places` hold the known packs.

    With `fall_back` a ref that is not there is looked for in the installation's own folder.
    Raises `PackkitError` if a check crashes: nobody knows what it would have found.
    """
    settings = _strict(settings)
    session = Session(settings)
    here = find_packs([pack]) if os.path.lexists(pack) else []
    if not here and ref_fault(pack):
        if os.path.lexists(pack):
            raise NoPackError([pack])
        raise SourceError(f"path '{pack}' does not exist")
    if here:
        result, target = _at_path(session, pack, here, places)
    else:
        result, target = _with_ref(session, pack, places, settings, fall_back=fall_back)
    _refuse_crashes(result)
    files = list(_workflow_files(next(session.packs([target.path]))[1]))
    errors = _messages(target, files, Severity.ERROR)
    warnings = _messages(target, files, Severity.WARNING)
    unknown = any(each.diagnostic.code == _UNDEFINED_ACTION for each in target.reported)
    return Validated(
        pack_ref=target.ref,
        count=len(files),
        errors=errors,
        warnings=warnings,
        unknown_actions=unknown,
        exit_code=ExitCode.DIAGNOSTICS if errors else ExitCode.OK,
    )


def _refuse_crashes(result: RunResult) -> None:
    for _, each in result.every_reported():
        if matches(INTERNAL, each.diagnostic.code):
            raise PackkitError(each.diagnostic.message, hint="packkit validate tells more")


def _strict(settings: Settings) -> Settings:
    """Make it an error if no known pack has an action, whatever other packs may exist."""
    overrides = (*settings.overrides, (_UNDEFINED_ACTION, Severity.ERROR.label))
    return replace(settings, overrides=overrides)


def _at_path(
    session: Session, path: str, here: Sequence[Found], places: list[str]
) -> tuple[RunResult, PackResult]:
    """Check the pack at a path; copies of it elsewhere do not count."""
    if len(here) > 1:
        raise UsageError(
            f"there are {len(here)} packs in '{path}'",
            hint=f"name one of them, such as {here[0].path}, and the folder with --packs",
        )
    result = session.validate([here[0].path, *places])
    roots = {pack.path: os.path.realpath(pack.path) for pack in result.packs}
    target = next(pack for pack in result.packs if roots[pack.path] == here[0].root)
    others = [p.path for p in result.packs if p is target or p.ref != target.ref]
    if len(others) < len(result.packs):
        result = session.validate(others)
        target = next(pack for pack in result.packs if pack.path == target.path)
    return result, target


def _with_ref(
    session: Session, ref: str, places: list[str], settings: Settings, *, fall_back: bool
) -> tuple[RunResult, PackResult]:
    """Check the pack with a ref."""
    result = session.validate(places)
    found = [pack for pack in result.packs if pack.ref == ref]
    installed = settings.packs_base_dir
    if not found and fall_back and os.path.isdir(installed):
        places = [*places, installed]
        result = session.validate(places)
        found = [pack for pack in result.packs if pack.ref == ref]
    if not result.packs:
        raise NoPackError(places)
    if not found:
        packs = [pack.ref for pack in result.packs]
        within = next((pack for pack in packs if ref.startswith(f"{pack}.")), "")
        hint = f"name the pack: {within}" if within else did_you_mean(ref, packs)
        raise UsageError(f"pack '{ref}' not found in {', '.join(places)}", hint=hint)
    if len(found) > 1:
        paths = ", ".join(pack.path for pack in found)
        raise UsageError(
            f"{len(found)} packs are called '{ref}': {paths}", hint="name one by its path"
        )
    return result, found[0]


def _workflow_files(pack: Pack) -> Iterator[tuple[str, set[str]]]:
    """Yield each workflow's ref and files; one that an action names has two."""
    for component in pack.of("workflow"):
        yield component.ref, {component.path}
    for action in pack.of("action"):
        if action.has("workflow_file"):
            yield action.ref, {action.path, linked_path(action)}


def _messages(
    result: PackResult, workflows: Iterable[tuple[str, set[str]]], severity: Severity
) -> dict[str, list[str]]:
    by_file: dict[str, list[str]] = {}
    for each in result.reported:
        if each.severity is severity:
            by_file.setdefault(each.diagnostic.path, []).append(_message(each))
    found: dict[str, list[str]] = {}
    for ref, files in workflows:
        messages = [message for path in sorted(files) for message in by_file.get(path, ())]
        if messages:
            found[ref] = list(dict.fromkeys([*found.get(ref, ()), *messages]))
    return dict(sorted(found.items()))


def _message(each: Reported) -> str:
    """Return a message in the words of the workflow API where it has words for it."""
    found, params = each.diagnostic, dict(each.diagnostic.params)
    if found.code == _MISSING_FIELD and {"name", "where"} <= params.keys():
        return encodable(clipped(f"Missing required field: {params['name']}{params['where']}"))
    return encodable(clipped(found.message))
