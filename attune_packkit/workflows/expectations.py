"""What a place in a workflow has to be given, held against what its expression gives."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.documents.document import Value
from attune_packkit.expressions.template import parse_template
from attune_packkit.expressions.types import Type, of_value
from attune_packkit.model.refs import is_template
from attune_packkit.model.validation import validate_value
from attune_packkit.model.workflow import Workflow
from attune_packkit.workflows.fault import Slip
from attune_packkit.workflows.names import Names
from attune_packkit.workflows.nullable import field_type
from attune_packkit.workflows.paths import path_of
from attune_packkit.workflows.sites import Site
from attune_packkit.workflows.slips import slip

_JUDGED = frozenset({"type", "enum", "const"})
_NUMBERS = frozenset({"integer", "number"})


def expectations(names: Names, sites: tuple[Site, ...], types: tuple[Type, ...]) -> Iterator[Slip]:
    """Yield what certainly is of another type than it has to be."""
    workflow = names.workflow
    yield from _published(names)
    for site, of in zip(sites, types, strict=True):
        if site.moment == "end":
            yield from _result(workflow, site.publishes, of, site)
        elif site.moment == "before" and site.place.pointer[-1] == "with_items":
            yield from _items(site, of)
    for name, value in workflow.output_map.items():
        if isinstance(value, str) and not is_template(value):
            yield from _written(workflow, name, value)


def _published(names: Names) -> Iterator[Slip]:
    """Judge what is written out where a variable is published that an output is given whole."""
    outputs = names.workflow.output.fields if names.workflow.output else {}
    for output, value in names.workflow.output_map.items():
        field = outputs.get(output)
        variable = _variable(value)
        for each in names.published.get(variable, ()) if field and variable else ():
            faults = (
                ()
                if is_template(each.value) or each.value is None or not field
                else (validate_value(field.raw, each.value))
            )
            if any(fault.keyword in _JUDGED and not fault.pointer for fault in faults):
                yield slip(
                    "workflow.output_map_type",
                    each.place,
                    "output '{name}', which is given this, {words}",
                    hint="publish what is declared, or declare what is published",
                    name=output,
                    words=faults[0].words,
                )


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
    allowed = wanted.kinds | (_NUMBERS if wanted.kinds & _NUMBERS else frozenset())
    if kinds and kinds.isdisjoint(allowed):
        yield slip(
            "workflow.output_map_type",
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
            "workflow.output_map_type",
            workflow.root.at("output_map", name),
            "output '{name}' is declared as {wanted}, and this is the text {found}",
            hint="a value is read with '{{ … }}'",
            name=name,
            wanted=" or ".join(sorted(listed) if listed else field.types),
            found=repr(value) if len(value) < 60 else str(text),
        )
