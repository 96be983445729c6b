"""How to try a component: tasks, rules and commands filled with defaults and placeholders."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from attune_packkit.api import (
    Component,
    Field,
    Schema,
    Value,
    credential_kind,
    example_parameters,
    is_secret_name,
)
from attune_packkit.sitegen import highlighting, writing_yaml
from attune_packkit.sitegen.models import Snippet
from attune_packkit.sitegen.sanitising import visible

MAX_ARGUMENTS = 25
MAX_VALUE = 2_000
"""Characters of one value in an example; a longer one is a placeholder."""

_QUOTE_FREE = re.compile(r"[\w@%+=:,./-]+", re.ASCII)


def snippets(component: Component, schema: Schema | None) -> Iterator[Snippet]:
    """Yield the ways to run an action or workflow."""
    given = arguments(component, schema)
    name = component.name.rpartition(".")[2] or "task"
    task: dict[str, Value] = {"name": name, "action": component.ref}
    rule: dict[str, Value] = {"trigger_ref": "<trigger>", "action_ref": component.ref}
    if given:
        task["input"] = given
        rule["action_params"] = given
    yield _yaml("Workflow task", "try-task", [task])
    yield _yaml("Rule", "try-rule", rule)
    yield _shell("Command line", "try-cli", _command(component.ref, given))
    yield _shell("curl", "try-curl", _request(component.ref, given))


def trigger_snippets(component: Component, schema: Schema | None) -> Iterator[Snippet]:
    """Yield the rule that listens to a trigger."""
    rule: dict[str, Value] = {"trigger_ref": component.ref, "action_ref": "<action>"}
    given = arguments(component, schema)
    if given:
        rule["trigger_params"] = given
    yield _yaml("Rule", "try-rule", rule)


def arguments(component: Component, schema: Schema | None) -> dict[str, Value]:
    """Return what to call a component with: its own example, else values that show the form."""
    for _, parameters in example_parameters(component):
        return _shortened(parameters, schema)
    if schema is None:
        return {}
    fields = list(schema.fields.values())
    needed = [field for field in fields if field.required]
    chosen = needed or [field for field in fields if field.has_default][:3]
    return {field.name: _value(field) for field in chosen[:MAX_ARGUMENTS]}


def _shortened(given: Mapping[str, Value], schema: Schema | None) -> dict[str, Value]:
    fields = schema.fields if schema else {}
    shown: dict[str, Value] = {}
    for name, value in list(given.items())[:MAX_ARGUMENTS]:
        text = json.dumps(value)
        known = fields.get(name)
        secret = known.secret if known else is_secret_name(name)
        plain = len(text) <= MAX_VALUE and not credential_kind(text) and not secret
        shown[name] = value if plain else _placeholder(name)
    return shown


def _value(field: Field) -> Value:
    raw = field.raw
    if field.secret or is_secret_name(field.name):
        return _placeholder(field.name)
    examples, choices = raw.get("examples"), raw.get("enum")
    candidates = [raw.get("example"), *_some(examples), raw.get("default"), *_some(choices)]
    for value in candidates:
        text = json.dumps(value)
        if value is not None and len(text) <= MAX_VALUE and not credential_kind(text):
            return value
    return _stand_in(field.name, raw, field.types, 0)


def _stand_in(name: str, raw: Mapping[str, Value], types: tuple[str, ...], depth: int) -> Value:
    kind = types[0] if types else "string"
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        least = raw.get("minimum")
        return least if isinstance(least, (int, float)) else 1
    if kind == "array":
        items = raw.get("items")
        inner = items if isinstance(items, dict) else {}
        return [_stand_in(_singular(name), inner, _types(inner), depth + 1)] if depth < 2 else []
    if kind == "object":
        properties = raw.get("properties")
        fields = properties if isinstance(properties, dict) and depth < 2 else {}
        return {
            key: _stand_in(key, value, _types(value), depth + 1)
            for key, value in list(fields.items())[:MAX_ARGUMENTS]
            if isinstance(value, dict)
        }
    choices = raw.get("enum")
    return choices[0] if isinstance(choices, list) and choices else _placeholder(name)


def _types(raw: Mapping[str, Value]) -> tuple[str, ...]:
    declared = raw.get("type")
    names = declared if isinstance(declared, list) else [declared]
    return tuple(name for name in names if isinstance(name, str))


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and len(name) > 2 else name


def _some(value: Value) -> list[Value]:
    return value[:1] if isinstance(value, list) else []


def _placeholder(name: str) -> str:
    return f"<{name[:60]}>"


def _yaml(title: str, anchor: str, value: Value) -> Snippet:
    return Snippet(title, anchor, highlighting.yaml(writing_yaml.dump(value)))


def _shell(title: str, anchor: str, text: str) -> Snippet:
    return Snippet(title, anchor, highlighting.shell(text))


def _command(ref: str, given: Mapping[str, Value]) -> str:
    parts = [f"attune action execute {quoted(ref)}"]
    for name, value in given.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        parts.append(f"  --param {quoted(f'{name}={text}')}")
    return " \\\n".join(parts)


def _request(ref: str, given: Mapping[str, Value]) -> str:
    body = json.dumps({"action_ref": ref, "parameters": given}, indent=2, ensure_ascii=False)
    return " \\\n".join(
        (
            'curl -X POST "$ATTUNE_URL/api/v1/executions/execute"',
            '  -H "Authorization: Bearer $ATTUNE_TOKEN"',
            '  -H "Content-Type: application/json"',
            f"  -d {quoted(body)}",
        )
    )


def quoted(text: str) -> str:
    """Quote one word for a shell, so that pasting runs nothing of it; control characters show."""
    plain = visible(text)
    if _QUOTE_FREE.fullmatch(plain):
        return plain
    return "'" + plain.replace("'", "'\"'\"'") + "'"
