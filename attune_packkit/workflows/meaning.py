"""What the workflows, rules and queues of a pack mean, worked out once."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from attune_packkit.diagnostics import Place
from attune_packkit.expressions.template import Template, parse_condition, parse_template
from attune_packkit.expressions.types import ANY, Type, without_names
from attune_packkit.model.component import Component
from attune_packkit.model.pack import Pack
from attune_packkit.model.refs import is_template, qualify
from attune_packkit.model.schema import Schema
from attune_packkit.model.targets import Target
from attune_packkit.model.workflow import Workflow
from attune_packkit.workflows import unbraced
from attune_packkit.workflows.carrying import (
    gives_secret,
    keys_read,
    secret_outputs,
    secret_tags,
    secrets_of,
)
from attune_packkit.workflows.expectations import expectations
from attune_packkit.workflows.flow import Flow, analyse
from attune_packkit.workflows.graph import build
from attune_packkit.workflows.habits import habits
from attune_packkit.workflows.name_types import NameTypes
from attune_packkit.workflows.names import Names, Results, names_of, no_results
from attune_packkit.workflows.nullable import whole_type
from attune_packkit.workflows.rule_scopes import QueueScope, RuleScope
from attune_packkit.workflows.settings import Settings
from attune_packkit.workflows.sites import Site, scalars, sites
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.slips import Scope, colons, examine, quoted
from attune_packkit.workflows.spreading import Spread
from attune_packkit.workflows.standing import Standings
from attune_packkit.workflows.workflow_scope import WorkflowScope


class Meaning(Struct, frozen=True):
    """One workflow: its flow, its names and which are read, what is wrong, what each site gives."""

    workflow: Workflow
    flow: Flow
    names: Names
    sites: tuple[Site, ...]
    slips: tuple[Slip, ...]
    types: tuple[Type, ...]
    secrets: Spread | None


def understand(
    workflow: Workflow,
    manifest: Component,
    target: Target,
    results: Results = no_results,
) -> Meaning:
    """Read every expression of a workflow in its scope."""
    flow = analyse(workflow, build(workflow))
    names = names_of(workflow, flow, results)
    settings, standings = Settings(manifest), Standings(flow, target, linked=workflow.linked)
    found = tuple(sites(workflow))
    known = NameTypes(names)
    scopes = tuple(WorkflowScope(known, settings, standings, site) for site in found)
    slips = [
        each
        for site, scope in zip(found, scopes, strict=True)
        for each in _of_site(site, scope, target)
    ]
    types = tuple(scope.type for scope in scopes)
    opaque = names.computed or any(site.template.faults for site in found)
    slips += habits(names, opaque=opaque)
    slips += expectations(known, found, types)
    slips += unbraced.in_workflow(names, settings)
    if slips:
        from attune_packkit.workflows.causes import told_once

        slips = list(told_once(slips, names))
    secrets = _secrets(names, manifest, found)
    slips += secret_outputs(names, found, secrets) if secrets else ()
    return Meaning(
        workflow=workflow,
        flow=flow,
        names=names,
        sites=found,
        slips=tuple(slips),
        types=types,
        secrets=secrets,
    )


def _of_site(site: Site, scope: WorkflowScope, target: Target) -> Iterator[Slip]:
    yield from examine(site.place, site.template, scope, target)
    if target is not Target.CURRENT:
        yield from colons(site.place, site.template)
    if site.place.pointer[-1] == "when":
        yield from quoted(site.place, site.template)


def _secrets(names: Names, manifest: Component, sites: tuple[Site, ...]) -> Spread | None:
    """Return where secrets spread to; None if there are none."""
    sources = secrets_of(manifest, names.workflow.parameters)
    sources |= keys_read(site.template for site in sites)
    actions = {task.action for task in names.flow.graph.tasks}
    given = any(gives_secret(names.results(action)) for action in actions if action)
    return Spread(names, sources).follow(sites) if sources or given else None


def meanings(pack: Pack, target: Target) -> tuple[Meaning, ...]:
    """Return what each workflow of a pack means; worked out once a pack and target."""
    key = f"meanings {target.value}"
    if key not in pack.notes:
        results = _results(pack)
        pack.notes[key] = tuple(
            understand(each, pack.manifest, target, results) for each in pack.workflows
        )
    found: tuple[Meaning, ...] = pack.notes[key]
    return found


def _results(pack: Pack) -> Results:
    """Return what is known of the results of the pack's own actions and workflows."""
    known: dict[str, Schema | None] = {}
    for kind in ("workflow", "action"):
        for component in pack.of(kind):
            readable = component.ref not in known and component.document.readable
            known[component.ref] = component.schema("output") if readable else None
    return known.get


def pack_slips(pack: Pack, target: Target) -> Iterator[Slip]:
    """Yield what is wrong in all expressions of a pack; once, if several actions share a graph."""
    linked: dict[Slip, None] = {}
    for meaning in meanings(pack, target):
        if meaning.workflow.linked:
            linked.update(dict.fromkeys(meaning.slips))
        else:
            yield from meaning.slips
    yield from linked
    yield from component_slips(pack, target)


def component_slips(pack: Pack, target: Target) -> Iterator[Slip]:
    """Yield what is wrong in the expressions of rules and queues."""
    settings, secrets = Settings(pack.manifest), secrets_of(pack.manifest)
    for rule in pack.of("rule"):
        payload, trigger = payload_of(rule, pack), trigger_of(rule)
        yield from unbraced.in_rule(rule)
        for place, template in rule_templates(rule):
            scope: Scope = RuleScope(settings, place, template, payload, trigger)
            yield from examine(place, template, scope, target)
            if place.pointer[0] == rule.key("conditions"):
                yield from quoted(place, template)
            yield from secret_tags(place, template, secrets)
    for queue in pack.of("queue"):
        for name in ("action_params", "trace_tag_template"):
            for place, text in scalars(queue.at(name), queue.get(name)):
                template = parse_template(text)
                scope = QueueScope(settings, place, template, queue)
                yield from examine(place, template, scope, target)
                yield from secret_tags(place, template, secrets)


def trigger_of(rule: Component) -> str:
    """Return the full ref of a rule's trigger; "" if it is not written out."""
    written = rule.text("trigger_ref")
    return qualify(written, rule.pack_ref) if written and not is_template(written) else ""


def payload_of(rule: Component, pack: Pack) -> Type:
    """Return the type of what the events of a rule carry, where the pack itself declares it."""
    ref = trigger_of(rule)
    schema = next((each.schema("output") for each in pack.of("trigger") if each.ref == ref), None)
    return without_names(whole_type(schema)) if schema else ANY


def rule_templates(rule: Component) -> Iterator[tuple[Place, Template]]:
    """Yield every scalar of a rule that holds an expression.

    The parameters of its trigger are not known to be templates; an event cannot be read there.
    """
    conditions = rule.get("conditions")
    expression = conditions.get("expression") if isinstance(conditions, dict) else None
    if isinstance(expression, str):
        yield rule.at("conditions", "expression"), parse_condition(expression)
    for name in ("action_params", "trace_tag_template", "trigger_params"):
        for place, text in scalars(rule.at(name), rule.get(name)):
            if name != "trigger_params" or "event." in text:
                yield place, parse_template(text)
