"""A pack's summary with what its expressions expect of other components."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from attune_packkit.diagnostics import Place
from attune_packkit.model import summarizing
from attune_packkit.model.component import Component, Mention, texts
from attune_packkit.model.field_uses import Borrowed, FieldUse
from attune_packkit.model.pack import Pack
from attune_packkit.model.refs import is_template, qualify
from attune_packkit.model.summary import Call, Carried, PackSummary, TypedArgument
from attune_packkit.model.targets import Target
from attune_packkit.workflows import borrowing
from attune_packkit.workflows.carrying import (
    keys_read,
    parameters_in_commands,
    rule_arguments,
    secret_arguments,
    secrets_of,
)
from attune_packkit.workflows.meaning import Meaning, meanings, rule_templates
from attune_packkit.workflows.passing import of_queue, of_rule, of_tasks
from attune_packkit.workflows.paths import Step, field_use, paths


def summarize(pack: Pack, target: Target = Target.AUTO) -> PackSummary:
    """Reduce a pack to what other packs may know of it, and what it expects of them."""
    whole = summarizing.summarize(pack)
    uses: list[FieldUse] = []
    borrowed: list[Borrowed] = []
    found: dict[Place, _Known] = {}
    for meaning in meanings(pack, target):
        uses += meaning.names.uses
        borrowed += borrowing.of_workflow(meaning)
        _learn(meaning, found)
    own = {trigger.ref for trigger in pack.of("trigger")}
    for rule in pack.of("rule"):
        read = list(_payload_uses(rule))
        uses += read
        borrowed += borrowing.of_rule(rule, [use for use in read if use.ref not in own])
        carried = list(_of_rule(rule, secrets_of(pack.manifest)))
        found[rule.at("action_ref")] = _Known([*of_rule(rule, pack)], carried)
    for queue in pack.of("queue"):
        found[queue.at("dispatch_action")] = _Known([*of_queue(queue, pack.manifest)])
    calls = tuple(
        found[call.target.place].told(call) if call.target.place in found else call
        for call in whole.calls
    )
    return replace(
        whole,
        calls=calls,
        field_uses=tuple(dict.fromkeys(uses)),
        borrowed=tuple(dict.fromkeys(borrowed)),
    )


class _Known(Struct):
    """What expressions and flow tell of a call."""

    typed: list[TypedArgument] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)
    certain: bool = False

    def told(self, call: Call) -> Call:
        """Return the call with what is known of it."""
        return replace(
            call,
            typed=tuple(dict.fromkeys(self.typed)),
            carried=tuple(dict.fromkeys(self.carried)),
            certain=self.certain,
        )


def _learn(meaning: Meaning, found: dict[Place, _Known]) -> None:
    """Note what a workflow tells of its calls, by the place of the action's ref."""
    for place, argument in of_tasks(meaning):
        found.setdefault(place, _Known()).typed.append(argument)
    if meaning.secrets is not None:
        for place, carried in secret_arguments(meaning.sites, meaning.secrets):
            found.setdefault(place, _Known()).carried.append(carried)
    for place, carried in parameters_in_commands(meaning.names, meaning.sites):
        found.setdefault(place, _Known()).carried.append(carried)
    for number in meaning.flow.certain:
        task = meaning.flow.graph.tasks[number]
        found.setdefault(task.at("action"), _Known()).certain = True


def _of_rule(rule: Component, secrets: frozenset[tuple[str, ...]]) -> Iterator[Carried]:
    found = list(rule_templates(rule))
    secrets |= keys_read(template for _, template in found)
    for place, template in found:
        yield from rule_arguments(rule, place, template, secrets)


def payload_steps(text: str) -> tuple[Step, ...]:
    """Return what the `field` of a condition names inside the payload, step by step."""
    steps: list[Step] = []
    at = 0
    for name in text.split("."):
        steps.append(Step(name, at, at + len(name)))
        at += len(name) + 1
    for above in ("event", "payload"):
        if len(steps) > 1 and steps[0].name == above:
            steps = steps[1:]
    plain = all((step.name and step.name.isidentifier()) or step.name.isdigit() for step in steps)
    return tuple(steps) if plain and not (len(steps) == 1 and steps[0].name in _OF_EVENT) else ()


_OF_EVENT = frozenset({"event", "payload", "id", "trigger", "trigger_ref", "created"})


def condition_fields(rule: Component) -> Iterator[Mention]:
    """Yield what the conditions of a rule compare, where they are written as a list."""
    conditions = rule.get("conditions")
    for index, condition in enumerate(conditions if isinstance(conditions, list) else ()):
        if isinstance(condition, dict):
            yield from texts(rule.at("conditions", index, "field"), condition.get("field"))


def _payload_uses(rule: Component) -> Iterator[FieldUse]:
    trigger = rule.text("trigger_ref")
    if not trigger or is_template(trigger):
        return
    ref = qualify(trigger, rule.pack_ref)
    for place, template in rule_templates(rule):
        for path in () if template.has_statements else paths(template):
            names = path.names
            if names[:2] == ("event", "payload") and len(names) > 2 and not path.guarded:
                yield field_use("trigger", ref, path.steps[1:], place)
    for field_path in condition_fields(rule):
        steps = payload_steps(field_path.text)
        if steps:
            yield field_use("trigger", ref, steps, field_path.place)
