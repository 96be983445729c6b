"""How a run ended, as pytest shows it: a mark per pack, a closing line, what to do next."""

from __future__ import annotations

from attune_packkit.api import (
    COMPONENT_KINDS,
    PackResult,
    RenderOptions,
    RunResult,
    Severity,
    clipped,
    counted,
)
from attune_packkit.reporters.plain import visible
from attune_packkit.reporters.terminal import Cell, Ink, flow, width_of, wrap
from attune_packkit.reporters.wording import seconds, severities, tally

MANY = 24
"""Packs from which on the sound ones are counted, not named."""

_MARKS: dict[Severity | None, str] = {
    Severity.ERROR: "F",
    Severity.WARNING: "W",
    Severity.INFO: "i",
}
_SINGULAR = {kind.plural: kind.name for kind in COMPONENT_KINDS} | {"workflows": "workflow"}


def summary(result: RunResult, options: RenderOptions, ink: Ink) -> list[str]:
    """Return the lines that close a report."""
    packs = (
        _listing(result, options, ink) if options.verbosity > 0 else _progress(result, options, ink)
    )
    lines = [*durations(result, options, ink), *packs, *_closing(result, options.width, ink)]
    for note in result.notes:
        lines += wrap(visible(note), options.width)
    code = _worst_code(result)
    return [*lines, ink("faint", f"packkit explain {code}")] if code else lines


def headline(result: RunResult) -> str:
    """Return what a run came to, in a few words."""
    number = len(result.packs)
    if not number:
        return "no packs selected" if result.deselected else "no packs found"
    found = tally(result)
    if not found:
        return f"{counted(number, 'pack')} valid"
    touched = sum(1 for pack in result.packs if pack.reported)
    return f"{found} in {f'{touched:,} of ' if number > 1 else ''}{counted(number, 'pack')}"


def name_of(pack: PackResult) -> str:
    """Return a pack's ref, or its folder if it has none, fit to show."""
    return visible(clipped(pack.ref or pack.path, 60))


def worst(found: PackResult | RunResult) -> Severity | None:
    """Return the highest severity that is reported."""
    return next((level for level, _ in severities(found)), None)


def _use(level: Severity | None) -> str:
    return level.label if level else "good"


def _progress(result: RunResult, options: RenderOptions, ink: Ink) -> list[str]:
    """Return one mark a pack, as many to a line as fit."""
    few = len(result.packs) <= MANY
    named = [pack for pack in result.packs if few or pack.reported]
    marks = [(name_of(pack), worst(pack)) for pack in named]
    if len(named) < len(result.packs):
        others = len(result.packs) - len(named)
        marks.append((counted(others, "other pack" if named else "pack"), None))
    items = (
        Cell(f"{name} {ink(_use(level), _MARKS.get(level, '.'))}", width_of(name) + len(" F"))
        for name, level in marks
    )
    return flow(items, "   ", options.width)


def _listing(result: RunResult, options: RenderOptions, ink: Ink) -> list[str]:
    """Return a few lines a pack: whether it is valid, and what it consists of."""
    lines = []
    for pack in result.packs:
        found = tally(pack)
        state = "valid" if pack.valid else "invalid"
        verdict = ink(_use(worst(pack)), f"{state}: {found}" if found else state)
        version = visible(clipped(pack.version, 40))
        name = ink("strong", " ".join(filter(None, (name_of(pack), version))))
        files = counted(pack.files_checked, "file") + (" from cache" if pack.cached else "")
        lines += [f"{name}  {verdict}", f"    {visible(pack.path)} · {files}"]
        lines += [f"    {line}" for line in _content(pack, options.width - 4)]
    return lines


def _content(pack: PackResult, width: int) -> list[str]:
    """Return how many components of each kind a pack has, in words that stay together."""
    parts = [
        counted(number, _SINGULAR.get(kind, kind), kind).replace("_", " ")
        for kind, number in pack.components.items()
    ]
    parts[:-1] = [f"{part}," for part in parts[:-1]]
    return flow((Cell(part, len(part)) for part in parts), " ", width)


def _closing(result: RunResult, width: int, ink: Ink) -> list[str]:
    """Return the closing line; two lines where one is too narrow."""
    use = _use(worst(result)) if result.packs else "warning"
    head, details = headline(result), ", ".join(_details(result))
    whole = f"{head} · {details}"
    if width_of(whole) + len("==  ==") <= width:
        return [ink(use, _ruled(whole, width))]
    return [ink(use, _ruled(head, width)), *(ink(use, line) for line in wrap(details, width))]


def _ruled(text: str, width: int) -> str:
    """Return text in the middle of a line of `=`; bare where there is no room."""
    spare = width - width_of(text) - 2
    if spare < len("===="):
        return text
    return f"{'=' * (spare // 2)} {text} {'=' * (spare - spare // 2)}"


def _details(result: RunResult) -> list[str]:
    parts = [counted(result.files_checked, "file")] if result.packs else []
    if result.files_cached:
        parts.append(f"{result.files_cached:,} from cache")
    if result.suppressed:
        parts.append(f"{result.suppressed:,} suppressed")
    if result.deselected:
        parts.append(f"{counted(result.deselected, 'pack')} deselected")
    return [*parts, seconds(result.seconds)]


def durations(result: RunResult, options: RenderOptions, ink: Ink) -> list[str]:
    """Return the slowest checks, as `--durations` of pytest does for tests; none if not asked."""
    if options.durations is None:
        return []
    slowest = sorted(result.check_seconds.items(), key=lambda item: (-item[1], item[0]))
    slowest = slowest[: options.durations or None]
    nothing = "no check was timed; --no-cache times them all"
    title = f"slowest {counted(len(slowest), 'check')}" if slowest else nothing
    rows = [f"{taken:>9.3f} s  {code}" for code, taken in slowest]
    return [ink("strong", _ruled(title, options.width)), *rows, ""]


def _worst_code(result: RunResult) -> str:
    """Return the first of the worst codes that has a page of its own."""
    explained = [each for _, each in result.every_reported() if each.url]
    explained.sort(key=lambda each: -each.severity)
    return explained[0].diagnostic.code if explained else ""
