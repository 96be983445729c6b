"""Values that must not go everywhere, and where expressions hand them on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attune_packkit.diagnostics import Place
from attune_packkit.expressions.template import Template
from attune_packkit.model.component import Component
from attune_packkit.model.schema import Schema
from attune_packkit.model.secrets import is_secret_name
from attune_packkit.model.summary import Carried
from attune_packkit.workflows.names import Names
from attune_packkit.workflows.paths import paths
from attune_packkit.workflows.relays import COMMANDS
from attune_packkit.workflows.sites import Site
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.slips import slip
from attune_packkit.workflows.spreading import (
    Held,
    Sources,
    Spread,
    handed_on,
    reaches,
    written,
)

_TAG = "trace_tag_template"


def secrets_of(manifest: Component, parameters: Schema | None = None) -> Sources:
    """Return the paths that give a secret: of the configuration, and of a workflow's parameters."""
    found: set[tuple[str, ...]] = set()
    for name in _secret_names(manifest.schema("conf_schema")):
        found |= {("config", name), ("pack", "config", name)}
    for name in _secret_names(parameters):
        found |= _paths_of(name)
    return frozenset(found)


def keys_read(templates: Iterable[Template]) -> Sources:
    """Return the paths that read a key of the keystore which by its name is a secret."""
    found: set[tuple[str, ...]] = set()
    for template in templates:
        for path in paths(template) if "keystore" in template.text else ():
            key = path.step(0).rpartition(".")[2]
            if path.root.name == "keystore" and is_secret_name(key):
                found.add(path.names[:2])
    return frozenset(found)


def _secret_names(schema: Schema | None) -> tuple[str, ...]:
    if schema is None:
        return ()
    return tuple(name for name, field in schema.fields.items() if field.secret)


def gives_secret(result: Schema | None) -> bool:
    """Tell whether a part of what an action gives is a secret."""
    return bool(_secret_names(result))


def _paths_of(parameter: str) -> set[tuple[str, ...]]:
    """Return the ways to write a parameter of a workflow."""
    below = (("parameters",), ("workflow", "param"), ("workflow", "params"))
    return {(parameter,)} | {(*root, parameter) for root in (*below, ("workflow", "parameters"))}


def secret_arguments(sites: tuple[Site, ...], spread: Spread) -> Iterator[tuple[Place, Carried]]:
    """Yield the secrets that tasks hand on in their input, by the place of the action's ref."""
    for at, name, site in _inputs(sites):
        for held in spread.handed_on(site):
            yield at, Carried(name, held.path, "secret", site.place, held.origin)


def parameters_in_commands(
    names: Names, sites: tuple[Site, ...]
) -> Iterator[tuple[Place, Carried]]:
    """Yield the parameters of a workflow that become part of a command line of a task."""
    commands = [each for each in _inputs(sites) if each[1] in COMMANDS]
    parameters = names.all_parameters() if commands else []
    if not parameters:
        return
    origins = {path: name for name in parameters for path in _paths_of(name)}
    spread = Spread(names, frozenset(origins), results=False).follow(sites)
    for at, name, site in commands:
        for held in spread.handed_on(site):
            parameter = origins[tuple(held.origin.split("."))]
            yield at, Carried(name, held.path, "parameter", site.place, parameter)


def _inputs(sites: tuple[Site, ...]) -> Iterator[tuple[Place, str, Site]]:
    """Yield the expressions in the input of tasks, by the action's place and the argument."""
    for site in sites:
        pointer = site.place.pointer
        if site.task is not None and site.moment == "each":
            depth = len(site.task.place.pointer)
            if len(pointer) > depth + 1 and pointer[depth] == "input":
                yield site.task.at("action"), str(pointer[depth + 1]), site


def rule_arguments(
    rule: Component, place: Place, template: Template, secrets: Sources
) -> Iterator[Carried]:
    """Yield the secrets, and what an event brought, that a rule hands on to its action."""
    arguments = rule.at("action_params").pointer
    depth = len(arguments)
    if place.pointer[:depth] != arguments or len(place.pointer) <= depth:
        return
    name = str(place.pointer[depth])
    for path in handed_on(template):
        given = written(path)
        if path.called:
            continue
        if reaches(path.names, secrets):
            yield Carried(name, given, "secret", place, given)
        elif path.names[:2] == ("event", "payload"):
            yield Carried(name, given, "event", place, given)


def secret_outputs(names: Names, sites: tuple[Site, ...], spread: Spread) -> Iterator[Slip]:
    """Yield a slip for each secret that a workflow gives away in its output or in a trace tag."""
    declared = names.workflow.output
    for site in sites:
        where = f"the output '{site.publishes}'"
        if site.moment == "end":
            field = declared.fields.get(site.publishes) if declared else None
            if field is not None and field.secret:
                continue
        elif _TAG in site.place.pointer[-1:]:
            where = "the trace tag"
        else:
            continue
        for held in spread.handed_on(site):
            yield _shown(site.place, held, where)


def secret_tags(place: Place, template: Template, secrets: Sources) -> Iterator[Slip]:
    """Yield a slip for each secret that the trace tag of a rule or queue shows."""
    if place.pointer != (_TAG,):
        return
    for path in handed_on(template):
        if not path.called and reaches(path.names, secrets):
            yield _shown(place, Held(written(path), written(path)), "the trace tag")


def _shown(place: Place, held: Held, where: str) -> Slip:
    itself = held.path == held.origin
    declare = "" if place.pointer[-1] == _TAG else ", or declare the output with 'secret: true'"
    return slip(
        "secret.in_output",
        place,
        "'{path}' {is_secret}, and {where} shows it",
        hint=f"leave it out{declare}",
        path=held.path,
        is_secret="is a secret" if itself else f"holds the secret '{held.origin}'",
        where=where,
    )
