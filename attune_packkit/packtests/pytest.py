"""pytest: runs in the pack alone, and tells of each test in a JUnit file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Literal
from xml.etree import ElementTree as Xml

from attune_packkit.api import Finished, PackTestCase, PackTestSuite, SuiteRequest, read_regular

MAX_REPORT = 16 * 1024 * 1024
_NAME = "junit.xml"
_SETTINGS = ("pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")
_ENDS: dict[str, Literal["failed", "skipped"]] = {
    "failure": "failed", "error": "failed", "skipped": "skipped"
}  # fmt: skip
_DECLARATION = re.compile(rb"<!(?!\[CDATA\[)")


def command(request: SuiteRequest) -> list[str]:
    """Return Attune's command, kept from settings above the pack and from writing into it."""
    root = request.root
    found = [name for name in _SETTINGS if os.path.isfile(os.path.join(root, name))]
    return [
        *(request.python, "-m", "pytest", request.runner.entry_point, "-v"),
        *("-c", os.path.join(root, found[0]) if found else os.devnull),
        *(f"--rootdir={root}", f"--confcutdir={root}"),
        *("-p", "no:cacheprovider", f"--junitxml={os.path.join(request.scratch, _NAME)}"),
    ]


def read(request: SuiteRequest, finished: Finished) -> PackTestSuite | None:
    """Read the JUnit file; None if there is none, or one that pytest would not write."""
    data = read_regular(os.path.join(request.scratch, _NAME), MAX_REPORT)
    if data is None or _DECLARATION.search(data):
        return None
    try:
        root = Xml.fromstring(data)  # noqa: S314 - no declarations, so no entities either
    except (Xml.ParseError, ValueError, LookupError):
        return None
    return PackTestSuite.of(request.runner.name, request.runner.type, _cases(root))


def _cases(root: Xml.Element) -> Iterator[PackTestCase]:
    for case in root.iter("testcase"):
        name = ".".join(filter(None, (case.get("classname"), case.get("name"))))
        duration = _milliseconds(case.get("time", ""))
        told = {child.tag: child for child in case}
        out, err = (_text(told.get(tag)) for tag in ("system-out", "system-err"))
        ended = next((tag for tag in _ENDS if tag in told), "")
        message = (_text(told[ended]) or told[ended].get("message", ended)) if ended else None
        yield PackTestCase(
            name=name,
            status=_ENDS.get(ended, "passed"),
            duration_ms=duration,
            error_message=message,
            stdout=out,
            stderr=err,
        )


def _text(element: Xml.Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _milliseconds(text: str) -> int:
    try:
        return min(max(0, round(float(text) * 1000)), 10**9)
    except (ValueError, OverflowError):
        return 0
