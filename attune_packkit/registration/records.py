"""A pack as it is registered: one record for the pack and one for each component."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from attune_packkit.documents.document import Value
from attune_packkit.errors import ExitCode, PackkitError, UsageError
from attune_packkit.escaping import shown
from attune_packkit.model.component import Component, texts
from attune_packkit.model.kinds import COMPONENT_KINDS
from attune_packkit.model.pack import Pack
from attune_packkit.model.refs import belongs, qualify, ref_fault
from attune_packkit.model.summarizing import dependencies
from attune_packkit.model.workflow import Workflow
from attune_packkit.workflows.describe import detail, titled

KINDS = tuple(
    name
    for kind in COMPONENT_KINDS
    for name in ((kind.name, "workflow") if kind.name == "action" else (kind.name,))
)
"""All kinds in the order of registration: workflows come after the actions that they run."""

MAX_RUNTIME_ID = 2**31 - 1


class RegistrationError(PackkitError):
    """A pack that cannot be registered as it is."""

    exit_code = ExitCode.DIAGNOSTICS


class AlreadyRegisteredError(RegistrationError):
    """There is a pack with this ref, and it is not to be replaced."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"Pack with ref '{ref}' already exists", hint="--force replaces it")


class NotRegisteredError(UsageError):
    """No pack has this ref."""

    def __init__(self, ref: str, *, hint: str = "") -> None:
        super().__init__(f"Pack {shown(ref)} not found", hint=hint)


class Record(Struct, frozen=True):
    """What is registered of one pack or component: plain data under the documents' names."""

    kind: str
    ref: str
    fields: dict[str, Value]


class Registration(Struct, frozen=True):
    """One pack with its components, sorted by kind as in `KINDS`, then by ref."""

    pack: Record
    components: tuple[Record, ...] = ()

    @property
    def ref(self) -> str:
        """The ref of the pack."""
        return self.pack.ref


def registration(pack: Pack) -> Registration:
    """Return what is registered of a pack; of a component only if its file can be read.

    Raises `RegistrationError` for what no registry can hold.
    """
    records = [
        Record(each.kind.name, each.ref, _FIELDS.get(each.kind.name, _as_written)(each))
        for name in KINDS
        if name != "workflow"
        for each in pack.of(name)
        if each.document.readable
    ]
    records += (workflow_record(flow) for flow in pack.workflows if readable(flow))
    records.sort(key=lambda record: (KINDS.index(record.kind), record.ref))
    found = Registration(Record("pack", pack.ref, _of_pack(pack)), tuple(records))
    _refuse_faulty(found)
    return found


def readable(workflow: Workflow) -> bool:
    """Tell whether all files of a workflow could be read."""
    return workflow.source.document.readable and workflow.meta.document.readable


def workflow_record(workflow: Workflow) -> Record:
    """Return what is registered of one workflow."""
    told = detail(workflow)
    fields = {name: told[name] for name in told if name not in ("ref", "pack_ref")}
    return Record("workflow", workflow.ref, fields)


def _refuse_unstorable(record: Record) -> None:
    """Raise `RegistrationError` for text that PostgreSQL cannot hold: with a NUL character."""
    pending: list[Value] = [record.fields]
    while pending:
        each = pending.pop()
        if isinstance(each, dict):
            pending += each
            pending += each.values()
        elif isinstance(each, list):
            pending += each
        elif isinstance(each, str) and "\0" in each:
            raise RegistrationError(
                f"{record.kind} {shown(record.ref)} holds text that cannot be stored:"
                f" {shown(each, 40)}"
            )


def refuse_foreign(record: Record, pack_ref: str) -> None:
    """Raise `RegistrationError` for a component that cannot be the pack's."""
    if not belongs(record.ref, pack_ref):
        raise RegistrationError(
            f"{record.kind} {shown(record.ref)} does not belong to pack '{pack_ref}'",
            hint=f"its ref must begin with '{pack_ref}.'",
        )
    fault = ref_fault(record.ref, least=2, queue=record.kind == "queue")
    if fault:
        raise RegistrationError(f"{record.kind} ref {shown(record.ref)}: {fault}")
    _refuse_unstorable(record)


