"""The reporters, on results made by hand."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from attune_packkit.api import (
    Diagnostic,
    ExitCode,
    PackResult,
    Place,
    RelatedLine,
    RenderOptions,
    Reported,
    RunResult,
    Severity,
    Span,
)
from attune_packkit.phrases import counted
from attune_packkit.reporters import github, gitlab, junit, plugin, sarif, terminal, text, wording
from attune_packkit.reporters import json as json_reporter
from attune_packkit.reporters.excerpt import underline
from attune_packkit.reporters.places import Places
from attune_packkit.reporters.plain import visible
from attune_packkit.testing import clean_result, hostile_result

MACHINE = {"json": json_reporter, "junit": junit, "sarif": sarif, "github": github}
MACHINE["gitlab"] = gitlab


def reported(
    code: str, severity: Severity, path: str, span: Span, template: str, **others: Any
) -> Reported:
    diagnostic = Diagnostic(
        code,
        severity,
        others.get("pack", "parcels"),
        Place(path, others.get("pointer", ())),
        template,
        tuple(others.get("params", {}).items()),
        others.get("hint", ""),
    )
    return Reported(
        diagnostic,
        span,
        tuple(others.get("lines", ())),
        tuple(others.get("related", ())),
        f"https://packkit.dev/checks/{code}/",
        others.get("summary", ""),
    )


MISSPELT = reported(
    "workflow.undefined_action",
    Severity.ERROR,
    "actions/workflows/dispatch.workflow.yaml",
    Span(31, 13, 31, 26),
    "no pack here defines '{name}'",
    params={"name": "parcels.wiegh"},
    pointer=("tasks", 0, "action"),
    hint="did you mean 'parcels.weigh'?",
    lines=[(30, "  - name: weigh_parcel"), (31, "    action: parcels.wiegh")],
    related=[
        RelatedLine("parcels", "actions/weigh.yaml", Span(1, 1, 1, 1), "defined here"),
        RelatedLine("tariffs", "pack.yaml", Span(4, 1, 4, 9), "the version in force"),
    ],
    summary="A task calls an action that no pack defines",
)
UNKNOWN = reported(
    "config.unknown_key",
    Severity.WARNING,
    "pack.yaml",
    Span(26, 3, 26, 10),
    "'{key}' is not in conf_schema",
    params={"key": "curency"},
    pack="tariffs",
    pointer=("config", "curency"),
    hint="did you mean 'currency'?",
    lines=[(25, ""), (26, "  curency: EUR")],
)
BARE = reported(
    "manifest.missing",
    Severity.ERROR,
    "pack.yaml",
    Span(1, 1, 1, 1),
    "this folder holds components but no pack.yaml",
    hint="write one: packkit new pack parcels",
)


def pack(ref: str, *found: Reported, **others: Any) -> PackResult:
    files = others.pop("files", 20)
    return PackResult(
        f"packs/{ref}", ref, "1.2.0", files, {"actions": 4, "rules": 1}, found, **others
    )


def run(*packs: PackResult, **others: Any) -> RunResult:
    return RunResult(packs, "auto", ExitCode.OK, others.pop("seconds", 0.19), **others)


DISPATCH = run(
    pack("parcels", MISSPELT, cached=True, files=71, refs={"actions/weigh.yaml": "parcels.weigh"}),
    pack("tariffs", UNKNOWN, files=8),
    pack("weather", files=5),
)


def lines(result: RunResult, **options: Any) -> list[str]:
    return text.render(result, RenderOptions(**options)).splitlines()


def test_text_shows_excerpt_carets_hint_and_related_places() -> None:
    assert lines(DISPATCH, width=110) == [
        "packs/parcels/actions/workflows/dispatch.workflow.yaml:31:13  error  "
        "workflow.undefined_action",
        "    30 │   - name: weigh_parcel",
        "    31 │     action: parcels.wiegh",
        "       │             ^^^^^^^^^^^^^ no pack here defines 'parcels.wiegh'; "
        "did you mean 'parcels.weigh'?",
        "       │ defined in packs/parcels/actions/weigh.yaml:1",
        "       │ the version in force: packs/tariffs/pack.yaml:4",
        "",
        "packs/tariffs/pack.yaml:26:3  warning  config.unknown_key",
        "    26 │   curency: EUR",
        "       │   ^^^^^^^ 'curency' is not in conf_schema; did you mean 'currency'?",
        "",
        "parcels F   tariffs W   weather .",
        "==================== 1 error, 1 warning in 2 of 3 packs · 84 files, 71 from cache, 0.19 s "
        "====================",
        "packkit explain workflow.undefined_action",
    ]


def test_text_fits_a_narrow_terminal() -> None:
    assert lines(DISPATCH, width=40) == [
        "packs/parcels/actions/workflows/dispatch.workflow.yaml:31:13",
        "error  workflow.undefined_action",
        "30 │   - name: weigh_parcel",
        "31 │     action: parcels.wiegh",
        "   │             ^^^^^^^^^^^^^",
        "   │ no pack here defines",
        "   │ 'parcels.wiegh'",
        "   │ hint: did you mean 'parcels.weigh'?",
        "   │ defined in",
        "   │ packs/parcels/actions/weigh.yaml:1",
        "   │ the version in force:",
        "   │ packs/tariffs/pack.yaml:4",
        "",
        "packs/tariffs/pack.yaml:26:3",
        "warning  config.unknown_key",
        "26 │   curency: EUR",
        "   │   ^^^^^^^",
        "   │   'curency' is not in conf_schema",
        "   │ hint: did you mean 'currency'?",
        "",
        "parcels F   tariffs W   weather .",
        "== 1 error, 1 warning in 2 of 3 packs ==",
        "84 files, 71 from cache, 0.19 s",
        "packkit explain workflow.undefined_action",
    ]


def test_text_of_a_clean_run_is_two_lines() -> None:
    assert lines(clean_result(), width=60) == [
        "parcels .",
        "============== 1 pack valid · 2 files, 0.05 s ==============",
    ]


def test_text_says_when_there_was_nothing_to_check() -> None:
    assert lines(run(seconds=0.0), width=40) == ["======= no packs found · 0.00 s ========"]


def test_text_says_when_nothing_was_selected() -> None:
    assert lines(run(seconds=0.0, deselected=2), width=60) == [
        "== no packs selected · 2 packs deselected, 0.00 s ==".center(60, "="),
    ]


def test_text_without_source_still_explains() -> None:
    assert lines(run(pack("parcels", BARE)), width=120)[:2] == [
        "packs/parcels/pack.yaml:1:1  error  manifest.missing",
        "       │ this folder holds components but no pack.yaml; write one: packkit new pack "
        "parcels",
    ]


def test_quiet_text_is_one_line_a_diagnostic() -> None:
    assert lines(DISPATCH, verbosity=-1) == [
        "packs/parcels/actions/workflows/dispatch.workflow.yaml:31:13: error: "
        "no pack here defines 'parcels.wiegh' [workflow.undefined_action]",
        "packs/tariffs/pack.yaml:26:3: warning: 'curency' is not in conf_schema "
        "[config.unknown_key]",
        "1 error, 1 warning in 2 of 3 packs",
    ]


def test_verbose_text_lists_packs_and_pages() -> None:
    shown = lines(DISPATCH, verbosity=1)
    assert "       │ https://packkit.dev/checks/config.unknown_key/" in shown
    start = shown.index("parcels 1.2.0  invalid: 1 error")
    assert shown[start + 1 : start + 5] == [
        "    packs/parcels · 71 files from cache",
        "    4 actions, 1 rule",
        "tariffs 1.2.0  valid: 1 warning",
        "    packs/tariffs · 8 files",
    ]


def test_durations_list_the_slowest_checks() -> None:
    timed = replace(clean_result(), check_seconds={"a.b": 0.25, "c.d": 1.5, "e.f": 0.001})
    assert lines(timed, width=60, durations=2)[:4] == [
        "===================== slowest 2 checks =====================",
        "    1.500 s  c.d",
        "    0.250 s  a.b",
        "",
    ]
    assert sum(" s  " in line for line in lines(timed, durations=0)) == 3
    assert "no check was timed; --no-cache" in lines(clean_result(), durations=1)[0]


def test_many_sound_packs_are_counted_not_named() -> None:
    packs = [pack(f"p{number}") for number in range(1_500)]
    assert lines(run(*packs), width=70)[0] == "1,500 packs ."
    assert lines(run(pack("parcels", UNKNOWN), *packs), width=70)[-3:-1] == [
        "parcels W   1,500 other packs .",
        "======== 1 warning in 1 of 1,501 packs · 30,020 files, 0.19 s ========",
    ]


def test_summary_mentions_what_was_left_out() -> None:
    result = run(pack("parcels", suppressed=3), deselected=2, notes=("one entry is fixed",))
    assert lines(result, width=80)[-2:] == [
        "====== 1 pack valid · 20 files, 3 suppressed, 2 packs deselected, 0.19 s =======",
        "one entry is fixed",
    ]


def test_color_adds_nothing_but_color() -> None:
    for result in (DISPATCH, clean_result()):
        colored = text.render(result, RenderOptions(color=True))
        assert "\x1b[" in colored
        plain = re.sub(r"\x1b\[[0-9;]*m", "", colored)
        assert plain == text.render(result, RenderOptions(color=False))


@pytest.mark.parametrize(
    ("source", "marked", "shown", "under"),
    [
        ("key: value", "value", "key: value", "     ^^^^^"),
        ("\tkey:\tvalue", "value", "    key:    value", "            ^^^^^"),
        ("字: 重さ", "重さ", "字: 重さ", "    ^^^^"),
        ("e\u0301: é", "é", "e\u0301: é", "   ^"),
        ("a\x1b[1m: b", "b", r"a\x1b[1m: b", "          ^"),
        ("\u202eevil: b", "b", r"\u202eevil: b", "            ^"),
        ("##vso[x]: b", "b", r"\x23#vso[x]: b", "             ^"),
    ],
)
def test_carets_stand_under_the_place(source: str, marked: str, shown: str, under: str) -> None:
    start = source.index(marked)
    found = underline(source, start, start + len(marked), 80)
    assert found.text == shown
    assert " " * found.indent + "^" * found.length == under


@given(
    source=st.text(max_size=200),
    start=st.integers(0, 210),
    length=st.integers(0, 210),
    room=st.integers(16, 120),
)
def test_excerpt_stays_in_its_room(source: str, start: int, length: int, room: int) -> None:
    found = underline(source, start, start + length, room)
    assert terminal.width_of(found.text) <= room
    assert found.indent + found.length <= room
    assert found.text.isprintable()


@given(before=st.text("ab 字\t\x1b", max_size=30), marked=st.text("xyz", min_size=1, max_size=9))
def test_what_is_underlined_is_what_was_meant(before: str, marked: str) -> None:
    found = underline(f"{before}{marked} tail", len(before), len(before) + len(marked), 300)
    under = ""
    column = 0
    for character in found.text:
        if found.indent <= column < found.indent + found.length:
            under += character
        column += terminal.width_of(character)
    assert under == marked


def test_a_line_as_long_as_its_file_is_cut_around_the_carets() -> None:
    source = "x" * 500_000 + "NEEDLE" + "y" * 500_000
    found = underline(source, 500_000, 500_006, 60)
    assert found.text[found.indent : found.indent + found.length] == "NEEDLE"
    assert (found.text[0], found.text[-1], len(found.text)) == ("…", "…", 60)


def test_what_is_too_long_to_underline_is_cut_once() -> None:
    found = underline("  key: " + "x" * 100 + " tail", 7, 107, 30)
    assert found.text == "  key: " + "x" * 22 + "…"
    assert (found.indent, found.length) == (7, 23)
    assert underline("x" * 17 + " tail", 0, 17, 16).text == "x" * 15 + "…"


def test_several_lines_are_underlined_to_the_end_of_the_first() -> None:
    block = reported(
        "a.b", Severity.INFO, "pack.yaml", Span(3, 8, 9, 1), "odd", lines=[(3, "value: [a, b  ")]
    )
    assert lines(run(pack("parcels", block)))[2] == "       │        ^^^^^ odd"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("plain é 字", "plain é 字"),
        ("\x1b[31m\x07", r"\x1b[31m\x07"),
        ("a\r\n\tb", r"a\r\n\tb"),
        ("\u202e\u200b\u2028\xa0\x85", r"\u202e\u200b\u2028\xa0\x85"),
        ("\ud800\U000e0001", r"\ud800\U000e0001"),
        (os.fsdecode(b"caf\xe9\xff"), r"caf\xe9\xff"),
        (
            "##vso[x] ####teamcity[y] ##[z] ## fine",
            r"\x23#vso[x] ##\x23#teamcity[y] \x23#[z] ## fine",
        ),
    ],
)
def test_what_does_not_print_is_shown_as_an_escape(hostile: str, shown: str) -> None:
    assert visible(hostile) == shown


def test_words_for_numbers() -> None:
    assert counted(1, "error") == "1 error"
    assert counted(0, "error") == "0 errors"
    assert counted(1_024, "file") == "1,024 files"
    assert counted(2, "policy", "policies") == "2 policies"
    assert [wording.seconds(each) for each in (0.004, 59.99, 60.2, 3_725)] == [
        "0.00 s", "59.99 s", "1 min 0 s", "62 min 5 s",
    ]  # fmt: skip


def test_wrapping_keeps_words_whole() -> None:
    assert terminal.wrap("one two three", 7) == ["one two", "three"]
    assert terminal.wrap("字字 字字 x", 9) == ["字字 字字", "x"]
    assert terminal.wrap("unbreakable word", 4) == ["unbreakable", "word"]


@pytest.mark.parametrize(
    ("folder", "directory", "expected"),
    [
        ("packs/parcels", "", "packs/parcels/pack.yaml"),
        (".", "", "pack.yaml"),
        ("/work/packs/parcels", "/work", "packs/parcels/pack.yaml"),
        ("/work/packs/parcels", "/work/packs/parcels/", "pack.yaml"),
        ("/workshop/parcels", "/work", "/workshop/parcels/pack.yaml"),
        ("::error::", "", "./::error::/pack.yaml"),
    ],
)
def test_paths_are_seen_from_where_packkit_ran(folder: str, directory: str, expected: str) -> None:
    one = replace(pack("parcels"), path=folder)
    assert Places(run(one), directory).file(one, "pack.yaml") == expected


def test_related_places_may_be_in_other_packs() -> None:
    places = Places(DISPATCH)
    parcels = DISPATCH.packs[0]
    where = [
        places.related(parcels, RelatedLine(ref, "pack.yaml", Span(1, 1, 1, 1), ""))
        for ref in ("", "parcels", "weather", "absent")
    ]
    assert where == [
        "packs/parcels/pack.yaml",
        "packs/parcels/pack.yaml",
        "packs/weather/pack.yaml",
        "absent/pack.yaml",
    ]


@pytest.mark.parametrize("name", MACHINE)
@pytest.mark.parametrize("result", [DISPATCH, clean_result(), hostile_result(), run()])
def test_machine_formats_are_valid(
    name: str, result: RunResult, assert_valid: Callable[[str, str], None]
) -> None:
    assert_valid(name, MACHINE[name].render(result, RenderOptions()))


def test_json_has_the_published_shape() -> None:
    report = json.loads(json_reporter.render(DISPATCH, RenderOptions()))
    assert list(report) == ["schema_version", "tool", "target", "packs", "summary"]
    assert list(report["packs"][0]) == [
        "path", "pack_ref", "version", "valid", "files_checked", "components",
        "errors", "warnings", "infos", "suppressed", "diagnostics",
    ]  # fmt: skip
    assert report["packs"][0]["diagnostics"] == [
        {
            "severity": "error",
            "code": "workflow.undefined_action",
            "path": "actions/workflows/dispatch.workflow.yaml",
            "pointer": "/tasks/0/action",
            "line": 31,
            "column": 13,
            "end_line": 31,
            "end_column": 26,
            "message": "no pack here defines 'parcels.wiegh'",
            "hint": "did you mean 'parcels.weigh'?",
            "url": "https://packkit.dev/checks/workflow.undefined_action/",
            "fingerprint": MISSPELT.diagnostic.fingerprint,
        }
    ]
    assert report["summary"] == {
        "packs": 3, "valid": 2, "errors": 1, "warnings": 1, "infos": 0, "suppressed": 0,
    }  # fmt: skip


def test_json_has_no_pointer_where_there_is_no_document() -> None:
    place = Place("README.md", span=Span(2, 1, 2, 4))
    readme = replace(BARE, diagnostic=replace(BARE.diagnostic, place=place))
    report = json.loads(json_reporter.render(run(pack("parcels", readme)), RenderOptions()))
    assert report["packs"][0]["diagnostics"][0]["pointer"] is None


def test_one_fault_has_one_fingerprint_everywhere() -> None:
    twins = run(pack("parcels", MISSPELT), pack("parcels", MISSPELT))
    own = MISSPELT.diagnostic.fingerprint
    log = json.loads(sarif.render(twins, RenderOptions()))
    hashes = [each["partialFingerprints"] for each in log["runs"][0]["results"]]
    assert [each["packkit/v1"] for each in hashes] == [own, own]
    assert [each["primaryLocationLineHash"] for each in hashes] == [f"{own}:1", f"{own}:2"]
    issues = json.loads(gitlab.render(twins, RenderOptions()))
    assert [each["fingerprint"] for each in issues] == [own, f"{own}-2"]


def test_junit_fails_only_for_errors() -> None:
    root = ElementTree.fromstring(junit.render(DISPATCH, RenderOptions()))
    assert (root.get("tests"), root.get("failures")) == ("3", "1")
    by_name = {case.get("name", ""): case for case in root.iter("testcase")}
    failed = by_name["actions/workflows/dispatch.workflow.yaml"].find("failure")
    assert failed is not None
    assert failed.get("type") == "workflow.undefined_action"
    assert list(by_name["actions/weigh.yaml (parcels.weigh)"]) == []
    assert [child.tag for child in by_name["pack.yaml"]] == ["system-out"]


def test_junit_counts_further_errors_of_a_file() -> None:
    root = ElementTree.fromstring(
        junit.render(run(pack("parcels", BARE, BARE, BARE)), RenderOptions())
    )
    failure = root.find(".//failure")
    assert failure is not None
    assert str(failure.get("message")).endswith("but no pack.yaml (and 2 more)")
    assert str(failure.text).count("manifest.missing") == 3


def test_sarif_places_are_relative_and_count_from_one() -> None:
    log = json.loads(sarif.render(DISPATCH, RenderOptions()))
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    found = log["runs"][0]["results"][0]
    assert rules[found["ruleIndex"]]["id"] == "workflow.undefined_action"
    assert rules[found["ruleIndex"]]["shortDescription"]["text"] == MISSPELT.summary
    physical = found["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {
        "uri": "packs/parcels/actions/workflows/dispatch.workflow.yaml",
        "uriBaseId": "%SRCROOT%",
    }
    assert physical["region"] == {
        "startLine": 31, "startColumn": 13, "endLine": 31, "endColumn": 26,
    }  # fmt: skip
    assert found["relatedLocations"][0]["message"] == {"text": "defined here"}


def test_sarif_quotes_paths_and_leaves_no_links() -> None:
    linked = reported(
        "a.b", Severity.INFO, "a b#%é.yaml", Span(1, 1, 1, 1), "[here](evil) and [this]"
    )
    outside = replace(pack("parcels", linked), path="/else where")
    log = json.loads(sarif.render(run(pack("x", linked), outside), RenderOptions()))
    first, second = log["runs"][0]["results"]
    assert first["message"]["text"] == r"\[here](evil) and [this]"
    uris = [
        each["locations"][0]["physicalLocation"]["artifactLocation"] for each in (first, second)
    ]
    assert uris == [
        {"uri": "packs/x/a%20b%23%25%C3%A9.yaml", "uriBaseId": "%SRCROOT%"},
        {"uri": "file:///else%20where/a%20b%23%25%C3%A9.yaml"},
    ]


def test_github_escapes_what_its_runner_takes_apart() -> None:
    hostile = reported(
        "a.b", Severity.INFO, "a:b,c%.yaml", Span(1, 2, 1, 3), "50%\n::stop-commands::x", hint="fix"
    )
    assert github.render(run(pack("parcels", hostile)), RenderOptions()) == (
        "::notice file=packs/parcels/a%3Ab%2Cc%25.yaml,line=1,col=2,endLine=1,endColumn=3,"
        "title=a.b::50%25\\n::stop-commands::x%0Afix\n"
    )


def test_github_puts_the_worst_first_and_says_what_it_will_drop() -> None:
    result = run(pack("tariffs", *[UNKNOWN] * 13), pack("parcels", MISSPELT))
    rows = github.render(result, RenderOptions()).splitlines()
    assert [row.split()[0] for row in rows] == ["::error", *["::warning"] * 13, "::notice"]
    assert rows[-1] == (
        "::notice title=packkit::GitHub shows 10 of a level; 3 warnings more stand only in this log"
    )


def test_gitlab_knows_degrees() -> None:
    issues = json.loads(gitlab.render(DISPATCH, RenderOptions()))
    assert [(each["severity"], each["location"]["lines"]["begin"]) for each in issues] == [
        ("major", 31),
        ("minor", 26),
    ]


def test_only_the_chosen_reporter_is_imported() -> None:
    program = (
        "import sys\n"
        "from attune_packkit.reporters import plugin\n"
        "plugin.packkit_reporters()\n"
        "print([name for name in sys.modules if name.startswith('attune_packkit.reporters.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['attune_packkit.reporters.plugin']"


def test_reporters_have_the_names_of_the_manual() -> None:
    assert [each.name for each in plugin.packkit_reporters()] == [
        "text", "json", "junit", "sarif", "github", "gitlab",
    ]  # fmt: skip


def test_quiet_text_still_shows_the_durations_that_were_asked_for() -> None:
    found = lines(run(check_seconds={"a.b": 0.5, "c.d": 1.5}), verbosity=-1, durations=1, width=40)
    assert found == [
        "=========== slowest 1 check ============",
        "    1.500 s  c.d",
        "",
        "no packs found",
    ]
