"""Plain texts that are, letter for letter, an expression somebody forgot to put in braces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Component
from attune_packkit.model.pointing import texts_in
from attune_packkit.model.schema import Field
from attune_packkit.workflows.names import Names
from attune_packkit.workflows.settings import Settings
from attune_packkit.workflows.sites import value_of
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.slips import inside, slip

_LONGEST = 200
_LONGEST_SEARCHED = 2_000
_WAY = r"([A-Za-z_]\w*(?:\(\))?(?:\.\w+)+)"
_PATH = re.compile(rf"\$?\{{?\s*{_WAY}\s*\}}?", re.ASCII)
_MISBRACED = rf"(?<![{{$\w])\$?\{{\s*{_WAY}\s*\}}(?!\}})|<%=?\s*{_WAY}\s*%>|\[\[\s*{_WAY}\s*\]\]"
"""The way to a value between the braces of other tools, somewhere in a text."""

_VARIABLES = frozenset({"workflow", "vars", "variables"})


def in_workflow(names: Names, settings: Settings) -> Iterator[Slip]:
    """Yield a slip for each text of a workflow that is the way to a value, without braces."""
    for place, value in _values(names):
        for at, path in _paths(place, value):
            if _exists(names, settings, path.split(".")):
                yield _slip(at, path)
        for at, path in _misbraced(place, value):
            if _exists(names, settings, path.split(".")):
                yield _misbraced_slip(at, path)


def in_rule(rule: Component) -> Iterator[Slip]:
    """Yield a slip for each argument of a rule that is the way to a value, without braces."""
    given, at = rule.get("action_params"), rule.at("action_params")
    for place, path in _paths(at, given):
        if path.startswith("event.payload."):
            yield _slip(place, path)
    for place, path in _misbraced(at, given):
        if path.startswith("event.payload."):
            yield _misbraced_slip(place, path)


def _values(names: Names) -> Iterator[tuple[Place, Value]]:
    """Yield what is handed on: to variables, actions and outputs."""
    workflow = names.workflow
    for variable in workflow.variables:
        yield value_of(variable), variable.value
    for task in names.flow.graph.tasks:
        for name, value in task.input.items():
            yield task.at("input", name), value
    for published in names.published.values():
        for each in published:
            yield each.place, each.value
    outputs = workflow.output.fields if workflow.output else {}
    for name, value in workflow.output_map.items():
        field = outputs.get(name)
        if field is None or _takes_any_text(field):  # else its type is told
            yield workflow.root.at("output_map", name), value


def _is_path(text: str) -> bool:
    return "." in text and len(text) <= _LONGEST and _PATH.fullmatch(text) is not None


def _takes_any_text(field: Field) -> bool:
    """Tell whether a declared value may be any text."""
    return "enum" not in field.raw and (not field.types or "string" in field.types)


def _paths(place: Place, value: Value) -> Iterator[tuple[Place, str]]:
    for steps, text in texts_in(value):
        if "." in text and len(text) <= _LONGEST:
            found = _PATH.fullmatch(text)
            if found:
                yield place.at(*steps), found[1]


def _misbraced(place: Place, value: Value) -> Iterator[tuple[Place, str]]:
    """Yield what stands between other braces inside a text of one line, which is no script."""
    for steps, text in texts_in(value):
        if len(text) > _LONGEST_SEARCHED or "\n" in text or not _has_others(text):
            continue
        for found in re.finditer(_MISBRACED, text, re.ASCII) if not _is_path(text) else ():
            path = next(filter(None, found.groups()))
            yield inside(place.at(*steps), found.start(), found.end()), path


def _has_others(text: str) -> bool:
    """Tell whether a text may hold braces of other tools; nearly none does."""
    return "." in text and (text.count("{") > 2 * text.count("{{") or "<%" in text or "[[" in text)


def _exists(names: Names, settings: Settings, steps: list[str]) -> bool:
    """Tell whether an expression of these steps reads something that there is."""
    root, second = steps[0], steps[1]
    if root == "result()":
        return True
    if root == "parameters" or (root == "workflow" and second in ("param", "parameters")):
        return names.is_parameter(steps[1 if root == "parameters" else -1])
    if root in _VARIABLES:
        return names.is_variable(second)
    if root == "config":
        return settings.knows(second)
    if root in ("task", "tasks"):
        return len(steps) > 2 and names.number(second) is not None
    return second == "output" and names.number(root) is not None


def _misbraced_slip(place: Place, path: str) -> Slip:
    return slip(
        "template.missing_braces",
        place,
        "what stands between these braces is text, not the value of '{path}'",
        hint=f"write '{{{{ {path} }}}}'",
        path=path,
    )


def _slip(place: Place, path: str) -> Slip:
    return slip(
        "template.missing_braces",
        place,
        "this is the text '{path}', not the value of that name",
        hint=f'write "{{{{ {path} }}}}"',
        path=path,
    )
