"""What other packs may know of a pack: small, plain, cacheable.

The cross-pack pass works on summaries alone, so an edit re-reads one pack.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Component, Mention, texts
from attune_packkit.model.kinds import WORKFLOW
from attune_packkit.model.pack import Pack, stem
from attune_packkit.model.platform import RUNNER_ALIASES, STANDARD_PERMISSION_SET
from attune_packkit.model.reads import Borrowed, FieldUse
from attune_packkit.model.refs import belongs, is_template, qualify
from attune_packkit.model.schema import Schema, load
from attune_packkit.model.scripts import effective_runner
from attune_packkit.model.workflow import Workflow
from attune_packkit.suggest import near


class SchemaSummary(Struct, frozen=True):
    """A schema as written, enough to read it again."""

    owner: str
    place: Place
    raw: dict[str, Value]

    def load(self) -> Schema:
        """Return the schema."""
        found = load(self.owner, self.place, self.raw)
        assert found is not None
        return found


class Defined(Struct, frozen=True):
    """A component that others may name.

    `opaque`: its file could not be read in full, or its fields stand where nobody finds them.
    `names` are the further names of a runtime, in lower case. `visible_to` lists the other packs
    that may name the component; None means all. `runner` is the ref of the runtime that runs an
    action. `loose`: strangers decide what it gives, so `output` may name a part of that only.
    """

    kind: str
    ref: str
    path: str
    opaque: bool
    parameters: SchemaSummary | None = None
    output: SchemaSummary | None = None
    names: tuple[str, ...] = ()
    visible_to: tuple[str, ...] | None = None
    runner: str = ""
    loose: bool = False


class Reference(Struct, frozen=True):
    """A component that names another. `ref` is full, `written` as the file has it.

    `field` is the naming field, such as `trigger_types`; `source` the naming component's ref.
    """

    kind: str
    ref: str
    written: str
    place: Place
    field: str
    source_kind: str
    source: str
    pack: str


class TypedArgument(Struct, frozen=True):
    """An argument that a template gives, of which the type is known: `kinds` of JSON, sorted.

    `sure`: it is certainly given, and with one of these kinds. Where it is `read` from a result or
    a payload, the schema of that tells the kinds. `choices` are the texts that it can be, `entries`
    the kinds of what is in a list; empty where nobody knows.
    """

    name: str
    kinds: tuple[str, ...]
    sure: bool
    read: FieldUse | None = None
    choices: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


class Carried(Struct, frozen=True):
    """A value that an argument hands on, by the path that gives it.

    `what` is a `secret`, an `event`'s, or a `parameter` of the workflow in a command line. `origin`
    is the path, or the parameter, that the value comes from.
    """

    name: str
    path: str
    what: str
    place: Place
    origin: str


class Call(Struct, frozen=True):
    """A reference to an action (or trigger) together with the arguments it passes.

    `opaque`: the arguments are not written as a mapping, so nobody can tell which they are.
    `inherited` are the parameters of a workflow whose task writes no input: Attune hands them on.
    `certain`: a run of the workflow comes to the task unless something fails before.
    """

    target: Reference
    arguments: dict[str, Value]
    arguments_at: Place
    task: str = ""
    opaque: bool = False
    typed: tuple[TypedArgument, ...] = ()
    inherited: tuple[str, ...] = ()
    carried: tuple[Carried, ...] = ()
    certain: bool = False


class Dependency(Struct, frozen=True):
    """One entry of `dependencies`: `constraint` is "*" where none is written."""

    ref: str
    constraint: str
    place: Place


class PackSummary(Struct, frozen=True):
    """All that the cross-pack pass needs of one pack. `root` is its path as given.

    `named` tells whether the manifest gives the ref. `unclear` are the kinds of which some file
    could not be read far enough to know what it defines. `parameter_uses` name a parameter
    (`written`) of an action (`ref`) without passing a value.
    """

    ref: str
    root: str
    version: str
    defined: dict[str, dict[str, Defined]]
    references: tuple[Reference, ...]
    calls: tuple[Call, ...]
    dependencies: tuple[Dependency, ...]
    named: bool = True
    unclear: tuple[str, ...] = ()
    parameter_uses: tuple[Reference, ...] = ()
    field_uses: tuple[FieldUse, ...] = ()
    borrowed: tuple[Borrowed, ...] = ()


def summarize(pack: Pack) -> PackSummary:
    """Reduce a pack to what other packs may know of it."""
    components = list(pack.every_component())
    references = [reference for each in components for reference in _references(each)]
    calls = [call for each in components for call in _calls(each)]
    for workflow in pack.workflows:
        references += _task_permissions(workflow, pack.ref)
        calls += _task_calls(workflow, pack.ref)
    return PackSummary(
        pack.ref,
        pack.tree.root,
        pack.version,
        _definitions(pack),
        tuple(references),
        tuple(calls),
        tuple(dependencies(pack.manifest)),
        named=pack.manifest.declared,
        unclear=_unclear(pack),
        parameter_uses=tuple(
            use for policy in pack.of("policy") for use in _parameter_uses(policy)
        ),
    )


def _definitions(pack: Pack) -> dict[str, dict[str, Defined]]:
    """Return the components by kind and ref, the first of each ref.

    One that claims another pack's ref stands, opaque, for what its file name implies as well, so
    that those who name it rightly are not blamed.
    """
    defined: dict[str, dict[str, Defined]] = {}
    for kind, components in pack.components.items():
        group: dict[str, Defined] = {}
        for component in components:
            group.setdefault(component.ref, _defined(component))
        for component in components:
            if not belongs(component.ref, pack.ref):
                implied = f"{pack.ref}.{stem(component.path)}"
                group.setdefault(implied, Defined(kind, implied, component.path, opaque=True))
        if group:
            defined[kind] = group
    return defined


def _unclear(pack: Pack) -> tuple[str, ...]:
    """Return the kinds of which a file's ref, or a whole file, remains unknown."""
    if not pack.tree.complete:
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
        ref, _, constraint = mention.text.partition("@")
        yield Dependency(ref.strip(), constraint.strip() or "*", mention.place)


