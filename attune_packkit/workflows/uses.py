"""A pack's summary with what its expressions expect of other components."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from attune_packkit.diagnostics import Place
from attune_packkit.expressions.types import Type
from attune_packkit.model import summary
from attune_packkit.model.component import Component
from attune_packkit.model.pack import Pack
from attune_packkit.model.refs import is_template, qualify
from attune_packkit.model.summary import FieldUse, PackSummary, TypedArgument
from attune_packkit.model.targets import Target
from attune_packkit.workflows.meaning import Meaning, meanings, rule_templates
from attune_packkit.workflows.paths import field_use, paths

_NULL = frozenset({"null"})


def summarize(pack: Pack, target: Target = Target.AUTO) -> PackSummary:
    """Reduce a pack to what other packs may know of it, and what it expects of them."""
    whole = summary.summarize(pack)
    uses: list[FieldUse] = [use for rule in pack.of("rule") for use in _payload_uses(rule)]
    typed: dict[Place, list[TypedArgument]] = {}
    for meaning in meanings(pack, target):
        uses += meaning.names.uses
        for place, argument in _typed(meaning):
            typed.setdefault(place, []).append(argument)
    calls = tuple(
        replace(call, typed=tuple(dict.fromkeys(typed[call.target.place])))
        if call.target.place in typed
        else call
        for call in whole.calls
    )
    return replace(whole, calls=calls, field_uses=tuple(dict.fromkeys(uses)))


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


def _typed(meaning: Meaning) -> Iterator[tuple[Place, TypedArgument]]:
    """Yield the arguments of tasks whose types are known, by the place of the action's ref."""
    for site, of in zip(meaning.sites, meaning.types, strict=True):
        if site.wanted and site.task is not None and of.certain:
            argument = _argument(site.wanted, of)
            if argument.kinds:
                yield site.task.at("action"), argument


def _argument(name: str, of: Type) -> TypedArgument:
    return TypedArgument(name, tuple(sorted(of.kinds - _NULL)), sure="null" not in of.kinds)
