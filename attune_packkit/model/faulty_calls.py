"""What is wrong with the arguments of a rule, queue or task, as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from attune_packkit.diagnostics import Finding, Severity, finding
from attune_packkit.model.arguments import Comparison
from attune_packkit.model.catalog import Catalog
from attune_packkit.model.outputs import declared_kinds
from attune_packkit.model.refs import shown
from attune_packkit.model.summary import Call
from attune_packkit.spans import dotted


def missing_arguments(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """Yield a finding for each required parameter that is not passed."""
    for field in comparison.missing:
        yield finding(
            call.arguments_at,
            "{kind} '{ref}' requires the parameter {name}",
            hint=f"pass it under '{'input' if call.task else f'{call.target.kind}_params'}'",
            kind=call.target.kind,
            ref=call.target.ref,
            name=shown(field.name),
        )


def unknown_arguments(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """Yield a finding for each argument without a parameter, an error where it is refused."""
    for unknown in comparison.unknown:
        yield finding(
            call.arguments_at.key(unknown.name),
            "{kind} '{ref}' has no parameter {name}",
            hint=f"did you mean '{unknown.near}'?" if unknown.near else "",
            severity=None if unknown.refused else Severity.WARNING,
            kind=call.target.kind,
            ref=call.target.ref,
            name=shown(unknown.name),
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
    defined = catalog.find(call.target.kind, call.target.ref) if call.typed else None
    schema = catalog.parameters(defined) if defined and not defined.opaque else None
    for given in call.typed if schema else ():
        field = schema.fields.get(given.name) if schema else None
        kinds = given.kinds if given.read is None else declared_kinds(given.read, catalog)
        if field is None or not field.types or not kinds or not _never(kinds, field.types):
            continue
        yield finding(
            call.arguments_at.at(given.name),
            "{part} of {kind} '{ref}' takes {wanted}, and this gives {found}",
            severity=None if given.sure else Severity.WARNING,
            part=shown(given.name),
            kind=call.target.kind,
            ref=call.target.ref,
            wanted=" or ".join(field.types),
            found=" or ".join(kinds),
        )


def _never(kinds: Iterable[str], types: Iterable[str]) -> bool:
    """Tell whether no value of these kinds is of one of these types; integers are numbers."""
    numbers = {"integer", "number"}
    taken = set(types)
    if taken & numbers:
        taken |= numbers
    return taken.isdisjoint(kinds)
