"""Values that must not go everywhere, and where expressions hand them on."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.diagnostics import Place
from attune_packkit.expressions.nodes import Binary, Filter, Node
from attune_packkit.expressions.template import Template
from attune_packkit.model.component import Component
from attune_packkit.model.schema import Schema
from attune_packkit.model.summary import Carried
from attune_packkit.workflows.fault import Slip
from attune_packkit.workflows.names import Names
from attune_packkit.workflows.paths import path_of
from attune_packkit.workflows.sites import Site
from attune_packkit.workflows.slips import slip

_JOINING = frozenset({"+", "~", "or", "and"})
_PASSING = frozenset({"default", "d", "trim", "string", "b64encode", "to_json", "tojson", "upper"})


def secrets_of(manifest: Component, parameters: Schema | None = None) -> frozenset[tuple[str, ...]]:
    """Return the paths that give a secret: of the configuration, and of a workflow's parameters."""
    found: set[tuple[str, ...]] = set()
    settings = manifest.schema("conf_schema")
    for name in _secret_names(settings):
        found |= {("config", name), ("pack", "config", name)}
    for name in _secret_names(parameters):
        found |= {(name,), ("parameters", name), ("workflow", "param", name)}
        found |= {("workflow", "params", name), ("workflow", "parameters", name)}
    return frozenset(found)


def secret_arguments(site: Site, secrets: frozenset[tuple[str, ...]]) -> Iterator[Carried]:
    """Yield the secrets that a scalar of a task's input hands on, by argument."""
    if not secrets or site.task is None or site.moment != "each":
        return
    yield from _carried(site.place, site.task.at("input"), site.template, secrets)


def rule_arguments(
    rule: Component, place: Place, template: Template, secrets: frozenset[tuple[str, ...]]
) -> Iterator[Carried]:
    """Yield the secrets, and what an event brought, that a rule hands on to its action."""
    yield from _carried(place, rule.at("action_params"), template, secrets)


def secret_outputs(
    names: Names, sites: tuple[Site, ...], secrets: frozenset[tuple[str, ...]]
) -> Iterator[Slip]:
    """Yield a slip for each secret that a workflow gives away in its output."""
    declared = names.workflow.output
    for site in sites if secrets else ():
        field = declared.fields.get(site.publishes) if declared else None
        if site.moment != "end" or (field is not None and field.secret):
            continue
        for path in _handed_on(site.template):
            if path[: _length(path, secrets)] in secrets:
                yield slip(
                    "secret.in_output",
                    site.place,
                    "'{path}' is a secret, and the output '{name}' shows it",
                    hint="leave it out, or declare the output with 'secret: true'",
                    path=".".join(path),
                    name=site.publishes,
                )


def _secret_names(schema: Schema | None) -> tuple[str, ...]:
    if schema is None:
        return ()
    return tuple(name for name, field in schema.fields.items() if field.secret)


def _carried(
    place: Place, arguments: Place, template: Template, secrets: frozenset[tuple[str, ...]]
) -> Iterator[Carried]:
    depth = len(arguments.pointer)
    if place.pointer[:depth] != arguments.pointer or len(place.pointer) <= depth:
        return
    name = str(place.pointer[depth])
    for path in _handed_on(template):
        if path[: _length(path, secrets)] in secrets:
            yield Carried(name, ".".join(path), "secret", place)
        elif path[:2] == ("event", "payload"):
            yield Carried(name, ".".join(path), "event", place)


def _length(path: tuple[str, ...], secrets: frozenset[tuple[str, ...]]) -> int:
    """Return how many steps of a path name a secret; 0 if none do."""
    return next((size for size in range(1, len(path) + 1) if path[:size] in secrets), 0)


def _handed_on(template: Template) -> Iterator[tuple[str, ...]]:
    """Yield the paths whose values become part of what a template gives."""
    for expression in template.expressions:
        pending: list[Node] = [] if expression.node is None else [expression.node]
        while pending:
            node = pending.pop()
            path = path_of(node)
            if path is not None:
                if not (path.called or path.dynamic):
                    yield path.names
            elif isinstance(node, Filter) and node.name in _PASSING:
                pending.append(node.value)
            elif isinstance(node, Binary) and node.operator in _JOINING:
                pending += (node.right, node.left)
