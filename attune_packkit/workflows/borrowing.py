"""What expressions do with the results and payloads that other packs declare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from attune_packkit.diagnostics import Finding, Severity, finding
from attune_packkit.expressions.nodes import Attribute, Index, Node
from attune_packkit.expressions.template import Template, parse_condition, parse_template
from attune_packkit.expressions.typer import TypeFault, Typer
from attune_packkit.expressions.types import ANY, STRING, Type, without_names
from attune_packkit.model.catalog import Catalog
from attune_packkit.model.component import Component
from attune_packkit.model.field_uses import Borrowed, FieldUse
from attune_packkit.model.outputs import inside_result
from attune_packkit.workflows.expectations import first_type, given_whole
from attune_packkit.workflows.meaning import Meaning, rule_templates
from attune_packkit.workflows.nullable import whole_type
from attune_packkit.workflows.paths import path_of, step_of
from attune_packkit.workflows.sites import Site

_VARIABLE = "variable '"
_NUMBERS = frozenset({"integer", "number"})

_Types: TypeAlias = dict[tuple[int, int], Type]
"""Types of what is read, by the offsets of the last step to it."""


def of_workflow(meaning: Meaning) -> Iterator[Borrowed]:
    """Yield the texts of a workflow that work with results of other packs' actions."""
    names = meaning.names
    reads = _by_place(use for use in names.uses if names.results(use.ref) is None)
    for site in meaning.sites if reads else ():
        found = reads.get(site.place)
        wanted, use = _wanted(meaning, site)
        if found and (wanted or _works_with(site.template)):
            condition = site.place.pointer[-1] == "when"
            yield Borrowed(
                text=site.template.text,
                place=site.place,
                reads=found,
                condition=condition,
                wanted=wanted,
                use=use,
            )


def of_rule(rule: Component, uses: list[FieldUse]) -> Iterator[Borrowed]:
    """Yield the texts of a rule that work with the payload of another pack's trigger."""
    reads = _by_place(uses)
    for place, template in rule_templates(rule):
        found = reads.get(place)
        if found and _works_with(template):
            yield Borrowed(template.text, place, found, place.pointer[0] == "conditions")


def _works_with(template: Template) -> bool:
    """Tell whether an expression does more with what it reads than to hand it on."""
    paths = [path_of(each.node) for each in template.expressions if each.node is not None]
    return any(path is None or (path.called and path.root.name != "result") for path in paths)


def _by_place(uses: Iterator[FieldUse] | list[FieldUse]) -> dict[object, tuple[FieldUse, ...]]:
    found: dict[object, tuple[FieldUse, ...]] = {}
    for use in uses:
        if use.path:
            found[use.place] = (*found.get(use.place, ()), use)
    return found


def _wanted(meaning: Meaning, site: Site) -> tuple[tuple[str, ...], str]:
    """Return the types of which one must come out at a site, and for what.

    A variable that has a first value keeps its type, unless its author knows better.
    """
    last = site.place.pointer[-1]
    if site.moment == "before" and last == "with_items":
        return ("array",), "with_items"
    if site.moment == "after" and last == site.publishes:
        for name, given in given_whole(meaning.workflow).get(site.publishes, ()):
            if given.types:
                return given.types, f"output '{name}', which is given this,"
        first = first_type(meaning.names, site.publishes)
        return (tuple(sorted(first.kinds)), f"{_VARIABLE}{site.publishes}'") if first else ((), "")
    output = meaning.workflow.output
    field = output.fields.get(site.publishes) if output and site.moment == "end" else None
    if field is None or last != site.publishes:
        return (), ""
    return field.types, f"output '{site.publishes}'"


def misuses(borrowed: Borrowed, catalog: Catalog) -> Iterator[Finding]:
    """Yield what cannot work, given what the other packs declare."""
    types: _Types = {}
    for use in borrowed.reads:
        of = _declared(use, catalog)
        if of is not None:
            types[use.at[-1]] = of
    template = (parse_condition if borrowed.condition else parse_template)(borrowed.text)
    if types and not template.has_statements:
        yield from _in_expressions(borrowed, template, types)


def _in_expressions(borrowed: Borrowed, template: Template, types: _Types) -> Iterator[Finding]:
    for node in (each.node for each in template.expressions if each.node is not None):
        of, faults = _typed(node, types)
        known = _typed(node, {})[1] if faults else []
        for fault in faults:
            if fault not in known:
                at = borrowed.place.part(fault.start, fault.end)
                yield finding(at, "{message}", hint=fault.hint, message=fault.message)
        given = of if template.whole else STRING
        if not faults and given.certain and _never(given, borrowed.wanted):
            yield finding(
                borrowed.place,
                "{use} takes {wanted}, and this gives {found}",
                severity=Severity.INFO if borrowed.use.startswith(_VARIABLE) else None,
                use=borrowed.use,
                wanted=str(Type(frozenset(borrowed.wanted))),
                found=str(given),
            )


def _never(given: Type, wanted: tuple[str, ...]) -> bool:
    kinds = given.kinds - {"null"}
    taken = {*wanted} | (_NUMBERS if _NUMBERS & {*wanted} else frozenset())
    return bool(wanted and kinds) and kinds.isdisjoint(taken)


def _typed(node: Node, types: _Types) -> tuple[Type, list[TypeFault]]:
    def member(read: Attribute | Index) -> Type | None:
        step = step_of(read)
        return types.get((step.start, step.end)) if step else None

    typer = Typer(lambda name: ANY, member)
    return typer.type_of(node), typer.faults


def _declared(use: FieldUse, catalog: Catalog) -> Type | None:
    """Return the type that a schema declares for what is read; None where it does not."""
    schema = catalog.output(use.kind, use.ref)
    of = whole_type(schema) if schema else None
    for step, _ in inside_result(use, schema) if schema else ():
        of = of.fields.get(step) if of is not None and of.fields else None
    return None if of is None else without_names(of)
