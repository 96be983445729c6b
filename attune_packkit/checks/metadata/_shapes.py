"""What to write instead of a value in the shape that another tool gives it."""

from __future__ import annotations

from attune_packkit.api import Component, Pointer, Value, follow, shown

_NAMES = ("ref", "name", "type", "action", "service", "uses", "platform", "pack", "id")
_VERSIONS = ("version", "constraint", "versions", "version_constraint")


def reshaped(component: Component, pointer: Pointer) -> str:
    """Return a hint for a value of the wrong type, from its place and what it holds; or ""."""
    kind, value = component.kind.name, follow(component.value, pointer)
    if kind == "rule" and len(pointer) == 1:
        return _in_rule(str(pointer[0]), value)
    if kind == "rule" and pointer[0] == "conditions" and isinstance(value, str):
        return "join the conditions with 'and' in one text: 'expression: \"{{ … }}\"'"
    if kind == "workflow":
        keys = [step for step in pointer if isinstance(step, str)]
        return _in_workflow(keys[-1] if keys else "", value)
    if kind == "pack" and pointer[0] == "dependencies" and isinstance(value, dict):
        return _dependency(value)
    if kind == "pack" and pointer == ("source",) and isinstance(value, str):
        return "write it as 'repository'"
    if kind == "pack" and pointer == ("testing", "runners") and isinstance(value, list):
        return "write each below a name of its own: 'unit: {type: …, entry_point: …}'"
    return ""


def _in_rule(key: str, value: Value) -> str:
    if key == "conditions" and isinstance(value, str):
        return "write it below, as 'expression: \"{{ … }}\"'"
    if key.endswith("_params") and isinstance(value, list):
        return "write 'name: value' for each, without '- ' before it"
    what = key.removesuffix("_ref")
    if what not in ("trigger", "action"):
        return ""
    one = value[0] if isinstance(value, list) and value else value
    ref = one if isinstance(one, str) else _first(one, _NAMES)
    one_more = isinstance(value, list) and len(value) > 1
    several = f", and a rule for each further {what}" if one_more else ""
    line = shown(f"{what}_ref: {ref or '…'}")
    return f"write {line}, and what it is given under '{what}_params'{several}"


def _in_workflow(key: str, value: Value) -> str:
    if key == "next" and isinstance(value, dict):
        return "write a list: '- when: …' and 'do: …' for each case"
    if key == "do" and isinstance(value, dict | list):
        return "write the names of tasks alone, as a list"
    if key in ("input", "output_map") and isinstance(value, list):
        return "write 'name: value' for each, without '- ' before it"
    if key == "tasks" and isinstance(value, str):
        return "write a task as a mapping with 'name' and 'action'"
    if key == "retry" and type(value) is int:
        return f"write 'count: {value}' and a 'delay' below it"
    if key == "join" and value == "all":
        return "write how many arrivals it waits for, such as 'join: 2'"
    if key == "publish" and isinstance(value, str) and "=" in value:
        return "write 'name: value' for each, in lines below it"
    if key == "default" and isinstance(value, str):
        return f"write 'default: true' and 'next: {value}'"
    return ""


def _dependency(value: Value) -> str:
    ref, versions = _first(value, _NAMES), _first(value, _VERSIONS)
    entry = f"{ref}@{versions}" if versions else ref
    return f"write {shown(entry)}" if ref else ""


def _first(value: Value, keys: tuple[str, ...]) -> str:
    held = value if isinstance(value, dict) else {}
    texts = (held.get(key) for key in keys)
    return next((text for text in texts if isinstance(text, str) and len(text) < 100), "")
