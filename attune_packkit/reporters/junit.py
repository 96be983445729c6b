"""junit: JUnit XML, a suite for each pack and a case for each file."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from attune_packkit.api import PackResult, RenderOptions, Reported, RunResult, Severity, clipped
from attune_packkit.reporters.places import Places
from attune_packkit.reporters.plain import message, sentence, visible
from attune_packkit.reporters.summary import name_of


def render(result: RunResult, options: RenderOptions) -> str:
    """Return the report. Only errors fail a case; everything milder stands in its output."""
    places = Places(result, options.directory)
    root = Xml.Element("testsuites", name="packkit")
    suites = [_suite(places, pack) for pack in result.packs]
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    root.set("time", f"{result.seconds:.3f}")
    root.extend(suites)
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _suite(places: Places, pack: PackResult) -> Xml.Element:
    by_path: dict[str, list[Reported]] = {path: [] for path in pack.refs}
    for each in pack.reported:
        by_path.setdefault(each.diagnostic.path, []).append(each)
    cases = [_case(places, pack, path, found) for path, found in sorted(by_path.items())]
    failures = sum(1 for case in cases if case.find("failure") is not None)
    suite = Xml.Element("testsuite", name=name_of(pack), tests=str(len(cases)))
    suite.attrib |= {"failures": str(failures), "errors": "0", "skipped": "0"}
    properties = Xml.SubElement(suite, "properties")
    for name, value in (("path", pack.path), ("version", pack.version)):
        Xml.SubElement(properties, "property", name=name, value=visible(clipped(value)))
    suite.extend(cases)
    return suite


def _case(places: Places, pack: PackResult, path: str, found: Sequence[Reported]) -> Xml.Element:
    ref = pack.refs.get(path, "")
    name = f"{path} ({ref})" if ref and ref != pack.ref else path
    case = Xml.Element("testcase", classname=name_of(pack), name=visible(clipped(name)))
    errors = [each for each in found if each.severity is Severity.ERROR]
    milder = [each for each in found if each.severity is not Severity.ERROR]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        failure = Xml.SubElement(case, "failure", type=errors[0].diagnostic.code)
        failure.set("message", message(errors[0]) + more)
        failure.text = _lines(places, pack, errors)
    if milder:
        Xml.SubElement(case, "system-out").text = _lines(places, pack, milder)
    return case


def _lines(places: Places, pack: PackResult, found: Sequence[Reported]) -> str:
    return "\n".join(
        f"{visible(places.file(pack, each.diagnostic.path))}:{each.span.line}:{each.span.column}:"
        f" {each.severity.label}: {sentence(each)} [{each.diagnostic.code}]"
        for each in found
    )
