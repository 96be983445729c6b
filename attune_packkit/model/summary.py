"""What other packs may know of a pack: small, plain, cacheable.

The cross-pack pass works on summaries alone, so an edit re-reads one pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Component, Mention, texts
from attune_packkit.model.pack import Pack
from attune_packkit.model.platform import RUNNER_ALIASES, STANDARD_PERMISSION_SET
from attune_packkit.model.refs import is_template, qualify
from attune_packkit.model.schema import Schema, load
from attune_packkit.model.workflow import Workflow


@dataclass(frozen=True, slots=True)
class SchemaSummary:
    """A schema as written, enough to read it again."""

    owner: str
    place: Place
    raw: dict[str, Value]

    def load(self) -> Schema:
        """Return the schema."""
        found = load(self.owner, self.place, self.raw)
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Defined:
    """A component that others may name. `opaque`: its file could not be read in full."""

    kind: str
    ref: str
    path: str
    opaque: bool
    parameters: SchemaSummary | None = None
    output: SchemaSummary | None = None


@dataclass(frozen=True, slots=True)
class Reference:
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


@dataclass(frozen=True, slots=True)
class Call:
    """A reference to an action (or trigger) together with the arguments it passes."""

    target: Reference
    arguments: dict[str, Value]
    arguments_at: Place
    task: str = ""


@dataclass(frozen=True, slots=True)
class Dependency:
    """One entry of `dependencies`: `constraint` is "*" where none is written."""

    ref: str
    constraint: str
    place: Place


@dataclass(frozen=True, slots=True)
class PackSummary:
    """All that the cross-pack pass needs of one pack. `root` is its path as given."""

    ref: str
    root: str
    version: str
    manifest_readable: bool
    defined: dict[str, dict[str, Defined]]
    references: tuple[Reference, ...]
    calls: tuple[Call, ...]
    dependencies: tuple[Dependency, ...]
    conf_schema: SchemaSummary | None = None
    tags: tuple[str, ...] = field(default=())


def summarize(pack: Pack) -> PackSummary:
    """Reduce a pack to what other packs may know of it."""
    defined: dict[str, dict[str, Defined]] = {}
    for component in pack.every_component():
        if component is not pack.manifest:
            group = defined.setdefault(component.kind.name, {})
            group.setdefault(component.ref, _defined(component))
    references = [
        reference for component in pack.every_component() for reference in _references(component)
    ]
    calls = [call for component in pack.every_component() for call in _calls(component)]
    for workflow in pack.workflows:
        references += _task_permissions(workflow, pack.ref)
        calls += _task_calls(workflow, pack.ref)
    return PackSummary(
        pack.ref,
        pack.tree.root,
        pack.version,
        pack.manifest.document.readable,
        defined,
        tuple(references),
        tuple(calls),
        tuple(dependencies(pack.manifest)),
        _summary(pack.manifest.schema("conf_schema")),
    )


def dependencies(manifest: Component) -> Iterator[Dependency]:
    """Yield the packs a manifest depends on, from a list or from the object form's `packs`."""
    value = manifest.get("dependencies")
    place = manifest.at("dependencies")
    if isinstance(value, dict):
        value, place = value.get("packs"), place.at("packs")
    for mention in texts(place, value):
        ref, _, constraint = mention.text.partition("@")
        yield Dependency(ref.strip(), constraint.strip() or "*", mention.place)


def _defined(component: Component) -> Defined:
    return Defined(
        component.kind.name,
        component.ref,
        component.path,
        not component.document.readable,
        _summary(component.schema("parameters")),
        _summary(component.schema("output")),
    )


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


def _references(component: Component) -> Iterator[Reference]:
    for name, kind in _NAMING_FIELDS.get(component.kind.name, ()):
        for mention in texts(component.at(name), component.get(name)):
            yield from _reference(component, name, kind, mention)
    if component.kind.name == "cache":
        owner_kind = component.text("owner_type")
        if owner_kind in ("action", "sensor"):
            for mention in texts(component.at("owner_ref"), component.get("owner_ref")):
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
                value = component.get(arguments)
                passed = value if isinstance(value, dict) else {}
                yield Call(target, passed, component.at(arguments))


def _task_calls(workflow: Workflow, pack_ref: str) -> Iterator[Call]:
    for task in workflow.all_tasks():
        if task.action and not is_template(task.action):
            target = Reference(
                "action",
                task.action,
                task.action,
                task.at("action"),
                "action",
                "workflow",
                workflow.ref,
                pack_ref,
            )
            yield Call(target, task.input, task.at("input"), task.name or "?")


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
