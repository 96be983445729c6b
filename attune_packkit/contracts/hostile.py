"""Text and results that attack whoever handles them, and results that do not."""

from __future__ import annotations

from attune_packkit.checking.result import PackResult, RelatedLine, Reported, RunResult
from attune_packkit.diagnostics import Diagnostic, Place, Severity
from attune_packkit.errors import ExitCode
from attune_packkit.spans import Span

HOSTILE = (
    "\x1b]0;owned\x07\x1b[2J\u202e\u2066\r\n::set-output name=a::b\n##vso[task.complete]%0A"
    "]]><script>&\"'|`=1+1\ud800\0\x85\ufffe{{ x }}[a](b)"
)
"""Text that terminals, build logs, parsers or browsers obey when a report copies it as it is."""


def clean_result() -> RunResult:
    """Return the result of a run that found nothing."""
    pack = PackResult(
        path="packs/parcels",
        ref="parcels",
        version="1.0.0",
        files_checked=2,
        components={"actions": 1},
        reported=(),
    )
    return RunResult((pack,), "auto", ExitCode.OK, 0.05)


def hostile_result() -> RunResult:
    """Return the result of a run over a pack that attacks whoever reads the report."""
    long = "x" * 1_000_000
    reported = tuple(
        Reported(
            diagnostic=Diagnostic(
                code=f"yaml.{severity.label}",
                severity=severity,
                pack=HOSTILE,
                place=Place(f"actions/{HOSTILE}.yaml", (HOSTILE, 0)),
                template="'{name}' is not known",
                params=(("name", name),),
                hint=HOSTILE,
            ),
            span=span,
            lines=((1, HOSTILE), (2, f"{HOSTILE}\t{long}\u0301字{HOSTILE}")),
            related=(RelatedLine("elsewhere", HOSTILE, Span(1, 1, 1, 1), HOSTILE),),
            url="https://example.org/checks/",
            summary="A name is not known",
        )
        for severity in Severity
        for name in (HOSTILE, long)
        for span in (Span(2, 1, 2, 900_000), Span(2, 900_000, 9, 1), Span(2, 2_000_000, 2, 1))
    )
    pack = PackResult(
        path=f"packs/{HOSTILE}",
        ref=HOSTILE,
        version=HOSTILE,
        files_checked=1,
        components={"actions": 1},
        reported=reported,
    )
    return RunResult((pack,), "auto", ExitCode.DIAGNOSTICS, 0.05, notes=(HOSTILE,))
