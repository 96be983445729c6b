"""What other packs may know of a pack, drawn from its components and workflows."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.model.component import Component, Mention, texts
from attune_packkit.model.kinds import WORKFLOW
from attune_packkit.model.misnamed import stand_ins
from attune_packkit.model.pack import Pack, stem
from attune_packkit.model.platform import RUNNER_ALIASES, STANDARD_PERMISSION_SET
from attune_packkit.model.refs import belongs, is_template, qualify, split_dependency
from attune_packkit.model.schema import Schema
from attune_packkit.model.summary import (
    Call,
    Defined,
    Dependency,
    Misgrant,
    PackSummary,
    Reference,
    SchemaSummary,
)
from attune_packkit.model.workflow import Workflow
from attune_packkit.suggest import near

_NAMING_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "sensor": (
        ("trigger_types", "trigger"),
        ("trigger_type", "trigger"),
        ("runner_type", "runtime"),
    ),
    "policy": (("action_ref", "action"),),
    "action": (
        ("default_execution_permission_set_refs", "permission_set"),
        ("runner_type", "runtime"),
    ),
    "rule": (("permission_set_ref", "permission_set"), ("permission_set_refs", "permission_set")),
    "queue": (("permission_set_refs", "permission_set"),),
}
"""By kind, the fields that name components, each with the kind of what it names."""

_CALLING_FIELDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "rule": (
        ("trigger_ref", "trigger", "trigger_params"),
        ("action_ref", "action", "action_params"),
    ),
    "queue": (("dispatch_action", "action", "action_params"),),
}
"""By kind, the fields that call something: the field, the kind of its target, the arguments."""

_CACHE_LIMITS = "cache_permission_set_refs"


def summarize(pack: Pack) -> PackSummary:
    """Reduce a pack to what other packs may know of it."""
    components = list(pack.every_component())
    references = [reference for each in components for reference in _references(each)]
    calls = [call for each in components for call in _calls(each)]
    for workflow in pack.workflows:
        references += _task_permissions(workflow, pack.ref)
        calls += _task_calls(workflow, pack.ref)
    return PackSummary(
        ref=pack.ref,
        root=pack.tree.root,
        version=pack.version,
        defined=_definitions(pack),
        references=tuple(references),
        calls=tuple(calls),
        dependencies=tuple(dependencies(pack.manifest)),
        named=pack.manifest.declared,
        unclear=_unclear(pack),
        parameter_uses=tuple(
            use for policy in pack.of("policy") for use in _parameter_uses(policy)
        ),
        misgrants=_misgrants(pack) if pack.of("permission_set") else (),
    )


def _misgrants(pack: Pack) -> tuple[Misgrant, ...]:
    from attune_packkit.model.grants import misgrants

    return tuple(misgrants(pack))


def _definitions(pack: Pack) -> dict[str, dict[str, Defined]]:
    """Return the components by kind and ref, the first of each ref.

    A component with the ref of another pack is also entered, as opaque, under the ref that its file
    name implies: whoever refers to that is right.
    """
    defined: dict[str, dict[str, Defined]] = {}
    for kind, components in pack.components.items():
        group: dict[str, Defined] = {}
        for component in components:
            group.setdefault(component.ref, _defined(component, pack))
        for component in components:
            if not belongs(component.ref, pack.ref):
                implied = f"{pack.ref}.{stem(component.path)}"
                group.setdefault(implied, Defined(kind, implied, component.path, opaque=True))
        if group:
            defined[kind] = group
    return defined


def _unclear(pack: Pack) -> tuple[str, ...]:
    """Return the kinds of which a file's ref, or a whole file, remains unknown."""
    if pack.tree.unreadable or not pack.tree.complete:
        return tuple(pack.components)
    return tuple(
        kind
        for kind, components in pack.components.items()
        if any(not each.document.readable and not each.declared for each in components)
        and kind != WORKFLOW.name
    )


def dependencies(manifest: Component) -> Iterator[Dependency]:
    """Yield the packs a manifest depends on, from a list or from the object form's `packs`."""
    value = manifest.get("dependencies")
    place = manifest.at("dependencies")
    if isinstance(value, dict):
        value, place = value.get("packs"), place.at("packs")
    for mention in texts(place, value) if isinstance(value, list) else ():
        yield Dependency(*split_dependency(mention.text), mention.place)


def _defined(component: Component, pack: Pack) -> Defined:
    return Defined(
        kind=component.kind.name,
        ref=component.ref,
        path=component.path,
        opaque=not component.document.readable or any(map(_is_garbled, component.schemas.values())),
        parameters=_summary(component.schema("parameters")),
        output=_summary(component.schema("output")),
        names=tuple(_names(component)) if component.kind.name == "runtime" else (),
        visible_to=_visible_to(component),
        runner=pack.programs[component.path].runner if component.kind.name == "action" else "",
        loose=component.kind.name == "trigger" and component.text("type") == "webhook",
    )


def _is_garbled(schema: Schema) -> bool:
    """Tell whether the fields of a JSON Schema stand below a misspelt `properties`."""
    raw = schema.raw
    return (
        schema.dialect != "flat"
        and "properties" not in raw
        and any(isinstance(raw[key], dict) and near(key, ("properties",)) for key in raw)
    )


