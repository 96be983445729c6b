"""A name that is declared otherwise than everybody reads it: one slip, where it is declared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from attune_packkit.diagnostics import Place, Related
from attune_packkit.suggest import very_near
from attune_packkit.workflows.names import Names
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.slips import slip

_READS = frozenset({"workflow.undefined_variable", "workflow.undefined_parameter"})
_MOST_RELATED = 8
_UNUSED = frozenset({"workflow.unused_variable", "workflow.unused_parameter"})


def gathered(slips: Sequence[Slip], names: Names) -> Iterator[Slip]:
    """Yield the slips; several reads of a name that a declaration is one letter off become one.

    Where something is declared and not read, what is read several times may be that by its old
    name: it is told where it is first read. Nor is it told that nobody reads what some misspelt
    name surely means.
    """
    reads: dict[str, list[Slip]] = {}
    for each in slips:
        if each.code in _READS:
            reads.setdefault(_name(each), []).append(each)
    unread = _unread(names) if reads else {}
    meant = {name: very_near(name, unread) for name in reads}
    for each in slips:
        name = _name(each)
        if each.code in _READS and unread and len(reads[name]) > 1:
            if each is reads[name][0] and meant[name]:
                yield _at_declaration(reads[name], unread[meant[name]], meant[name])
            elif each is reads[name][0]:
                yield _naming_the_free(_with_others(reads[name]), unread)
        elif each.code in _READS:
            yield _naming_the_free(each, unread)
        elif each.code not in _UNUSED or name not in meant.values():
            yield each


def _name(found: Slip) -> str:
    return str(dict(found.finding.params).get("name", ""))


def _unread(names: Names) -> dict[str, Place]:
    """Return the parameters and variables that nobody reads or publishes, by name."""
    fields = names.parameters.fields if names.parameters else {}
    found = {
        name: field.place.on_key()
        for name, field in fields.items()
        if name not in names.read_parameters
    }
    for name, variable in names.variables.items():
        if name not in names.read and name not in names.published:
            found[name] = variable.name_at
    return found


def _naming_the_free(found: Slip, unread: dict[str, Place]) -> Slip:
    """Return a slip that, for want of a better hint, tells what alone is declared and not read."""
    if len(unread) != 1 or not found.finding.hint.startswith("declare it"):
        return found
    hint = f"declare it, or rename '{next(iter(unread))}', which nothing reads"
    return replace(found, finding=replace(found.finding, hint=hint))


def _with_others(reads: list[Slip]) -> Slip:
    """Return the first of several slips, with the places of the others."""
    places = (each.finding.place for each in reads[1 : _MOST_RELATED + 1])
    related = tuple(Related(place, "here, too") for place in places)
    return replace(reads[0], finding=replace(reads[0].finding, related=related))


def _at_declaration(reads: list[Slip], place: Place, declared: str) -> Slip:
    severities = [each.finding.severity for each in reads]
    return slip(
        reads[0].code,
        place,
        "{count} expressions read '{name}', and none '{declared}'",
        hint=f"did you mean '{_name(reads[0])}:'?",
        severity=None if None in severities else max(filter(None, severities)),
        count=len(reads),
        name=_name(reads[0]),
        declared=declared,
    )
