"""unittest: Python's own test runner; each test stands on a line of what it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Finished, PackTestCase, PackTestSuite, SuiteRequest

_STARTED = re.compile(r"^\s*(?P<name>\w+) \((?P<place>[\w.<>]{1,500})\)", re.ASCII)
_ENDED = re.compile(
    r"(?:^| \.\.\. |\.\.\. )(?P<end>ok|FAIL|ERROR|skipped .*|expected failure|unexpected success)$"
)
_RULE = "=" * 70
_LINE = "-" * 70
_SUMMARY = re.compile(r"^Ran (?P<total>[0-9]{1,9}) tests? in ", re.MULTILINE)
_PASSED = ("ok", "expected failure")


def command(request: SuiteRequest) -> list[str]:
    """Return Attune's command, made to print each test."""
    return [request.python, "-m", "unittest", "-v", request.runner.entry_point]


def read(request: SuiteRequest, finished: Finished) -> PackTestSuite | None:
    """Read the lines of a verbose run; None if they do not account for all its tests."""
    text = finished.stderr.decode("utf-8", "replace")
    summary = _SUMMARY.search(text)
    if summary is None:
        return None
    cases = list(_cases(text))
    suite = PackTestSuite.of(request.runner.name, request.runner.type, cases)
    return suite if suite.total >= int(summary["total"]) else None


def _cases(text: str) -> Iterator[PackTestCase]:
    """Yield the tests; the first line of a docstring may stand between a test and its end."""
    told = _told(text)
    name = ""
    for line in text.partition(_RULE)[0].splitlines():
        started = _STARTED.match(line)
        if started:
            place = started["place"]
            name = place if place.endswith(f".{started['name']}") else f"{place}.{started['name']}"
        ended = _ENDED.search(line)
        if ended and name:
            yield _case(name, ended["end"], told)
            name = ""


def _case(name: str, end: str, told: dict[str, list[str]]) -> PackTestCase:
    if end in _PASSED:
        return PackTestCase(name, "passed")
    if end.startswith("skipped"):
        return PackTestCase(name, "skipped", error_message=end)
    return PackTestCase(name, "failed", error_message=(told.get(name) or [end]).pop(0))


def _told(text: str) -> dict[str, list[str]]:
    """Return what is told of each failure below the list of tests, by test, in order."""
    found: dict[str, list[str]] = {}
    for block in text.split(f"{_RULE}\n")[1:]:
        head, _, body = block.partition(f"{_LINE}\n")
        place = head.partition(" (")[2].partition(")")[0]
        found.setdefault(place, []).append(body.partition(f"\n{_LINE}")[0].strip())
    return found
