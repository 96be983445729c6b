"""Where a `$ref` inside a schema leads: only ever to another place of the same schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from attune_packkit.documents.document import Value
from attune_packkit.spans import Pointer

REFERRING = ("$ref", "$dynamicRef", "$recursiveRef")

Subschema: TypeAlias = "dict[str, Value] | bool"


def is_local(ref: str) -> bool:
    """Tell whether a reference stays within its own schema."""
    return not ref or ref.startswith("#")


def resolve(root: Value, ref: str) -> Subschema | None:
    """Return the subschema that a local reference names; None if there is none."""
    if not is_local(ref):
        return None
    from urllib.parse import unquote

    fragment = unquote(ref[1:])
    found = root if not fragment else _named(root, fragment)
    return found if isinstance(found, (dict, bool)) else None


def _named(root: Value, fragment: str) -> Value:
    if fragment.startswith("/"):
        steps = fragment[1:].split("/")
        return follow(root, [step.replace("~1", "/").replace("~0", "~") for step in steps])
    return next((node for node in mappings(root) if fragment in anchors(node)), None)


def follow(root: Value, steps: Iterable[str | int]) -> Value:
    """Return what stands below `root` after these steps; None if there is nothing."""
    node = root
    for step in steps:
        if isinstance(node, dict):
            node = node.get(str(step))
        elif isinstance(node, list) and str(step).isdecimal() and len(str(step)) < 9:
            node = node[int(step)] if int(step) < len(node) else None
        else:
            return None
    return node


def references(tree: Value) -> Iterator[str]:
    """Yield every reference written anywhere in a schema."""
    for node in mappings(tree):
        for word in REFERRING:
            ref = node.get(word)
            if isinstance(ref, str):
                yield ref


def anchors(schema: dict[str, Value]) -> tuple[Value, ...]:
    """Return the names a subschema gives itself."""
    return schema.get("$anchor"), schema.get("$dynamicAnchor")


def mappings(value: Value) -> Iterator[dict[str, Value]]:
    """Yield every mapping in a tree of plain data, without recursion."""
    pending = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            yield node
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)


def texts_in(value: Value, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Yield every text in a tree of plain data, in its order, with the way to it."""
    pending = [(pointer, value)]
    while pending:
        at, node = pending.pop()
        if isinstance(node, str):
            yield at, node
        elif isinstance(node, dict):
            pending += [((*at, key), inner) for key, inner in reversed(node.items())]
        elif isinstance(node, list):
            pending += [((*at, index), node[index]) for index in reversed(range(len(node)))]
