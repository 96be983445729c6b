"""What there is to know of a component besides its schemas: a line for each field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from markupsafe import Markup

from attune_packkit.api import (
    RUNNER_ALIASES,
    Component,
    Value,
    is_template,
    qualify,
    texts,
)
from attune_packkit.sitegen import highlighting, writing_yaml
from attune_packkit.sitegen.models import Fact, Link
from attune_packkit.sitegen.parameters import literal
from attune_packkit.sitegen.secrets import HIDDEN, is_secret

Linker = Callable[[str, str], Link]
"""Gives the link to a component of one kind by its ref."""

MAX_FACTS = 60
MAX_LINES = 16
"""Lines that are shown of one nested value."""

_MAX_LINE = 200
_MAX_TITLE = 160
_MAX_ITEMS = 40
"""Items that are shown of a list on one line."""

_TITLES = {
    "runner_type": "Runs on",
    "runtime_version": "Runtime version",
    "entry_point": "Entry point",
    "workflow_file": "Graph file",
    "timeout_seconds": "Time limit",
    "parameter_delivery": "Parameters come by",
    "parameter_format": "Parameters come as",
    "output_format": "Output is read as",
    "trigger_types": "Fires",
    "trigger_type": "Fires",
    "type": "Type",
    "poll_interval": "Polls every",
    "schedule": "Schedule",
    "dispatch_action": "Dispatches to",
    "action_ref": "Applies to",
    "permission_set_ref": "Permissions",
    "permission_set_refs": "Permissions",
    "default_execution_permission_set_refs": "Permissions",
    "owner_ref": "Belongs to",
    "required_worker_runtimes": "Needs workers with",
}
"""Titles of fields; others are titled by their name."""

_NAMING = {
    "runner_type": "runtime",
    "trigger_types": "trigger",
    "trigger_type": "trigger",
    "dispatch_action": "action",
    "action_ref": "action",
    "permission_set_ref": "permission_set",
    "permission_set_refs": "permission_set",
    "default_execution_permission_set_refs": "permission_set",
}
_SHOWN_ELSEWHERE = frozenset(
    name
    for names in (
        "ref label name description tags keywords enabled pack_ref version kind meta metadata",
        "parameters param_schema parameters_schema output out_schema output_schema payload_schema",
        "item_schema examples config action_params trigger_params conditions criteria",
        "tasks vars variables output_map definition",
    )
    for name in names.split()
)
_OF_RULES = frozenset({"trigger_ref", "trigger", "action_ref", "action"})
_SECONDS = ("timeout_seconds", "poll_interval")


def facts(component: Component, link: Linker) -> Iterator[Fact]:
    """Yield what a component says of itself, in the order of its file; nested values flattened."""
    shown = 0
    for name, value in component.value.items():
        if name in _SHOWN_ELSEWHERE or (component.kind.name == "rule" and name in _OF_RULES):
            continue
        title = _TITLES.get(name, name.replace("_", " ").capitalize())
        for fact in _fact(component, name, title, value, link):
            shown += 1
            if shown > MAX_FACTS:
                return
            yield fact


def _fact(
    component: Component, name: str, title: str, value: Value, link: Linker
) -> Iterator[Fact]:
    kind = _NAMING.get(name)
    if kind is not None:
        links = tuple(_links(component, name, kind, link))
        if links:
            yield Fact(title, links=links)
    elif _is_nested(value):
        yield Fact(title, block=_block(value))
    elif isinstance(value, dict):
        yield from _flattened(title, value)
    elif name in _SECONDS and isinstance(value, int):
        yield Fact(title, f"{value:,} seconds" if value != 1 else "1 second")
    elif value is not None:
        yield Fact(title, _text(value), code=name in ("entry_point", "workflow_file"))


def _flattened(title: str, value: Mapping[str, Value]) -> Iterator[Fact]:
    """Yield the values inside a mapping, each named by its way."""
    for key, inner in value.items():
        if inner is not None:
            yield Fact(f"{title}: {key.replace('_', ' ')}"[:_MAX_TITLE], _text(inner))


def _is_nested(value: Value) -> bool:
    """Tell whether a value is too deep for one line, or a line for each of its fields."""
    if isinstance(value, dict):
        return any(isinstance(each, dict) or _is_nested(each) for each in value.values())
    return isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value)


def _block(value: Value) -> Markup:
    """Return a value as lines of YAML; the source on the same page shows what is cut."""
    lines = writing_yaml.dump(_masked(value)).split("\n")
    more = ["# the rest stands in the source"] if len(lines) > MAX_LINES else []
    return highlighting.yaml("\n".join([line[:_MAX_LINE] for line in lines[:MAX_LINES]] + more))


def _masked(value: Value, name: str = "", depth: int = 0) -> Value:
    """Return a value without its secrets."""
    if is_secret(name, value):
        return HIDDEN
    if depth >= writing_yaml.MAX_DEPTH:
        return value
    if isinstance(value, dict):
        return {key: _masked(each, key, depth + 1) for key, each in value.items()}
    return [_masked(each, name, depth + 1) for each in value] if isinstance(value, list) else value


def _links(component: Component, name: str, kind: str, link: Linker) -> Iterator[Link]:
    for mention in texts(component.at(name), component.value.get(name)):
        text = mention.text
        known = kind == "runtime" and text.lower() in RUNNER_ALIASES
        yield Link(text) if known or is_template(text) else _named(component, kind, text, link)


def _named(component: Component, kind: str, text: str, link: Linker) -> Link:
    found = link(kind, qualify(text, component.pack_ref))
    return Link(text, found.url)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and 10_000 <= abs(value) < 10**18:
        return f"{value:,}"
    if isinstance(value, list) and all(isinstance(each, (str, int, float)) for each in value):
        return ", ".join(literal(each) for each in value[:_MAX_ITEMS])
    return literal(value)
