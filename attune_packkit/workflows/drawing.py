"""A workflow's picture as an outline, as DOT and as Mermaid: pure functions from data to text.

What a pack says is hostile: nothing of it ever stands outside a quoted label, and in a label every
character that the language would obey is written as its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.escaping import shown
from attune_packkit.phrases import counted
from attune_packkit.workflows.picture import Arrow, Node, Picture

_LINES = {"success": "solid", "failure": "dashed", "timeout": "dotted", "any": "bold"}
_MERMAID_ARROWS = {"success": "-->", "failure": "-.->", "timeout": "-.->", "any": "==>"}
_MERMAID_DASHES = {"failure": "8 4", "timeout": "2 4"}
_MERMAID_UNSAFE = re.compile(r"[^\w .-]|[.-](?= )|\A ", re.ASCII)
_LONGEST = 300
"""Characters of a condition in an outline; labels are cut where `shown` cuts."""

_DOT_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;"})


def outline(drawn: Picture) -> str:
    """Return the picture as text for people: task by task, what follows and when."""
    tasks = [node for node in drawn.nodes if node.type != "missing"]
    sizes = f"{counted(len(tasks), 'task')}, {counted(len(drawn.arrows), 'edge')}"
    head = f"{_text(drawn.ref)}: {sizes}"
    leaving: dict[int, list[Arrow]] = {}
    for arrow in drawn.arrows:
        leaving.setdefault(arrow.source, []).append(arrow)
    lines = [head, *_facts(drawn)]
    for number, node in enumerate(tasks):
        margin = "  " * _depth(drawn, number)
        lines += [margin + _headline(node)] if margin else ["", _headline(node)]
        lines += [margin + "  " + _sentence(drawn, arrow) for arrow in leaving.get(number, ())]
        if node.publishes:
            lines.append(f"{margin}  publishes {_listed(node.publishes)}")
    return "".join(f"{line}\n" for line in lines)


def dot(drawn: Picture) -> str:
    """Return the picture in the language of Graphviz."""
    lines = [f"digraph {_dot(drawn.ref)} {{", "  node [shape=box];"]
    lines += _dot_tasks(drawn)
    for arrow in drawn.arrows:
        label = f", label={_dot(_edge_label(arrow))}" if _edge_label(arrow) else ""
        style = _LINES[arrow.outcome]
        lines.append(f"  t{arrow.source} -> t{arrow.target} [style={style}{label}];")
    return "\n".join([*lines, "}"]) + "\n"


def mermaid(drawn: Picture) -> str:
    """Return the picture as a Mermaid flowchart."""
    lines = ["flowchart TD", *_mermaid_tasks(drawn)]
    for arrow in drawn.arrows:
        label = f"|{_mermaid(_edge_label(arrow))}|" if _edge_label(arrow) else ""
        line = f"{_MERMAID_ARROWS[arrow.outcome]}{label}"
        lines.append(f"  t{arrow.source} {line} t{arrow.target}")
    for outcome, dashes in _MERMAID_DASHES.items():
        numbers = [str(at) for at, each in enumerate(drawn.arrows) if each.outcome == outcome]
        if numbers:
            lines.append(f"  linkStyle {','.join(numbers)} stroke-dasharray: {dashes}")
    if drawn.entry_points:
        lines.append("  classDef entry stroke-width: 3px")
        lines.append(f"  class {','.join(f't{at}' for at in drawn.entry_points)} entry")
    return "\n".join(lines) + "\n"


def _text(text: str, limit: int = 80) -> str:
    """Return pack text that no terminal obeys, cut where it would fill the screen."""
    return shown(text, limit)[1:-1]


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(map(_text, names))


def _facts(drawn: Picture) -> Iterator[str]:
    named = {
        "starts with": drawn.entry_points,
        "ends with": drawn.terminals,
        "never reached": drawn.unreachable,
    }
    for title, numbers in named.items():
        if numbers:
            yield f"{title}: {_listed(drawn.names(numbers))}"
    for cycle in drawn.cycles:
        yield f"goes round: {_listed(drawn.names(cycle))}"
    if drawn.implicit_order:
        yield "no transition is written, so the tasks are in no order but that of the list"


def _depth(drawn: Picture, number: int) -> int:
    depth = 0
    while drawn.nodes[number].parent >= 0:
        number = drawn.nodes[number].parent
        depth += 1
    return depth


def _headline(node: Node) -> str:
    notes = [
        f"join {node.join}" if node.join else "",
        f"retry {_text(str(node.retry.get('count', '')))}".rstrip() if node.retry else "",
        *(f"{key} {_text(str(value))}" for key, value in node.iteration.items()),
        f"when {_text(node.when, _LONGEST)}" if node.when else "",
    ]
    told = "; ".join(filter(None, notes))
    runs = _text(node.action) or node.type
    return f"{_text(node.task)}: {_text(runs)}" + (f" ({told})" if told else "")


def _sentence(drawn: Picture, arrow: Arrow) -> str:
    on = "" if arrow.outcome == "any" else f"on {arrow.outcome} "
    target = drawn.nodes[arrow.target]
    absent = ", which does not exist" if target.type == "missing" else ""
    condition = f", if {_text(arrow.condition, _LONGEST)}" if arrow.condition else ""
    publishes = f"; publishes {_listed(arrow.publishes)}" if arrow.publishes else ""
    return f"{on}-> {_text(target.task)}{absent}{condition}{publishes}"


def _edge_label(arrow: Arrow) -> str:
    return arrow.condition or ("" if arrow.outcome == "any" else arrow.outcome)


def _node_lines(node: Node) -> list[str]:
    """Return the lines of a task's box."""
    if node.type == "missing":
        return [node.task, "does not exist"]
    notes = [f"join {node.join}" if node.join else "", "retry" if node.retry else ""]
    notes.append("iterates" if node.iteration else "")
    kind = node.action or ("" if node.type == "action" else node.type)
    return [each for each in (node.task, kind, ", ".join(filter(None, notes))) if each]