def _defined(component: Component) -> Defined:
    return Defined(
        component.kind.name,
        component.ref,
        component.path,
        not component.document.readable or any(map(_is_garbled, component.schemas.values())),
        _summary(component.schema("parameters")),
        _summary(component.schema("output")),
        tuple(_names(component)) if component.kind.name == "runtime" else (),
        _visible_to(component),
        effective_runner(component) if component.kind.name == "action" else "",
        component.kind.name == "trigger" and component.text("type") == "webhook",
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
_CALLING_FIELDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "rule": (
        ("trigger_ref", "trigger", "trigger_params"),
        ("action_ref", "action", "action_params"),
    ),
    "queue": (("dispatch_action", "action", "action_params"),),
}


_CACHE_LIMITS = "cache_permission_set_refs"


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
        kind, ref, text, mention.place, name, component.kind.name, component.ref, component.pack_ref
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
        return Call(target, {}, target.place)
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
        target = Reference(
            "action", task.action, task.action, at, "action", "workflow", workflow.ref, pack_ref
        )
        written = task.value.get("input")
        given = workflow.parameters.fields if workflow.parameters and not written else ()
        yield Call(
            target,
            task.input,
            at if written is None else task.at("input"),
            task.title,
            opaque=written is not None and not isinstance(written, dict),
            inherited=tuple(given),
        )


def _task_permissions(workflow: Workflow, pack_ref: str) -> Iterator[Reference]:
    for task in workflow.all_tasks():
        for name in ("permission_set_refs", "permission_set_ref"):
            for mention in texts(task.at(name), task.value.get(name)):
                text = mention.text
                if text and text != STANDARD_PERMISSION_SET and not is_template(text):
                    ref = qualify(text, pack_ref)
                    yield Reference(
                        "permission_set", ref, text, mention.place, name, "workflow",
                        workflow.ref, pack_ref,
                    )  # fmt: skip
