"""Play an event through a rule: does it match, why, and what does the action get?

Attune evaluates a condition as an expression that knows only `event`. The parameters are simpler:
each template there is a dotted path that is looked up, and whatever is not there becomes null.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from msgspec import Struct

from attune_packkit.documents.document import Value
from attune_packkit.escaping import shown
from attune_packkit.expressions.template import Expression, parse_template
from attune_packkit.expressions.values import (
    Budget,
    Data,
    Open,
    UnfitError,
    Unknown,
    joined,
    text_of,
)
from attune_packkit.model.catalog import Catalog
from attune_packkit.model.component import Component
from attune_packkit.model.refs import qualify
from attune_packkit.simulation import conditions
from attune_packkit.simulation.declared import (
    absent,
    mapping,
    misfits,
    output_of,
    parameters_of,
)
from attune_packkit.simulation.secrecy import without_secrets


class RuleRun(Struct, frozen=True):
    """What one event does to one rule. `matches` is None where only a run can tell.

    `action_params` are what the action gets, nothing if the rule does not match.
    """

    rule: str
    trigger: str
    action: str
    matches: bool | None
    why: str
    action_params: dict[str, Data]
    notes: tuple[str, ...]


def simulate_rule(
    rule: Component, event: Mapping[str, Value], config: Open, catalog: Catalog
) -> RuleRun:
    """Play an event (`payload`, and maybe `trigger`, `id`, `created`) through a rule."""
    trigger = trigger_of(rule)
    action = qualify(rule.text("action_ref"), rule.pack_ref)
    known = _event(event, trigger, catalog)
    verdict = _verdict(rule, event, trigger, known)
    notes = [*absent(catalog, "action", action), *_payload_notes(event, trigger, catalog)]
    notes += verdict.notes
    params: dict[str, Data] = {}
    if verdict.holds is not False:
        lookup = _Lookup(_roots(rule, known, config))
        resolved = mapping(lookup.resolved(rule.get("action_params")))
        schema = parameters_of(catalog, action)
        notes += [*lookup.notes, *misfits(resolved, schema, "parameter")]
        params = mapping(without_secrets(resolved, schema, "action_params"))
    unique = tuple(dict.fromkeys(notes))
    return RuleRun(
        rule=rule.ref,
        trigger=trigger,
        action=action,
        matches=verdict.holds,
        why=verdict.why,
        action_params=params,
        notes=unique,
    )


def _roots(rule: Component, event: dict[str, Data], config: Open) -> dict[str, Data]:
    """Return what the paths in parameters may start with."""
    system = Open({"rule": Open({"ref": rule.ref}, "system.rule")}, "system")
    return {"event": event, "config": config, "pack": {"config": config}, "system": system}


def trigger_of(rule: Component) -> str:
    """Return the full ref of the trigger of a rule."""
    return qualify(rule.text("trigger_ref"), rule.pack_ref)


def _event(event: Mapping[str, Value], trigger: str, catalog: Catalog) -> dict[str, Data]:
    """Return what `event` stands for; the payload without its secrets."""
    payload = cast(Data, event.get("payload"))
    return {
        "id": _given(event, "id"),
        "trigger": trigger,
        "trigger_ref": trigger,
        "payload": without_secrets(
            payload, output_of(catalog, "trigger", trigger), "event.payload"
        ),
        "created": _given(event, "created"),
    }


def _given(event: Mapping[str, Value], name: str) -> Data:
    return cast(Data, event[name]) if name in event else Unknown((f"event.{name}",))


def _verdict(
    rule: Component, event: Mapping[str, Value], trigger: str, known: dict[str, Data]
) -> conditions.Verdict:
    if rule.get("enabled") is False:
        return conditions.Verdict(False, "the rule is disabled")
    happened = event.get("trigger_ref", event.get("trigger", trigger))
    if happened != trigger:
        return conditions.Verdict(False, f"the event is of trigger {shown(str(happened))}")
    return conditions.judge(rule.get("conditions"), known)


def _payload_notes(event: Mapping[str, Value], trigger: str, catalog: Catalog) -> list[str]:
    payload = event.get("payload")
    if not isinstance(payload, dict):
        return []
    values = cast(dict[str, Data], payload)
    return list(misfits(values, output_of(catalog, "trigger", trigger), "payload field"))


class _Lookup:
    """Looks paths up as Attune does for the parameters of a rule."""

    def __init__(self, roots: dict[str, Data]) -> None:
        self._roots = roots
        self._budget = Budget()
        self.notes: list[str] = []

    def resolved(self, value: Value) -> Data:
        """Fill in every text in a value."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self.resolved(item) for item in value]
        if isinstance(value, dict):
            return {name: self.resolved(item) for name, item in value.items()}
        return value

    def _text(self, text: str) -> Data:
        template = parse_template(text)
        if not template.expressions:
            return text
        try:
            first = template.expressions[0]
            if template.whole and first.end - first.start == len(text):
                return self._budget.whole(self._value(first))
            return joined(map(self._piece, template.pieces()))
        except UnfitError as error:
            self._note(f"{shown(text)} becomes null: {error}")
            return None

    def _piece(self, piece: str | Expression) -> str | Unknown:
        if isinstance(piece, str):
            return piece
        text = text_of(self._value(piece), null="")
        self._budget.text(str(text))
        return text

    def _value(self, expression: Expression) -> Data:
        path = expression.source
        found: Any = self._roots
        for step in path.split("."):
            found = _below(found, step)
            if found is _NOTHING:
                self._note(_absence(path, self._roots))
                return None
        return cast(Data, found)

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


_NOTHING = object()


def _below(value: Any, step: str) -> Any:
    if isinstance(value, Unknown):
        return value.member(step)
    if isinstance(value, Open) and step not in value:
        return value.rest(step)
    if isinstance(value, dict):
        return value.get(step, _NOTHING)
    if isinstance(value, list) and step.isdecimal() and int(step[:9]) < len(value):
        return value[int(step[:9])]
    return _NOTHING


def _absence(path: str, roots: Mapping[str, Data]) -> str:
    if all(step.replace("-", "_").isidentifier() or step.isdecimal() for step in path.split(".")):
        root = path.partition(".")[0]
        if root in roots:
            return f"{shown(path)} is not there, so it becomes null"
        return f"{shown(path)} starts with none of {', '.join(roots)}, so it becomes null"
    return f"{shown(path)} becomes null: in a rule's parameters Attune only looks up dotted paths"
