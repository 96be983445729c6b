"""What a place in a workflow has to be given, held against what its expression gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.expressions.template import parse_template
from attune_packkit.expressions.types import ANY, NUMBER, Type, of_value
from attune_packkit.model.refs import is_template
from attune_packkit.model.schema import Field
from attune_packkit.model.transitions import Publish
from attune_packkit.model.validation import validate_value
from attune_packkit.model.workflow import Workflow
from attune_packkit.workflows.name_types import NameTypes
from attune_packkit.workflows.names import Names
from attune_packkit.workflows.nullable import field_type
from attune_packkit.workflows.paths import path_of
from attune_packkit.workflows.sites import Site
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.slips import slip

_JUDGED = frozenset({"type", "enum", "const"})
_NUMBERS = frozenset({"integer", "number"})
_CHANGED = "workflow.publish_type"
_OUTPUT = "workflow.output_map_type"

_Whole: TypeAlias = dict[str, list[tuple[str, Field]]]
"""The declared outputs that are given a variable and nothing else, by variable."""
_COUNTS = frozenset(
    {"timeout", "join", "batch_size", "concurrency", "count", "delay", "max_delay", "inquiry"}
)


def expectations(
    known: NameTypes, sites: tuple[Site, ...], types: tuple[Type, ...]
) -> Iterator[Slip]:
    """Yield what certainly is of another type than it has to be, each place once.

    What is wrong where a variable is published need not be told where it is given out, too.
    """
    found = list(_all(known, sites, types))
    told = {each.finding.place for each in found if each.code != _CHANGED}
    outputs = {_output(each) for each in found if not _is_given(each)}
    for each in found:
        again = _is_given(each) and _output(each) in outputs
        if not again and (each.code != _CHANGED or each.finding.place not in told):
            yield each


def _is_given(found: Slip) -> bool:
    """Tell whether a slip is in the output_map itself."""
    return found.code == _OUTPUT and "output_map" in found.finding.place.pointer[-2:]


def _output(found: Slip) -> object:
    """Return the name of the output that a slip is about; None if it is about none."""
    return dict(found.finding.params)["name"] if found.code == _OUTPUT else None


def _all(known: NameTypes, sites: tuple[Site, ...], types: tuple[Type, ...]) -> Iterator[Slip]:
    names = known.names
    workflow = names.workflow
    whole = given_whole(workflow)
    yield from _published(known, whole)
    for site, of in zip(sites, types, strict=True):
        last = site.place.pointer[-1]
        if site.moment == "end":
            yield from _result(workflow, site.publishes, of, site)
        elif site.moment == "after" and last == site.publishes:
            yield from _changed(names, site.publishes, of, site.place)
            for output, field in whole.get(site.publishes, ()):
                yield from _given_out(output, field, of, site.place)
        elif site.moment == "before" and last == "with_items":
            yield from _items(site, of)
        elif site.task is not None and site.place == site.task.at("input"):
            yield from _whole_input(site, of)
        elif site.moment in ("before", "retry") and last in _COUNTS:
            yield from _counted(site, of)
    for name, value in workflow.output_map.items():
        if isinstance(value, str) and not is_template(value):
            yield from _written(workflow, name, value)


def _published(known: NameTypes, whole: _Whole) -> Iterator[Slip]:
    """Judge what is written out where a variable is published."""
    names = known.names
    for name, listed in names.published.items():
        for each in listed:
            if is_template(each.value):
                continue
            if each.value is None:
                yield from _published_bare(known, name, each, whole)
                continue
            yield from _changed(names, name, of_value(each.value), each.place)
            for output, field in whole.get(name, ()):
                yield from _given_out_as_written(output, field, each)


def _published_bare(known: NameTypes, name: str, publish: Publish, whole: _Whole) -> Iterator[Slip]:
    """Judge a name without a value, which is given the whole result of the task."""
    names = known.names
    task = names.publishers.get(publish.place)
    of = known.of_result(task) if task and publish.place.pointer[-1] != name else ANY
    yield from _changed(names, name, of, publish.place)
    for output, field in whole.get(name, ()):
        yield from _given_out(output, field, of, publish.place)


def _given_out_as_written(output: str, field: Field, publish: Publish) -> Iterator[Slip]:
    faults = validate_value(field.raw, publish.value)
    if any(fault.keyword in _JUDGED and not fault.pointer for fault in faults):
        yield slip(
            _OUTPUT,
            publish.place,
            "output '{name}', which is given this, {words}",
            hint="publish what is declared, or declare what is published",
            name=output,
            words=faults[0].words,
        )


def given_whole(workflow: Workflow) -> _Whole:
    """Return the declared outputs that are given a variable and nothing else, by variable.

    Not where the first value of the variable is none for the output: then the two do not belong
    together, whatever is published.
    """
    found: _Whole = {}
    outputs = workflow.output.fields if workflow.output else {}
    firsts = {each.name: each.value for each in workflow.variables} if outputs else {}
    for output, value in workflow.output_map.items() if outputs else ():
        variable = _variable(value) if output in outputs else ""
        if variable and _goes_with(firsts.get(variable), outputs[output]):
            found.setdefault(variable, []).append((output, outputs[output]))
    return found


def _goes_with(first: Value, field: Field) -> bool:
    wanted = field_type(field)
    of = of_value(first)
    return first is None or first == "" or not of.kinds.isdisjoint(wanted.kinds | _numbers(wanted))


def _given_out(output: str, field: Field, of: Type, place: Place) -> Iterator[Slip]:
    """Judge what is published where an output is given the variable whole."""
    kinds, wanted = of.kinds - {"null"}, field_type(field)
    if of.certain and kinds and kinds.isdisjoint(wanted.kinds | _numbers(wanted)):
        yield slip(
            _OUTPUT,
            place,
            "output '{name}', which is given this, is declared as {wanted}, and this is {found}",
            hint="publish what is declared, or declare what is published",
            name=output,
            wanted=" or ".join(field.types),
            found=str(of),
        )


def _numbers(of: Type) -> frozenset[str]:
    return _NUMBERS if of.kinds & _NUMBERS else frozenset()


def _variable(value: Value) -> str:
    """Return the variable that a template is and nothing else."""
    template = parse_template(value) if isinstance(value, str) else None
    if template is None or not template.whole or template.faults:
        return ""
    node = template.expressions[0].node
    path = path_of(node) if node is not None else None
    names = path.names if path and not path.called and not path.dynamic else ()
    if len(names) == 2 and names[0] in ("workflow", "vars", "variables"):
        return names[1]
    return names[0] if len(names) == 1 else ""


def _changed(names: Names, name: str, of: Type, place: Place) -> Iterator[Slip]:
    """Judge what is published by the first value of the variable, if that tells its type."""
    wanted = first_type(names, name)
    kinds = of.kinds - {"null"}
    if wanted and of.certain and kinds and kinds.isdisjoint(wanted.kinds):
        yield slip(
            _CHANGED,
            place,
            "'{name}' starts as {wanted}, and here {found} is published",
            hint="publish what the variable is there for, or give it another first value",
            name=name,
            wanted=str(wanted),
            found=str(of),
        )


def _counted(site: Site, of: Type) -> Iterator[Slip]:
    """Judge what has to be a whole number, or text that reads as one."""
    kinds = of.kinds - {"null"}
    readable = of.choices is None or any(text.strip().isdecimal() for text in of.choices)
    if of.certain and kinds and kinds.isdisjoint({*_NUMBERS, *(["string"] if readable else [])}):
        yield slip(
            "expression.type",
            site.place,
            "'{name}' takes a whole number, and this gives {found}",
            name=str(site.place.pointer[-1]),
            found=str(of),
        )


def _whole_input(site: Site, of: Type) -> Iterator[Slip]:
    """Judge a template that stands for all of the input."""
    if of.certain and of.never("object") and not of.only("null"):
        yield slip(
            "expression.type",
            site.place,
            "'input' takes a mapping of parameters, and this gives {found}",
            hint="write each parameter below 'input' with its value",
            found=str(of),
        )


def first_type(names: Names, name: str) -> Type | None:
    """Return the type of a variable's first value; None where that tells nothing of the others."""
    variable = names.variables.get(name)
    first = variable.value if variable else None
    if not isinstance(first, bool | int | float | str) or first == "" or is_template(first):
        return None
    of = of_value(first)
    return NUMBER if of.only(*_NUMBERS) else of


