"""text: for people. Excerpt, carets and hint for each diagnostic, then how the run ended."""

from __future__ import annotations

from attune_packkit.api import PackResult, RelatedLine, RenderOptions, Reported, RunResult, clipped
from attune_packkit.reporters.excerpt import Margin, excerpt
from attune_packkit.reporters.places import Places
from attune_packkit.reporters.plain import message, visible
from attune_packkit.reporters.summary import durations, headline, summary
from attune_packkit.reporters.terminal import Ink, width_of, wrap


def render(result: RunResult, options: RenderOptions) -> str:
    """Return the report: one line a diagnostic with `-q`, else blocks with source excerpts."""
    places = Places(result)
    ink = Ink(options.color)
    if options.verbosity < 0:
        lines = [concise(places, pack, each, ink) for pack, each in result.every_reported()]
        return "\n".join([*lines, *durations(result, options, ink), headline(result), ""])
    blocks = [block(places, pack, each, options, ink) for pack, each in result.every_reported()]
    parts = ["\n".join(lines) for lines in (*blocks, summary(result, options, ink))]
    return "\n\n".join(parts) + "\n"


def concise(places: Places, pack: PackResult, each: Reported, ink: Ink) -> str:
    """Return a diagnostic on one line, in the form that editors pick places from."""
    path = visible(places.file(pack, each.diagnostic.path))
    severity = ink(each.severity.label, each.severity.label)
    where = f"{path}:{each.span.line}:{each.span.column}"
    return f"{where}: {severity}: {message(each)} [{each.diagnostic.code}]"


def block(
    places: Places, pack: PackResult, each: Reported, options: RenderOptions, ink: Ink
) -> list[str]:
    """Return a diagnostic with its excerpt and everything that explains it."""
    margin = Margin(each, options.width, ink)
    lines = [
        *_header(visible(places.file(pack, each.diagnostic.path)), each, options.width, ink),
        *excerpt(each, margin, ink),
    ]
    for line in each.related:
        path = visible(places.related(pack, line))
        lines += map(margin.line, wrap(_related(line, path), margin.room))
    if options.verbosity > 0 and each.url:
        lines.append(margin.line(ink("faint", each.url)))
    return lines


def _header(path: str, each: Reported, width: int, ink: Ink) -> list[str]:
    """Return path and verdict, on two lines if one is too narrow, so that paths stay whole."""
    where = f"{path}:{each.span.line}:{each.span.column}"
    severity, code = each.severity.label, each.diagnostic.code
    verdict = f"{ink(severity, severity)}  {code}"
    if width_of(f"{where}  {severity}  {code}") > width:
        return [ink("strong", where), verdict]
    return [f"{ink('strong', where)}  {verdict}"]


def _related(line: RelatedLine, path: str) -> str:
    """Return a related place as a sentence: "defined here" becomes "defined in …"."""
    text = visible(clipped(line.message))
    where = f"{path}:{line.span.line}"
    return (
        f"{text.removesuffix(' here')} in {where}" if text.endswith(" here") else f"{text}: {where}"
    )
