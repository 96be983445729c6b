"""Find the way from the root of a composed tree to some of its nodes.

Needed for faults only, so building values keeps no track of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import yaml

from attune_packkit.documents.guard import MAX_DEPTH
from attune_packkit.spans import Pointer


def pointers_to(root: yaml.Node, nodes: Collection[yaml.Node]) -> dict[int, Pointer]:
    """Return the pointer of each of `nodes` by its `id`; of a key, that of its value.

    A node that aliases repeat has the pointer of its first use. Visits each node once at most.
    """
    wanted = {id(node) for node in nodes}
    found: dict[int, Pointer] = {}
    seen: set[int] = set()
    pending: list[tuple[yaml.Node, Pointer]] = [(root, ())]
    while pending and len(found) < len(wanted):
        node, pointer = pending.pop()
        if id(node) in wanted:
            found.setdefault(id(node), pointer)
        if id(node) in seen or len(pointer) > MAX_DEPTH:
            continue
        seen.add(id(node))
        below = []
        for step, key, value in _children(node):
            if id(key) in wanted:
                found.setdefault(id(key), (*pointer, step))
            if id(value) in wanted or not isinstance(value, yaml.ScalarNode):
                below.append((value, (*pointer, step)))
        pending += reversed(below)
    return found


def _children(node: yaml.Node) -> Iterator[tuple[str | int, yaml.Node | None, yaml.Node]]:
    """Yield the entries of a node: step, key (None in lists), value."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield step(key), key, value
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield index, None, item


def step(key: yaml.Node) -> str:
    """Return the name a key has in the document's value: that of its place if it is no text."""
    mark = key.start_mark
    return key.value if isinstance(key, yaml.ScalarNode) else f"<{mark.line + 1}:{mark.column + 1}>"