def _items(site: Site, of: Type) -> Iterator[Slip]:
    if of.certain and of.never("array") and not of.only("null"):
        yield slip(
            "workflow.with_items_type",
            site.place,
            "with_items goes through a list, and this gives {found}",
            hint="name the list itself, as a template that is all of the text",
            found=str(of),
        )


def _result(workflow: Workflow, name: str, of: Type, site: Site) -> Iterator[Slip]:
    field = workflow.output.fields.get(name) if workflow.output else None
    if field is None or site.place.pointer[-1] != name or not of.certain:
        return
    wanted = field_type(field)
    kinds = of.kinds - {"null"}
    if kinds and kinds.isdisjoint(wanted.kinds | _numbers(wanted)):
        yield slip(
            _OUTPUT,
            site.place,
            "output '{name}' is declared as {wanted}, and this gives {found}",
            hint="give it what is declared, or declare what it gives",
            name=name,
            wanted=" or ".join(field.types),
            found=str(of),
        )


def _written(workflow: Workflow, name: str, value: Value) -> Iterator[Slip]:
    """Judge a text without a template: it is given as it stands."""
    field = workflow.output.fields.get(name) if workflow.output else None
    wanted = field_type(field) if field else None
    text = of_value(value)
    if field is None or wanted is None or not isinstance(value, str):
        return
    listed = wanted.choices
    if wanted.never("string") or (listed is not None and value not in listed):
        yield slip(
            _OUTPUT,
            workflow.root.at("output_map", name),
            "output '{name}' is declared as {wanted}, and this is the text {found}",
            hint="a value is read with '{{ … }}'",
            name=name,
            wanted=" or ".join(sorted(listed) if listed else field.types),
            found=repr(value) if len(value) < 60 else str(text),
        )
