"""What names mean in rules and queues."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.diagnostics import Place, Severity
from attune_packkit.expressions.functions import FUNCTIONS
from attune_packkit.expressions.template import Template
from attune_packkit.expressions.types import ANY, STRING, Type
from attune_packkit.model.arguments import names_every_field
from attune_packkit.model.component import Component
from attune_packkit.suggest import near, very_near
from attune_packkit.workflows.nullable import field_type
from attune_packkit.workflows.paths import Path, Step
from attune_packkit.workflows.settings import Settings
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.slips import inside, slip

_EVENT = ("id", "trigger", "trigger_ref", "payload", "created")
_SYSTEM: tuple[str, ...] = ("timestamp", "rule", "event", "enforcement")
_OF_SYSTEM = ("id", "ref")
_OF_ITEM = frozenset({"id", "key", "payload", "data", "priority", "created", "attempts", "queue"})
"""What an item may have besides what it carries."""

_ELSEWHERE = {
    "payload": "write 'event.payload'",
    "trigger": "write 'event.payload' or 'event.trigger'",
    "parameters": "a rule has no parameters: read the event or the configuration",
    "workflow": "a rule has no variables: read the event or the configuration",
    "result": "nothing has run yet: read the event or the configuration",
}


class ComponentScope:
    """The scope of a scalar in a rule or queue: some roots, and the settings."""

    code: str
    roots: tuple[str, ...]

    def __init__(self, settings: Settings, place: Place, template: Template) -> None:
        self._settings = settings
        self._place = place
        self._text = template.text

    def read(self, path: Path) -> Iterator[Slip]:
        """Yield what is wrong with reading this path here."""
        root = path.root
        if path.called:
            yield from self._called(root)
            return
        if root.name == "config" and path.steps:
            yield from self._settings.read(self._place, path.steps[0])
        elif root.name == "pack" and path.step(0) == "config" and len(path.steps) > 1:
            yield from self._settings.read(self._place, path.steps[1])
        elif root.name in self.roots:
            yield from self.member(path)
        elif not path.guarded and root.name not in _SILENT and not self._hyphened(root):
            yield self._unknown(root)

    def _called(self, root: Step) -> Iterator[Slip]:
        signature = FUNCTIONS.get(root.name)
        if signature is not None and signature.outcome:
            yield slip(
                "workflow.result_outside_transition",
                inside(self._place, root.start, root.end),
                "'{name}()' tells how a task of a workflow ended, and here is none",
                hint=_ELSEWHERE["result"],
                name=root.name,
            )

    def member(self, path: Path) -> Iterator[Slip]:
        """Yield what is wrong with what is read from a known root."""
        yield from ()

    def type_of(self, path: Path) -> Type | None:
        """Return the type of a setting; anything else may be of any type."""
        if path.root.name == "config" and path.steps:
            return None if len(path.steps) > 1 else self._settings.type_of(path.step(0))
        return ANY

    def result_type(self) -> Type:
        """Return the type of what no task has given."""
        return ANY

    def gives(self, of: Type) -> None:
        """Take no note: what is passed is compared as text."""

    def _unknown(self, root: Step) -> Slip:
        at = inside(self._place, root.start, root.end)
        if root.name in FUNCTIONS and root.name not in _ELSEWHERE:
            template = "'{name}' is a function and is not called"
            hint = f"write '{root.name}(…)'"
            return slip("expression.function_without_call", at, template, hint=hint, name=root.name)
        meant = near(root.name, self.roots)
        hint = _ELSEWHERE.get(root.name) or (f"did you mean '{meant}'?" if meant else "")
        return slip(
            self.code,
            at,
            "nothing is called '{name}' here",
            hint=hint or f"known names: {', '.join(self.roots)}",
            name=root.name,
        )

    def _hyphened(self, step: Step) -> bool:
        """Tell whether a name is part of one with hyphens: `a-b` is a subtraction."""
        return (
            self._text[step.start - 1 : step.start] == "-"
            or self._text[step.end : step.end + 1] == "-"
        )


_SILENT = frozenset({"keystore", "kv"})


class RuleScope(ComponentScope):
    """A rule sees the event that fires it."""

    code = "rule.unknown_root"
    roots = ("event", "config", "system", "pack")

    def __init__(
        self,
        settings: Settings,
        place: Place,
        template: Template,
        payload: Type = ANY,
        trigger: str = "",
    ) -> None:
        super().__init__(settings, place, template)
        self._payload = payload
        self._trigger = trigger

    def type_of(self, path: Path) -> Type | None:
        """Return the type of what the event carries, or of a setting."""
        if path.names == ("event", "trigger_ref") and self._trigger:
            return replace(STRING, choices=frozenset({self._trigger}))
        if path.names[:2] != ("event", "payload"):
            return super().type_of(path)
        return None if len(path.steps) > 1 else self._payload

    def member(self, path: Path) -> Iterator[Slip]:
        """Yield a slip for what an event, or the system, does not have."""
        if path.root.name == "event" and self._place.pointer[:1] == ("trigger_params",):
            yield self._too_early(path.root)
            return
        if path.root.name == "system":
            yield from self._system(path)
        if path.root.name != "event" or not path.steps or path.guarded:
            return
        step = path.steps[0]
        if step.name not in _EVENT:
            meant = near(step.name, _EVENT)
            yield slip(
                self.code,
                inside(self._place, step.start, step.end),
                "an event has no '{name}'",
                hint=f"did you mean '{meant}'?" if meant else "what it carries is in its payload",
                name=step.name,
            )

    def _too_early(self, root: Step) -> Slip:
        return slip(
            self.code,
            inside(self._place, root.start, root.end),
            "there is no '{name}' yet when the trigger gets its parameters",
            hint="write the value, or read 'config'",
            name=root.name,
        )

    def _system(self, path: Path) -> Iterator[Slip]:
        """Yield a slip for an evidently misspelt name; of what the system has more may come."""
        known = _SYSTEM
        for step in path.steps[:2]:
            meant = "" if step.name in known else very_near(step.name, known)
            if meant:
                yield slip(
                    self.code,
                    inside(self._place, step.start, step.end),
                    "the system has no '{name}'",
                    hint=f"did you mean '{meant}'?",
                    name=step.name,
                )
            known = _OF_SYSTEM if step.name in _SYSTEM else ()


class QueueScope(ComponentScope):
    """A queue sees the items that it hands out."""

    code = "queue.unknown_root"
    roots = ("item", "items", "queue_item", "queue_items", "queue", "config", "system", "pack")

    def __init__(
        self, settings: Settings, place: Place, template: Template, queue: Component
    ) -> None:
        super().__init__(settings, place, template)
        self._schema = queue.schema("item_schema")

    def member(self, path: Path) -> Iterator[Slip]:
        """Yield a slip for what an item does not have."""
        schema = self._schema
        if path.root.name not in ("item", "items") or not path.steps or path.guarded:
            return
        step = path.steps[0]
        if path.root.name == "items":
            yield from self._of_list(step)
            return
        if schema is None or not names_every_field(schema) or step.name in schema.fields:
            return
        meant = near(step.name, schema.fields)
        yield slip(
            "queue.undefined_item_field",
            inside(self._place, step.start, step.end),
            "items of this queue have no field '{name}'",
            hint=f"did you mean '{meant}'?" if meant else "declare it in item_schema",
            severity=Severity.INFO if step.name in _OF_ITEM and not meant else None,
            name=step.name,
        )

    def _of_list(self, step: Step) -> Iterator[Slip]:
        """Yield a slip for a field that each item has, and not the list of them."""
        if self._schema and step.name in self._schema.fields:
            yield slip(
                "queue.undefined_item_field",
                inside(self._place, step.start, step.end),
                "'items' is a list, and has no field '{name}'",
                hint=f"write 'item.{step.name}', or 'items.0.{step.name}'",
                name=step.name,
            )

    def type_of(self, path: Path) -> Type | None:
        """Return the type of a field of the item."""
        if path.root.name == "item" and path.steps and self._schema:
            field = self._schema.fields.get(path.step(0))
            if len(path.steps) > 1:
                return None
            return field_type(field) if field else ANY
        return super().type_of(path)
