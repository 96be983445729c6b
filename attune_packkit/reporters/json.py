"""json: for programs. Attune's own check report with places, hints, and totals added.

The shape is published: `packkit schema report`.
"""

from __future__ import annotations

from typing import Any

from attune_packkit.api import (
    PackResult,
    Place,
    RenderOptions,
    Reported,
    RunResult,
    Severity,
    clipped,
    pointer_text,
)
from attune_packkit.reporters.plain import encodable
from attune_packkit.reporters.serial import as_json

MAX_POINTER = 10_000


def render(result: RunResult, options: RenderOptions) -> str:
    """Return the report as ASCII, so that no locale and no terminal can spoil it."""
    report = {
        "schema_version": 1,
        "tool": {"name": "packkit", "version": result.version},
        "target": result.target,
        "packs": [_pack(pack) for pack in result.packs],
        "summary": {
            "packs": len(result.packs),
            "valid": sum(pack.valid for pack in result.packs),
            **_counts(result),
        },
    }
    return as_json(report)


def _counts(found: PackResult | RunResult) -> dict[str, int]:
    return {
        "errors": found.count(Severity.ERROR),
        "warnings": found.count(Severity.WARNING),
        "infos": found.count(Severity.INFO),
        "suppressed": found.suppressed,
    }


def _pack(pack: PackResult) -> dict[str, Any]:
    return {
        "path": encodable(pack.path),
        "pack_ref": encodable(pack.ref) or None,
        "version": encodable(pack.version) or None,
        "valid": pack.valid,
        "files_checked": pack.files_checked,
        "components": dict(sorted(pack.components.items())),
        **_counts(pack),
        "diagnostics": [_diagnostic(each) for each in pack.reported],
    }


def _diagnostic(each: Reported) -> dict[str, Any]:
    found = each.diagnostic
    return {
        "severity": each.severity.label,
        "code": found.code,
        "path": encodable(found.path),
        "pointer": _pointer(found.place),
        "line": each.span.line,
        "column": each.span.column,
        "end_line": each.span.end_line,
        "end_column": each.span.end_column,
        "message": encodable(clipped(found.message)),
        "hint": encodable(clipped(found.hint)) or None,
        "url": each.url or None,
        "fingerprint": found.fingerprint,
    }


def _pointer(place: Place) -> str | None:
    """Return the pointer; None for a place in plain text, or where keys are absurdly long."""
    text = pointer_text(place.pointer)
    if len(text) > MAX_POINTER or (place.span is not None and not text):
        return None
    return encodable(text)