def _names(runtime: Component) -> Iterator[str]:
    """Yield the names, besides its ref, by which `runner_type` may call a runtime."""
    yield runtime.name
    for field_name in ("name", "aliases"):
        for mention in texts(runtime.at(field_name), runtime.get(field_name)):
            yield mention.text.lower()


def _visible_to(component: Component) -> tuple[str, ...] | None:
    visibility = component.value.get("reference_visibility")
    if visibility == "private":
        return ()
    if visibility != "restricted":
        return None
    allowed = component.value.get("reference_allowed_pack_refs")
    return tuple(mention.text for mention in texts(component.place, allowed))


def _summary(schema: Schema | None) -> SchemaSummary | None:
    return SchemaSummary(schema.owner, schema.place, schema.raw) if schema else None


def _references(component: Component) -> Iterator[Reference]:
    for name, kind in _NAMING_FIELDS.get(component.kind.name, ()):
        for mention in texts(component.at(name), component.get(name)):
            yield from _reference(component, name, kind, mention)
    if component.kind.name == "sensor":
        config = component.get("config")
        limits = config.get(_CACHE_LIMITS) if isinstance(config, dict) else None
        for mention in texts(component.at("config", _CACHE_LIMITS), limits):
            yield from _reference(component, _CACHE_LIMITS, "permission_set", mention)
    if component.kind.name == "cache":
        owner_kind = component.text("owner_type")
        owner = qualify(component.text("owner_ref"), component.pack_ref)
        if owner_kind in ("action", "sensor") and belongs(owner, component.pack_ref):
            mention = Mention(component.text("owner_ref"), component.at("owner_ref"))
            yield from _reference(component, "owner_ref", owner_kind, mention)


def _reference(component: Component, name: str, kind: str, mention: Mention) -> Iterator[Reference]:
    text = mention.text
    if is_template(text) or not text:
        return
    ref = qualify(text, component.pack_ref)
    known = kind == "runtime" and text.lower() in RUNNER_ALIASES
    if known or (kind == "permission_set" and text == STANDARD_PERMISSION_SET):
        return
    yield Reference(
        kind=kind,
        ref=ref,
        written=text,
        place=mention.place,
        field=name,
        source_kind=component.kind.name,
        source=component.ref,
        pack=component.pack_ref,
    )


def _calls(component: Component) -> Iterator[Call]:
    for name, kind, arguments in _CALLING_FIELDS.get(component.kind.name, ()):
        for mention in texts(component.at(name), component.get(name)):
            for target in _reference(component, name, kind, mention):
                yield _call(component, target, arguments)


def _call(component: Component, target: Reference, arguments: str) -> Call:
    """Return the call; without written arguments their place is the naming field."""
    value = component.get(arguments)
    if value is None:
        named_otherwise = bool(stand_ins(component.value, arguments))
        return Call(target, {}, target.place, opaque=named_otherwise)
    passed = value if isinstance(value, dict) else {}
    return Call(target, passed, component.at(arguments), opaque=passed is not value)


def _parameter_uses(policy: Component) -> Iterator[Reference]:
    """Yield the parameters by whose values a policy counts executions apart."""
    concurrency = policy.get("concurrency")
    names = concurrency.get("parameters") if isinstance(concurrency, dict) else None
    for action in texts(policy.at("action_ref"), policy.get("action_ref")):
        for target in _reference(policy, "action_ref", "action", action):
            for mention in texts(policy.at("concurrency", "parameters"), names):
                yield replace(target, written=mention.text, place=mention.place)


def _task_calls(workflow: Workflow, pack_ref: str) -> Iterator[Call]:
    """Yield what the tasks run; without written input its place is the action's."""
    for task in workflow.all_tasks():
        if not task.action or task.type == "parallel" or is_template(task.action):
            continue
        at = task.at("action")
        # Tasks name actions in full: Attune looks a short ref up as it stands.
        target = _task_reference(
            workflow, pack_ref, "action", task.action, Mention(task.action, at), field="action"
        )
        written = task.value.get("input")
        given = workflow.parameters.fields if workflow.parameters and not written else ()
        yield Call(
            target,
            task.input,
            at if written is None else task.at("input"),
            task.title,
            opaque=bool(stand_ins(task.value, "input"))
            if written is None
            else not isinstance(written, dict),
            inherited=tuple(given),
        )


def _task_permissions(workflow: Workflow, pack_ref: str) -> Iterator[Reference]:
    for task in workflow.all_tasks():
        for name in ("permission_set_refs", "permission_set_ref"):
            for mention in texts(task.at(name), task.value.get(name)):
                text = mention.text
                if text and text != STANDARD_PERMISSION_SET and not is_template(text):
                    ref = qualify(text, pack_ref)
                    yield _task_reference(
                        workflow, pack_ref, "permission_set", ref, mention, field=name
                    )


def _task_reference(
    workflow: Workflow, pack_ref: str, kind: str, ref: str, mention: Mention, *, field: str
) -> Reference:
    return Reference(
        kind=kind,
        ref=ref,
        written=mention.text,
        place=mention.place,
        field=field,
        source_kind="workflow",
        source=workflow.ref,
        pack=pack_ref,
    )