def _nested(drawn: Picture) -> Iterator[tuple[int, bool, int]]:
    """Yield each task with its depth, and again, closed, after the tasks it holds."""
    inside: dict[int, list[int]] = {}
    for number, node in enumerate(drawn.nodes):
        inside.setdefault(node.parent, []).append(number)
    pending = [(number, True, 1) for number in reversed(inside.get(-1, []))]
    while pending:
        number, opens, depth = pending.pop()
        below = inside.get(number)
        if opens or below:
            yield number, opens, depth
        if opens and below:
            pending.append((number, False, depth))
            pending += [(each, True, depth + 1) for each in reversed(below)]


def _holders(drawn: Picture) -> set[int]:
    return {node.parent for node in drawn.nodes}


def _dot(text: str) -> str:
    return f'"{_text(text).translate(_DOT_ESCAPES)}"'


def _dot_tasks(drawn: Picture) -> Iterator[str]:
    holders, entries = _holders(drawn), set(drawn.entry_points)
    for number, opens, depth in _nested(drawn):
        margin, node = "  " * depth, drawn.nodes[number]
        if not opens:
            yield margin + "}"
            continue
        if number in holders:
            yield f"{margin}subgraph cluster_{number} {{"
            yield f"{margin}  label={_dot(node.task)};"
            margin += "  "
        label = "\\n".join(_dot(line)[1:-1] for line in _node_lines(node))
        look = ", style=dashed" if node.type == "missing" else ""
        look += ", penwidth=3" if number in entries else ""
        yield f'{margin}t{number} [label="{label}"{look}];'


def _mermaid(text: str) -> str:
    """Return a quoted label in which only letters, digits and spaces stand for themselves."""
    safe = _MERMAID_UNSAFE.sub(lambda found: f"#{ord(found[0])};", _text(text))
    return f'"{safe}"'


def _mermaid_tasks(drawn: Picture) -> Iterator[str]:
    holders = _holders(drawn)
    for number, opens, depth in _nested(drawn):
        margin, node = "  " * depth, drawn.nodes[number]
        if not opens:
            yield margin + "end"
            continue
        if number in holders:
            yield f"{margin}subgraph g{number}[{_mermaid(node.task)}]"
            margin += "  "
        label = "<br/>".join(_mermaid(line)[1:-1] for line in _node_lines(node))
        yield f'{margin}t{number}["{label}"]'
