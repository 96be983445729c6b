"""markdown: a summary for the pages that CI services show beside a run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import PackResult, RenderOptions, Reported, RunResult, Severity
from attune_packkit_example.text import counted, visible

MAX_DIAGNOSTICS = 100
MAX_TEXT = 300

_MARKS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "ℹ️"}


class Markdown:
    """The reporter `markdown`: a table of packs and a list of what was found in them.

    Text of packs stands in code spans only. There no Markdown, HTML, link, mention or formula of it
    counts; what could end the span or the cell is written as an escape.
    """

    name = "markdown"

    def render(self, result: RunResult, options: RenderOptions) -> str:
        """Return the whole report."""
        lines = [
            f"## packkit: {_tally(result)} in {counted(len(result.packs), 'pack')}",
            "",
            "| Pack | Version | Errors | Warnings | |",
            "|---|---|--:|--:|---|",
            *map(_row, result.packs),
            *_details(result),
        ]
        return "\n".join(lines) + "\n"


def _tally(result: RunResult) -> str:
    levels = (Severity.ERROR, Severity.WARNING)
    return ", ".join(counted(result.count(level), level.label) for level in levels)


def _row(pack: PackResult) -> str:
    errors, warnings = pack.count(Severity.ERROR), pack.count(Severity.WARNING)
    verdict = _MARKS[Severity.ERROR if errors else Severity.WARNING] if errors + warnings else "✅"
    cells = (code(pack.ref), code(pack.version), str(errors), str(warnings), verdict)
    return f"| {' | '.join(cells)} |"


def _details(result: RunResult) -> Iterator[str]:
    found = list(result.every_reported())
    if found:
        yield ""
    for pack, each in found[:MAX_DIAGNOSTICS]:
        yield f"- {_MARKS[each.severity]} {code(_where(pack, each))}: {code(_sentence(each))}"
    if len(found) > MAX_DIAGNOSTICS:
        yield f"- and {len(found) - MAX_DIAGNOSTICS} more"


def _where(pack: PackResult, each: Reported) -> str:
    return f"{pack.path}/{each.diagnostic.path}:{each.span.line} {each.diagnostic.code}"


def _sentence(each: Reported) -> str:
    diagnostic = each.diagnostic
    return f"{diagnostic.message}; {diagnostic.hint}" if diagnostic.hint else diagnostic.message


def code(text: str) -> str:
    """Return text as a code span that holds nothing but text, in a table too; "" for no text."""
    if not text:
        return ""
    cut = text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
    plain = visible(cut).replace("|", "\\x7c").replace("##", "#\\x23")
    longest = max(map(len, re.findall("`+", plain)), default=0)
    fence = "`" * (longest + 1)
    space = " " if plain[0] in "` " or plain[-1] in "` " else ""
    return f"{fence}{space}{plain}{space}{fence}"
