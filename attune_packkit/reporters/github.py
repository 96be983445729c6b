"""github: workflow commands that GitHub Actions shows as annotations."""

from __future__ import annotations

from collections import Counter

from attune_packkit.api import PackResult, RenderOptions, Reported, RunResult, Severity, counted
from attune_packkit.reporters.places import Places
from attune_packkit.reporters.plain import advice, message, visible

LIMIT = 10
"""Annotations of one level that GitHub shows for a step."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(result: RunResult, options: RenderOptions) -> str:
    """Return one command a diagnostic, worst first, and a notice about those GitHub will drop."""
    places = Places(result, options.directory)
    found = sorted(result.every_reported(), key=lambda pair: -pair[1].severity)
    lines = [_annotation(places, pack, each) for pack, each in found]
    return "".join(f"{line}\n" for line in (*lines, *_cut(found)))


def _annotation(places: Places, pack: PackResult, each: Reported) -> str:
    span = each.span
    properties = {
        "file": visible(places.file(pack, each.diagnostic.path)),
        "line": str(span.line),
        "col": str(span.column),
        "endLine": str(span.end_line),
        "endColumn": str(span.end_column),
        "title": each.diagnostic.code,
    }
    text = "\n".join(filter(None, (message(each), advice(each))))
    return _command(_COMMANDS[each.severity], properties, text)


def _command(name: str, properties: dict[str, str], text: str) -> str:
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _cut(found: list[tuple[PackResult, Reported]]) -> list[str]:
    numbers = Counter(each.severity for _, each in found)
    beyond = [
        counted(numbers[level] - LIMIT, level.label)
        for level in _COMMANDS
        if numbers[level] > LIMIT
    ]
    if not beyond:
        return []
    text = f"GitHub shows {LIMIT} of a level; {', '.join(beyond)} more stand only in this log"
    return [_command("notice", {"title": "packkit"}, text)]
