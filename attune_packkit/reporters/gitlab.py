"""gitlab: a GitLab Code Quality report."""

from __future__ import annotations

from attune_packkit.api import RenderOptions, RunResult, Severity
from attune_packkit.reporters.fingerprints import numbered
from attune_packkit.reporters.places import Places
from attune_packkit.reporters.plain import encodable, sentence
from attune_packkit.reporters.serial import as_json

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(result: RunResult, options: RenderOptions) -> str:
    """Return the report. Repeated fingerprints get a number: GitLab keeps one of equal ones."""
    places = Places(result, options.directory)
    report = [
        {
            "description": sentence(each),
            "check_name": each.diagnostic.code,
            "fingerprint": fingerprint if number == 1 else f"{fingerprint}-{number}",
            "severity": _SEVERITIES[each.severity],
            "location": {
                "path": encodable(places.file(pack, each.diagnostic.path)),
                "lines": {"begin": each.span.line, "end": each.span.end_line},
            },
        }
        for pack, each, fingerprint, number in numbered(result)
    ]
    return as_json(report)
