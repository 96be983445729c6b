"""Results of pack tests as JUnit XML: a suite for each runner of each pack."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from attune_packkit.api import PackTestCase, PackTestResult, PackTestSuite

_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold."""


def render(results: Iterable[PackTestResult]) -> str:
    """Return the report."""
    root = Element("testsuites", name="packkit test")
    suites = [_suite(result, suite) for result in results for suite in result.suites]
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    root.extend(suites)
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite(result: PackTestResult, suite: PackTestSuite) -> Element:
    name = f"{result.pack_ref}.{suite.name}"
    element = Element("testsuite", name=_clean(name), tests=str(suite.total))
    element.attrib |= {"failures": str(suite.failed), "errors": "0", "skipped": str(suite.skipped)}
    element.set("time", _seconds(suite.duration_ms))
    element.set("timestamp", result.started.removesuffix("Z"))
    element.extend(_case(name, case) for case in suite.cases)
    return element


def _case(suite: str, case: PackTestCase) -> Element:
    element = Element("testcase", classname=_clean(suite), name=_clean(case.name))
    element.set("time", _seconds(case.duration_ms))
    message = _clean(case.error_message or "")
    if case.status != "passed":
        tag = "failure" if case.status == "failed" else "skipped"
        ended = SubElement(element, tag, message=message.partition("\n")[0])
        ended.text = message
    for tag, text in (("system-out", case.stdout), ("system-err", case.stderr)):
        if text:
            SubElement(element, tag).text = _clean(text)
    return element


def _clean(text: str) -> str:
    return _FORBIDDEN.sub(lambda found: ascii(found[0])[1:-1], text)


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}"
