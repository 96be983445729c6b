"""What is wrong with the arguments of a rule, queue or task, as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from attune_packkit.diagnostics import Finding, Severity, finding
from attune_packkit.documents.document import Value
from attune_packkit.escaping import shown
from attune_packkit.model.arguments import Comparison, Unknown
from attune_packkit.model.catalog import Catalog
from attune_packkit.model.formats import unfit
from attune_packkit.model.outputs import declared
from attune_packkit.model.refs import is_template
from attune_packkit.model.schema import Field, types_of
from attune_packkit.model.summary import Call, TypedArgument
from attune_packkit.model.validation import validate_value
from attune_packkit.spans import dotted

_MOST_SHOWN = 8
_MOST_JUDGED = 40
_MANY = 2
"""As many foreign arguments speak against the target rather than against themselves."""


def missing_arguments(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """Yield a finding for each required parameter that is not passed.

    Where an argument has nearly that name, the finding is that it is misspelt; where it stands in
    one that the target does not have, that it stands too deep; and where most of what is passed is
    unknown, that the target is another one.
    """
    strangers = _strangers(call, comparison)
    if strangers:
        yield _another(call, comparison, strangers)
        return
    misspelt, deeper = _misspelt(call, comparison), _too_deep(call, comparison)
    told: set[str] = set()
    for field in comparison.missing:
        if field.name in misspelt:
            yield _misnamed(call, field.name, misspelt[field.name].name)
            continue
        if field.name in deeper:
            around = deeper[field.name]
            if around not in told:
                yield _misplaced(call, field.name, around)
            told.add(around)
            continue
        yield finding(
            call.arguments_at,
            "{kind} '{ref}' requires the parameter {name}",
            hint=f"pass it under '{'input' if call.task else f'{call.target.kind}_params'}'",
            kind=call.target.kind,
            ref=call.target.ref,
            name=shown(field.name),
        )


def _misnamed(call: Call, name: str, given: str) -> Finding:
    return finding(
        call.arguments_at.key(given),
        "{kind} '{ref}' requires the parameter {name}; it has none called {given}",
        hint=f"did you mean '{name}'?",
        kind=call.target.kind,
        ref=call.target.ref,
        name=shown(name),
        given=shown(given),
    )


def _strangers(call: Call, comparison: Comparison) -> list[str]:
    """Return the arguments that are foreign to the target, if it evidently is not what is meant.

    Then it lacks some that it requires, too, and nothing tells which of these a foreign one is.
    """
    found = [each.name for each in comparison.unknown if not each.near]
    alone = comparison.missing and len(found) >= _MANY and not _too_deep(call, comparison)
    return found if alone and 2 * len(found) > len(call.arguments) else []


def _another(call: Call, comparison: Comparison, strangers: list[str]) -> Finding:
    return finding(
        call.target.place,
        "{kind} '{ref}' requires {wanted}, and has no parameter {given}",
        hint=f"is another {call.target.kind} meant?",
        kind=call.target.kind,
        ref=call.target.ref,
        wanted=_some(tuple(shown(field.name) for field in comparison.missing)),
        given=_some(tuple(map(shown, strangers))),
    )


def _misplaced(call: Call, name: str, given: str) -> Finding:
    return finding(
        call.arguments_at.key(given),
        "{kind} '{ref}' requires the parameter {name}; it stands in {given}, which is none",
        hint=f"write what is in {shown(given)} one level further out",
        kind=call.target.kind,
        ref=call.target.ref,
        name=shown(name),
        given=shown(given),
    )


def _too_deep(call: Call, comparison: Comparison) -> dict[str, str]:
    """Return by required parameter the unknown argument in which it stands."""
    found: dict[str, str] = {}
    for unknown in comparison.unknown:
        held = None if unknown.inside else call.arguments.get(unknown.name)
        for field in comparison.missing if isinstance(held, dict) else ():
            if isinstance(held, dict) and field.name in held:
                found.setdefault(field.name, unknown.name)
    return found


def _misspelt(call: Call, comparison: Comparison) -> dict[str, Unknown]:
    """Return by required parameter the argument that has another name for it.

    It is a misspelling of that, or the only thing that is too much where one is missing.
    """
    missing = {field.name for field in comparison.missing}
    found: dict[str, Unknown] = {}
    for unknown in comparison.unknown:
        if unknown.near in missing and not unknown.inside:
            found.setdefault(unknown.near, unknown)
    if len(comparison.missing) == len(comparison.unknown) == 1:
        only = comparison.unknown[0]
        if not (only.near or only.inside or _too_deep(call, comparison)):
            found[comparison.missing[0].name] = only
    return found


def unknown_arguments(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """Yield a finding for each argument without a parameter, an error where it is refused."""
    if _strangers(call, comparison):
        return
    misspelt, deeper = _misspelt(call, comparison), set(_too_deep(call, comparison).values())
    for unknown in comparison.unknown:
        known = unknown in misspelt.values()
        if known or (unknown.name in deeper and not unknown.inside):
            continue
        yield finding(
            call.arguments_at.at(*unknown.inside).key(unknown.name),
            "{kind} '{ref}' has no parameter {name}",
            hint=f"did you mean '{unknown.near}'?" if unknown.near else "",
            severity=None if unknown.refused else Severity.WARNING,
            kind=call.target.kind,
            ref=call.target.ref,
            name=shown(dotted((*unknown.inside, unknown.name))),
        )


def wrong_arguments(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """Yield a finding for each written value that a parameter does not take."""
    for fault in comparison.wrong:
        yield finding(
            fault.place_in(call.arguments_at),
            "{part} of {kind} '{ref}' {words}",
            hint=fault.hint,
            part=shown(dotted(fault.pointer)),
            kind=call.target.kind,
            ref=call.target.ref,
            words=replace(fault, pointer=()).words,
        )


def mistyped_arguments(call: Call, catalog: Catalog) -> Iterator[Finding]:
    """Yield a finding for each template whose type is known and is none that the parameter takes.

    A template that may also give null, which is as good as nothing, is not certain to fail.
    """
    texts = {name: value for name, value in call.arguments.items() if isinstance(value, str)}
    defined = catalog.find(call.target.kind, call.target.ref) if call.typed or texts else None
    schema = catalog.parameters(defined) if defined and not defined.opaque else None
    fields = schema.fields if schema else {}
    yield from _unfit_texts(call, texts, fields)
    for given in call.typed:
        field = fields.get(given.name)
        clash = _clash(_told(given, catalog), field) if field and field.types else None
        if clash:
            yield finding(
                call.arguments_at.at(given.name),
                "{part} of {kind} '{ref}' takes {wanted}, and this gives {found}",
                severity=None if given.sure and clash.certain else Severity.WARNING,
                part=shown(given.name),
                kind=call.target.kind,
                ref=call.target.ref,
                wanted=clash.wanted,
                found=clash.found,
            )


def _unfit_texts(call: Call, texts: dict[str, str], fields: dict[str, Field]) -> Iterator[Finding]:
    """Yield a warning for each text that is evidently not of the format that is asked for."""
    for name, text in texts.items():
        form = fields[name].raw.get("format") if name in fields else None
        wanted = unfit(form, text) if isinstance(form, str) and not is_template(text) else ""
        if wanted:
            yield finding(
                call.arguments_at.at(name),
                "{part} of {kind} '{ref}' is {found}, which is not of format '{form}'",
                hint=f"write {wanted}",
                severity=Severity.WARNING,
                part=shown(name),
                kind=call.target.kind,
                ref=call.target.ref,
                found=shown(text),
                form=str(form),
            )


def _told(given: TypedArgument, catalog: Catalog) -> TypedArgument:
    """Return an argument with the types that a schema declares for what it reads."""
    raw = declared(given.read, catalog) if given.read else {}
    if not raw:
        return given
    return replace(
        given,
        kinds=_kinds(raw),
        choices=_choices(raw),
        entries=_kinds(raw.get("items")) if _kinds(raw) == ("array",) else (),
    )


class _Clash(NamedTuple):
    """What a parameter takes, what else it is given, and whether that is certain to happen."""

    wanted: str
    found: str
    certain: bool = True


def _clash(given: TypedArgument, field: Field) -> _Clash | None:
    """Compare a parameter with what it is given; None if that may be right.

    A list may be empty, so the wrong entries are not certain.
    """
    if given.kinds and _never(given.kinds, field.types):
        return _Clash(" or ".join(field.types), " or ".join(given.kinds))
    faults = [validate_value(field.raw, text) for text in given.choices[:_MOST_JUDGED]]
    if faults and all(faults) and len(faults) == len(given.choices):
        found = f"one of {_some(given.choices)}" if len(faults) > 1 else shown(given.choices[0])
        return _Clash(faults[0][0].expected, found)
    entries = _kinds(field.raw.get("items"))
    if given.entries and entries and _never(given.entries, entries):
        wanted, found = (f"a list of {' or '.join(each)}" for each in (entries, given.entries))
        return _Clash(wanted, found, certain=False)
    return None


def _kinds(raw: Value) -> tuple[str, ...]:
    return tuple(kind for kind in types_of(raw) if kind != "null") if isinstance(raw, dict) else ()


def _choices(raw: dict[str, Value]) -> tuple[str, ...]:
    """Return the texts that a schema allows; empty where it allows any, or other values."""
    listed = raw.get("enum")
    if not isinstance(listed, list):
        return ()
    texts = tuple(each for each in listed if isinstance(each, str))
    return texts if len(texts) == len(listed) else ()


def _some(texts: tuple[str, ...]) -> str:
    return ", ".join(texts[:_MOST_SHOWN]) + (", …" * (len(texts) > _MOST_SHOWN))


def _never(kinds: Iterable[str], types: Iterable[str]) -> bool:
    """Tell whether no value of these kinds is of one of these types; integers are numbers."""
    numbers = {"integer", "number"}
    taken = set(types)
    if taken & numbers:
        taken |= numbers
    return taken.isdisjoint(kinds)
