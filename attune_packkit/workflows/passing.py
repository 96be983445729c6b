"""Of which types the arguments are that templates give to actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.expressions.template import Template, parse_template
from attune_packkit.expressions.types import NULL, STRING, Type, union
from attune_packkit.model.component import Component
from attune_packkit.model.field_uses import FieldUse
from attune_packkit.model.pack import Pack
from attune_packkit.model.refs import is_template
from attune_packkit.model.summary import TypedArgument
from attune_packkit.workflows.meaning import Meaning, payload_of, trigger_of
from attune_packkit.workflows.paths import Path, field_use, path_of
from attune_packkit.workflows.rule_scopes import ComponentScope, QueueScope, RuleScope
from attune_packkit.workflows.settings import Settings
from attune_packkit.workflows.slips import type_of

_NULL = frozenset({"null"})


def of_tasks(meaning: Meaning) -> Iterator[tuple[Place, TypedArgument]]:
    """Yield the arguments of tasks whose types are known, by the place of the action's ref.

    What a task hands on from another one's result is of the type that the action declares, which
    only the whole pack set knows.
    """
    uses: dict[Place, list[FieldUse]] = {}
    for use in meaning.names.uses:
        uses.setdefault(use.place, []).append(use)
    for site, of in zip(meaning.sites, meaning.types, strict=True):
        if not site.wanted or site.task is None:
            continue
        read = uses.get(site.place, ())
        if of.certain:
            yield from ((site.task.at("action"), each) for each in _known(site.wanted, of))
        elif len(read) == 1 and _only_path(site.template) is not None:
            yield site.task.at("action"), TypedArgument(site.wanted, (), False, read[0])


def of_rule(rule: Component, pack: Pack) -> Iterator[TypedArgument]:
    """Yield the arguments of a rule's action whose types the event or a setting decides."""
    ref, payload = trigger_of(rule), payload_of(rule, pack)
    settings = Settings(pack.manifest)
    for name, place, template in _arguments(rule):
        path = _only_path(template)
        if path is None:
            scope = RuleScope(settings, place, template, payload, ref)
            yield from _worked_out(name, template, scope)
            continue
        if path.names[:2] == ("event", "payload") and len(path.names) > 2:
            if ref:
                yield TypedArgument(
                    name, (), False, field_use("trigger", ref, path.steps[1:], place)
                )
        else:
            yield from _by_scope(name, path, RuleScope(settings, place, template))


def of_queue(queue: Component, manifest: Component) -> Iterator[TypedArgument]:
    """Yield the arguments of a queue's action whose types the item or a setting decides."""
    settings = Settings(manifest)
    for name, place, template in _arguments(queue):
        path, scope = _only_path(template), QueueScope(settings, place, template, queue)
        if path is not None:
            yield from _by_scope(name, path, scope)
        else:
            yield from _worked_out(name, template, scope)


def _worked_out(name: str, template: Template, scope: ComponentScope) -> Iterator[TypedArgument]:
    """Yield what a template makes of what it reads: the outcome of an expression, or a text.

    A rule or queue is not checked before it fires, so nobody knows for certain what becomes of it.
    """
    node = template.expressions[0].node if template.whole else None
    if template.faults or template.whole != (node is not None):
        return
    of = type_of(node, scope) if node is not None else STRING
    if of.certain:
        yield from _known(name, union((of, NULL)))


def _by_scope(name: str, path: Path, scope: ComponentScope) -> Iterator[TypedArgument]:
    of = scope.type_of(path)
    if of is not None and of.certain:
        yield from _known(name, of)


def _known(name: str, of: Type) -> Iterator[TypedArgument]:
    kinds = tuple(sorted(of.kinds - _NULL))
    if kinds:
        choices = tuple(sorted(of.choices or ())) if kinds == ("string",) else ()
        items = of.items if kinds == ("array",) and of.items and of.items.certain else None
        entries = tuple(sorted(items.kinds - _NULL)) if items else ()
        sure = "null" not in of.kinds
        yield TypedArgument(name, kinds, sure, choices=choices, entries=entries)


def _arguments(component: Component) -> Iterator[tuple[str, Place, Template]]:
    """Yield the arguments that are one text with a template."""
    value: Value = component.get("action_params")
    given: Mapping[str, Value] = value if isinstance(value, dict) else {}
    for name, text in given.items():
        if isinstance(text, str) and is_template(text):
            yield name, component.at("action_params", name), parse_template(text)


def _only_path(template: Template) -> Path | None:
    """Return the path that a template is and nothing else."""
    if not template.whole or template.faults:
        return None
    node = template.expressions[0].node
    path = path_of(node) if node is not None else None
    return None if path is None or path.called or path.dynamic else path