def _refuse_faulty(found: Registration) -> None:
    fault = ref_fault(found.ref)
    if fault:
        raise RegistrationError(f"pack ref {shown(found.ref)}: {fault}")
    _refuse_unstorable(found.pack)
    seen: set[tuple[str, str]] = set()
    for record in found.components:
        refuse_foreign(record, found.ref)
        if (record.kind, record.ref) in seen:
            raise RegistrationError(f"{record.kind} {shown(record.ref)} is defined twice")
        seen.add((record.kind, record.ref))


def _of_pack(pack: Pack) -> dict[str, Value]:
    manifest = pack.manifest
    runtimes = manifest.get("runtime_deps")
    standard = manifest.get("is_standard") is True or manifest.get("system") is True
    return {
        "label": _label(manifest),
        "description": manifest.text("description") or None,
        "version": pack.version or None,
        "conf_schema": _schema(manifest, "conf_schema"),
        "config": _mapping(manifest, "config"),
        "meta": _mapping(manifest, "meta"),
        "tags": list(_texts(manifest, "tags")),
        "runtime_deps": [
            each for each in (runtimes if isinstance(runtimes, list) else ())
            if isinstance(each, (int, str)) and not isinstance(each, bool)
        ],
        "is_standard": standard,
        "dependencies": list(_dependencies(manifest)),
    }  # fmt: skip


def _dependencies(manifest: Component) -> Iterator[Value]:
    for dependency in dependencies(manifest):
        anything = dependency.constraint == "*"
        yield dependency.ref if anything else f"{dependency.ref}@{dependency.constraint}"


def _of_action(action: Component) -> dict[str, Value]:
    return {**_described(action), **_run(action), "out_schema": _schema(action, "output")}


def _of_sensor(sensor: Component) -> dict[str, Value]:
    triggers = [*_texts(sensor, "trigger_types"), *_texts(sensor, "trigger_type")]
    return {
        **_described(sensor),
        **_run(sensor),
        "trigger_types": [qualify(ref, sensor.pack_ref) for ref in triggers],
        "enabled": _enabled(sensor),
    }


def _of_trigger(trigger: Component) -> dict[str, Value]:
    return {
        **_described(trigger),
        "param_schema": _schema(trigger, "parameters"),
        "out_schema": _schema(trigger, "output"),
        "enabled": _enabled(trigger),
    }


def _of_rule(rule: Component) -> dict[str, Value]:
    return {
        **_described(rule),
        "action_ref": _ref(rule, "action_ref"),
        "trigger_ref": _ref(rule, "trigger_ref"),
        "conditions": rule.get("conditions"),
        "action_params": rule.get("action_params"),
        "trigger_params": rule.get("trigger_params"),
        "enabled": _enabled(rule),
    }


def _as_written(component: Component) -> dict[str, Value]:
    return {**_described(component), "definition": component.value}


_FIELDS: dict[str, Callable[[Component], dict[str, Value]]] = {
    "action": _of_action,
    "trigger": _of_trigger,
    "sensor": _of_sensor,
    "rule": _of_rule,
}


def _described(component: Component) -> dict[str, Value]:
    return {"label": _label(component), "description": component.text("description") or None}


def _run(component: Component) -> dict[str, Value]:
    """Return how an action or sensor is run. Only the documents' own form has runtime numbers."""
    runtime = component.get("runtime")
    is_id = type(runtime) is int and 0 < runtime <= MAX_RUNTIME_ID
    return {
        "runtime": runtime if is_id else None,
        "runner_type": component.text("runner_type") or None,
        "entrypoint": component.text("entry_point") or None,
        "param_schema": _schema(component, "parameters"),
    }


def _label(component: Component) -> Value:
    return component.text("label") or component.text("name") or titled(component.name)


def _enabled(component: Component) -> bool:
    return component.get("enabled") is not False


def _ref(component: Component, name: str) -> Value:
    ref = component.text(name)
    return qualify(ref, component.pack_ref) if ref else None


def _schema(component: Component, name: str) -> Value:
    schema = component.schema(name)
    return schema.json_schema() if schema else None


def _mapping(component: Component, name: str) -> Value:
    value = component.get(name)
    return value if isinstance(value, dict) else None


def _texts(component: Component, name: str) -> Iterator[str]:
    for mention in texts(component.at(name), component.get(name)):
        yield mention.text
