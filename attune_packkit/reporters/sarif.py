"""sarif: SARIF 2.1.0, as GitHub code scanning and other services take it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from attune_packkit.api import (
    PackResult,
    RelatedLine,
    RenderOptions,
    Reported,
    RunResult,
    Severity,
    Span,
    clipped,
    dotted,
)
from attune_packkit.reporters.fingerprints import numbered
from attune_packkit.reporters.places import Places
from attune_packkit.reporters.plain import sentence, visible
from attune_packkit.reporters.serial import as_json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = "https://packkit.dev"
ROOT = "%SRCROOT%"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LINK = re.compile(r"\[(?=[^\]]*\]\()")


def render(result: RunResult, options: RenderOptions) -> str:
    """Return the log of one run; its paths are relative to the folder packkit ran in."""
    places = Places(result, options.directory)
    checks = {each.diagnostic.code: each for _, each in result.every_reported()}
    codes = sorted(checks)
    run = {
        "tool": {
            "driver": {
                "name": "packkit",
                "version": result.version,
                "informationUri": HOME,
                "rules": [_rule(checks[code]) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder packkit ran in."}}},
        "results": [
            _result(places, pack, each, codes.index(each.diagnostic.code))
            | {"partialFingerprints": _fingerprints(fingerprint, number)}
            for pack, each, fingerprint, number in numbered(result)
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return as_json(log)


def _rule(each: Reported) -> dict[str, Any]:
    code = each.diagnostic.code
    text = {"text": each.summary or code}
    rule = {"id": code, "shortDescription": text, "fullDescription": text}
    if not each.url:
        return rule | {"help": text}
    return rule | {"help": {"text": f"{text['text']}. See {each.url}"}, "helpUri": each.url}


def _result(places: Places, pack: PackResult, each: Reported, index: int) -> dict[str, Any]:
    found = each.diagnostic
    location = _location(places.file(pack, found.path), each.span)
    if found.place.pointer:
        name = visible(clipped(dotted(found.place.pointer)))
        location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "member"}]
    result = {
        "ruleId": found.code,
        "ruleIndex": index,
        "level": _LEVELS[each.severity],
        "message": {"text": _unlinked(sentence(each))},
        "locations": [location],
    }
    if each.related:
        result["relatedLocations"] = list(_related(places, pack, each.related))
    return result


def _related(
    places: Places, pack: PackResult, lines: Iterable[RelatedLine]
) -> Iterable[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        location = _location(places.related(pack, line), line.span)
        text = _unlinked(visible(clipped(line.message)))
        yield {"id": number, **location, "message": {"text": text}}


def _location(path: str, span: Span) -> dict[str, Any]:
    region = {"startLine": span.line, "startColumn": span.column}
    if span[2:] != span[:2]:
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": region}}


def _artifact(path: str) -> dict[str, str]:
    uri = quote(path, errors="backslashreplace")
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": ROOT}


def _fingerprints(fingerprint: str, number: int) -> dict[str, str]:
    """Return our fingerprint, and once more under the only name that GitHub looks at."""
    return {"packkit/v1": fingerprint, "primaryLocationLineHash": f"{fingerprint}:{number}"}


def _unlinked(text: str) -> str:
    r"""Return text without links: in a message `[text](target)` is one, so `[` becomes `\[`."""
    return _LINK.sub(r"\\[", text)
