"""What is reported: codes, severities, ignore comments, and what is said about those."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from attune_packkit import tree
from attune_packkit.checking import own
from attune_packkit.checking.check import Check, check
from attune_packkit.checking.codes import matches, with_prefixes
from attune_packkit.checking.engine import check_pack
from attune_packkit.checking.locating import Locator, locate_all
from attune_packkit.checking.result import PackResult, Reported
from attune_packkit.checking.selection import (
    Chosen,
    Selection,
    UnknownCodeError,
    choose,
    exit_code,
    make_selection,
    told_once,
)
from attune_packkit.config import Settings
from attune_packkit.contracts.cases import Content
from attune_packkit.diagnostics import Diagnostic, Place, Severity
from attune_packkit.documents.comments import Ignore, ignores
from attune_packkit.errors import ExitCode, PluginError, UsageError
from attune_packkit.model import pack as packs
from attune_packkit.model.targets import Target
from attune_packkit.session import Session
from attune_packkit.spans import Span
from attune_packkit.testing import BASE_PACK, parse_example, write_pack


def made(code: str, severity: str = "warning", layer: str = "references") -> Check:
    return check(code, severity=severity, layer=layer, since="0.1")(lambda: iter(()))


CHECKS = own.catalogue(
    {
        each.id: each
        for each in (
            made("workflow.undefined_action", "error"),
            made("workflow.undefined_task", "error"),
            made("workflow.no_path"),
            made("workflow.dead_end"),
            made("workflow.deep.thing"),
            made("workflows.other"),
            made("yaml.duplicate_key", "error", "structure"),
            made("readme.missing", "info"),
        )
    }
)


def diagnostic(
    code: str, line: int = 1, *, path: str = "a.yaml", severity: Severity | None = None
) -> Diagnostic:
    found = severity or CHECKS[code].severity
    place = Place(path, ("x", line), span=Span(line, 1, line, 5))
    return Diagnostic(code, found, "parcels", place, "found {what}", (("what", code),))


def comment(
    line: int, *codes: str, path: str = "a.yaml", file: bool = False, reason: str = "because"
) -> Ignore:
    span = Span(line, 20, line, 40)
    return Ignore(path, span, "file" if file else "line", line, codes, reason)


def locate(diagnostics: Iterable[Diagnostic]) -> tuple[Reported, ...]:
    return tuple(Reported(each, each.place.span or Span(1, 1, 1, 1)) for each in diagnostics)


def selection(**changes: Any) -> Selection:
    return make_selection(replace(Settings(), **changes), CHECKS)


def chosen(
    diagnostics: Sequence[Diagnostic],
    comments: Sequence[Ignore] = (),
    *,
    across: Iterable[str] = (),
    complete: bool = False,
    **changes: Any,
) -> Chosen:
    settings = replace(Settings(), **changes)
    choice = make_selection(settings, CHECKS, across)
    return choose(diagnostics, comments, choice, "parcels", locate, complete=complete)


def reported(result: Chosen) -> list[str]:
    return [f"{each.span.line} {each.diagnostic.code}" for each in result.reported]


def test_prefixes_count_in_whole_segments() -> None:
    assert matches("workflow", "workflow.x")
    assert matches("workflow.x", "workflow.x")
    assert not matches("workflow", "workflows.x")
    assert not matches("workflow.x", "workflow")
    assert with_prefixes(["a.b.c", "a.d"]) == {"a", "a.b", "a.b.c", "a.d"}


@pytest.mark.parametrize(
    ("select", "ignore", "code", "expected"),
    [
        ((), (), "workflow.dead_end", True),
        (("workflow",), (), "workflow.dead_end", True),
        (("workflow",), (), "workflow.deep.thing", True),
        (("workflow",), (), "workflows.other", False),
        ((), ("workflow",), "workflow.dead_end", False),
        ((), ("workflow",), "workflows.other", True),
        (("workflow",), ("workflow.dead_end",), "workflow.dead_end", False),
        (("workflow",), ("workflow.dead_end",), "workflow.undefined_action", True),
        (("workflow.dead_end",), ("workflow",), "workflow.dead_end", True),
        (("workflow.dead_end",), ("workflow",), "workflow.undefined_action", False),
        (("yaml",), (), "internal.check_crashed", True),
        ((), ("internal",), "internal.check_crashed", True),
    ],
)
def test_the_longest_prefix_decides(
    select: tuple[str, ...], ignore: tuple[str, ...], code: str, expected: bool
) -> None:
    assert selection(select=select, ignore=ignore).active(code) is expected


@given(
    st.lists(st.sampled_from(sorted(with_prefixes(CHECKS))), unique=True),
    st.lists(st.sampled_from(sorted(with_prefixes(CHECKS))), unique=True),
)
def test_ignoring_takes_away_and_never_adds(select: list[str], ignore: list[str]) -> None:
    ignore = [code for code in ignore if code not in select]
    alone = selection(select=tuple(select))
    both = selection(select=tuple(select), ignore=tuple(ignore))
    assert {code for code in CHECKS if both.active(code)} <= {
        code for code in CHECKS if alone.active(code)
    }


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"select": ("workflow.dead_ent",)}, "did you mean 'workflow.dead_end'?"),
        ({"ignore": ("worklow",)}, "did you mean 'workflow'?"),
        ({"overrides": (("yaml.dup", "info"),)}, "packkit checks lists them all"),
        ({"per_pack_ignore": (("parcels", ("readme.mising",)),)}, "did you mean 'readme.missing'?"),
    ],
)
def test_an_unknown_code_is_refused_with_the_likeliest(changes: dict[str, Any], hint: str) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        selection(**changes)
    assert caught.value.hint == hint
    assert [caught.value.setting] == list(changes)
    assert caught.value.exit_code is ExitCode.USAGE


def test_selected_and_ignored_at_once() -> None:
    with pytest.raises(UsageError, match="'workflow' is both selected and ignored"):
        selection(select=("workflow",), ignore=("workflow",))


def test_pack_ignores_its_own() -> None:
    changed: dict[str, Any] = {
        "per_pack_ignore": (("parcels", ("workflow",)), ("tariffs", ("yaml",)))
    }
    found = [diagnostic("workflow.dead_end", 1), diagnostic("yaml.duplicate_key", 2)]
    assert reported(chosen(found, **changed)) == ["2 yaml.duplicate_key"]


def test_infos_are_hidden_until_asked_for() -> None:
    found = [diagnostic("readme.missing"), diagnostic("workflow.dead_end", 2)]
    assert reported(chosen(found)) == ["2 workflow.dead_end"]
    both = ["1 readme.missing", "2 workflow.dead_end"]
    assert reported(chosen(found, severity="info")) == both
    assert reported(chosen(found, fail_on="info")) == both
    assert reported(chosen(found, severity="error")) == []
    assert reported(chosen(found, select=("readme.missing",))) == ["1 readme.missing"]
    assert reported(chosen(found, select=("readme",))) == []


def test_infos_are_wanted_only_where_they_matter() -> None:
    assert not selection().wants_infos()
    assert selection(severity="info").wants_infos()
    assert selection(select=("readme.missing",)).wants_infos()
    assert not selection(select=("readme",)).wants_infos()
    assert selection(overrides=(("readme", "error"),)).wants_infos()


def test_the_longest_override_decides() -> None:
    overrides = (("workflow.dead_end", "info"), ("workflow", "error"), ("internal", "info"))
    found = [
        diagnostic("workflow.dead_end", 1),
        diagnostic("workflow.deep.thing", 2),
        diagnostic("internal.check_crashed", 3),
    ]
    result = chosen(found, overrides=overrides, severity="info")
    assert [each.severity for each in result.reported] == [
        Severity.INFO,
        Severity.ERROR,
        Severity.ERROR,
    ]


def test_hidden_diagnostics_are_not_located() -> None:
    asked: list[Diagnostic] = []

    def counting(diagnostics: Iterable[Diagnostic]) -> tuple[Reported, ...]:
        listed = list(diagnostics)
        asked.extend(listed)
        return locate(listed)

    found = [diagnostic("readme.missing"), diagnostic("workflow.dead_end")]
    choose(found, (), selection(), "parcels", counting)
    assert [each.code for each in asked] == ["workflow.dead_end"]


def test_comment_suppresses_its_codes_on_its_line() -> None:
    found = [
        diagnostic("workflow.dead_end", 3),
        diagnostic("workflow.deep.thing", 3),
        diagnostic("workflow.dead_end", 4),
        diagnostic("workflow.dead_end", 3, path="b.yaml"),
    ]
    result = chosen(found, [comment(3, "workflow.dead_end")])
    assert reported(result) == [
        "3 workflow.deep.thing",
        "4 workflow.dead_end",
        "3 workflow.dead_end",
    ]
    assert [(each.by, each.reason) for each in result.suppressed] == [("ignore", "because")]


def test_comment_suppresses_by_prefix_or_everything_or_the_whole_file() -> None:
    found = [diagnostic("workflow.dead_end", 3), diagnostic("workflow.deep.thing", 3)]
    assert reported(chosen(found, [comment(3, "workflow")])) == []
    assert reported(chosen(found, [comment(3)])) == []
    assert reported(chosen(found, [comment(9, "workflow", file=True)])) == []


def test_what_is_ignored_explains_nothing_else() -> None:
    found = [diagnostic("workflow.undefined_task", 3), diagnostic("workflow.no_path", 5)]
    assert reported(told_once(chosen(found), selection(), locate)) == ["3 workflow.undefined_task"]
    result = chosen(found, [comment(3, "workflow.undefined_task")])
    assert reported(told_once(result, selection(), locate)) == ["5 workflow.no_path"]


def test_comment_for_what_another_diagnostic_explains_is_used() -> None:
    found = [diagnostic("workflow.undefined_task", 3), diagnostic("workflow.no_path", 5)]
    result = chosen(found, [comment(5, "workflow.no_path")])
    assert reported(told_once(result, selection(), locate)) == ["3 workflow.undefined_task"]


def test_crash_is_never_suppressed() -> None:
    found = [diagnostic("internal.check_crashed", 3)]
    result = chosen(found, [comment(3), comment(1, file=True)])
    assert reported(result) == ["3 internal.check_crashed"]


def test_a_comment_that_suppresses_nothing_is_told() -> None:
    result = chosen([], [comment(3, "workflow.dead_end", "yaml")])
    assert reported(result) == ["3 ignore.unused"]
    only = result.reported[0].diagnostic
    assert only.message == "nothing is suppressed by this ignore of 'workflow.dead_end', 'yaml'"
    assert only.hint == "remove the comment"
    assert only.severity is Severity.WARNING


def test_partly_unused_comment_names_what_is_not_needed() -> None:
    found = [diagnostic("workflow.dead_end", 3)]
    result = chosen(found, [comment(3, "workflow.dead_end", "yaml")])
    only = result.reported[0].diagnostic
    assert only.message == "nothing is suppressed by this ignore of 'yaml'"
    assert only.hint == "remove them from the comment"


def test_comment_for_a_hidden_info_is_used() -> None:
    result = chosen([diagnostic("readme.missing", 3)], [comment(3, "readme")])
    assert reported(result) == []
    assert result.suppressed == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"select": ("yaml",)},
        {"ignore": ("workflow.dead_end",)},
        {"per_pack_ignore": (("parcels", ("workflow",)),)},
    ],
)
def test_comment_for_a_check_that_does_not_run_is_not_unused(changes: dict[str, Any]) -> None:
    assert reported(chosen([], [comment(3, "workflow.dead_end")], **changes)) == []


def test_nothing_is_unused_where_an_error_keeps_checks_away() -> None:
    broken = diagnostic("yaml.duplicate_key", 1)
    comments = [comment(3, "workflow.dead_end"), comment(3, "workflow.dead_end", path="b.yaml")]
    result = chosen([broken], comments)
    assert [(each.diagnostic.path, each.diagnostic.code) for each in result.reported] == [
        ("a.yaml", "yaml.duplicate_key"),
        ("b.yaml", "ignore.unused"),
    ]
    assert reported(chosen([diagnostic("limits.diagnostics")], comments[:1])) == [
        "1 limits.diagnostics"
    ]


def test_unused_is_doubtful_where_other_packs_could_be_the_reason() -> None:
    comments = [comment(3, "workflow.dead_end")]
    across = {"workflow.dead_end"}
    assert reported(chosen([], comments, across=across)) == []
    shown = chosen([], comments, across=across, severity="info")
    assert reported(shown) == ["3 ignore.unused"]
    assert reported(chosen([], comments, across=across, complete=True)) == ["3 ignore.unused"]


def test_unknown_code_in_a_comment() -> None:
    result = chosen([], [comment(3, "workflow.dead_ent")])
    assert reported(result) == ["3 ignore.unknown_code"]
    only = result.reported[0].diagnostic
    assert only.message == "no check is called 'workflow.dead_ent'"
    assert only.hint == "did you mean 'workflow.dead_end'?"


def test_hostile_code_in_a_comment_is_shown_escaped() -> None:
    result = chosen([], [comment(3, "x{0.__class__}\x1b[31m")])
    assert result.reported[0].diagnostic.message == "no check is called 'x{0.__class__}\\x1b[31m'"


def test_comment_without_reason_is_an_info() -> None:
    found = [diagnostic("workflow.dead_end", 3)]
    assert reported(chosen(found, [comment(3, "workflow", reason="")])) == []
    result = chosen(found, [comment(3, "workflow", reason="")], severity="info")
    assert reported(result) == ["3 ignore.no_reason"]


def test_what_is_said_about_comments_is_selected_and_overridden_too() -> None:
    comments = [comment(3, "workflow.dead_end")]
    assert reported(chosen([], comments, ignore=("ignore",))) == []
    result = chosen([], comments, overrides=(("ignore.unused", "error"),))
    assert result.reported[0].severity is Severity.ERROR


def pack_result(*found: Reported) -> PackResult:
    return PackResult("p", "parcels", "1", 1, {}, found)


@pytest.mark.parametrize(
    ("fail_on", "code", "expected"),
    [
        ("error", "workflow.undefined_action", ExitCode.DIAGNOSTICS),
        ("error", "workflow.dead_end", ExitCode.OK),
        ("warning", "workflow.dead_end", ExitCode.DIAGNOSTICS),
        ("warning", "readme.missing", ExitCode.OK),
        ("info", "readme.missing", ExitCode.DIAGNOSTICS),
        ("never", "workflow.undefined_action", ExitCode.OK),
        ("never", "internal.check_crashed", ExitCode.INTERNAL),
    ],
)
def test_the_worst_shown_decides_the_exit_code(fail_on: str, code: str, expected: ExitCode) -> None:
    packs_found = [pack_result(*locate([diagnostic(code)]))]
    assert exit_code(packs_found, selection(fail_on=fail_on)) is expected
    assert exit_code([pack_result()], selection(fail_on=fail_on)) is ExitCode.OK


def test_no_plugin_may_claim_an_id_of_ours() -> None:
    stranger = replace(made("ignore.unused"), source="acme-checks")
    with pytest.raises(PluginError, match=r"'ignore\.unused' is defined by packkit and by acme"):
        own.catalogue({"ignore.unused": stranger})


SESSION = Session(Settings(autoload=False))
EVERYTHING = replace(Settings(), severity="info")


def whole_run(files: Mapping[str, Content], directory: Path) -> Chosen:
    """Check, locate and choose as a session does."""
    root = str(write_pack(directory, {**BASE_PACK, **files}) / "case")
    pack = packs.load(tree.walk(root))
    comments = [each for document in pack.documents.values() for each in ignores(document)]
    checks = SESSION.checks

    def positions(diagnostics: Iterable[Diagnostic]) -> tuple[Reported, ...]:
        return locate_all(root, diagnostics, checks, Locator, {})

    diagnostics = check_pack(SESSION.plan, pack, Target.AUTO)
    choice = make_selection(EVERYTHING, checks)
    return choose(diagnostics, comments, choice, pack.ref, positions)


@pytest.mark.parametrize("code", sorted(own.OWN))
def test_own_checks_are_documented(code: str, tmp_path: Path) -> None:
    each = own.OWN[code]
    assert each.summary
    parts = re.split(r"^(Bad|Good):[ \t]*$", each.doc, flags=re.MULTILINE)
    assert parts[1::2] == ["Bad", "Good"]
    if code.startswith("ignore."):
        bad = whole_run(parse_example(parts[2]), tmp_path / "bad")
        good = whole_run(parse_example(parts[4]), tmp_path / "good")
        assert code in {each.diagnostic.code for each in bad.reported}
        assert code not in {each.diagnostic.code for each in good.reported}


def test_comment_at_the_start_of_a_block_reaches_inside_it(tmp_path: Path) -> None:
    text = "ref: parcels\ndescription: | # packkit: ignore[workflow] x\n  one\n  two\n"
    root = write_pack(tmp_path, {"pack.yaml": text}) / "case"
    pack = packs.load(tree.walk(str(root)))
    place = Place("pack.yaml", ("description",), within=(4, 7))
    inside = replace(diagnostic("workflow.dead_end"), place=place)

    def positions(diagnostics: Iterable[Diagnostic]) -> tuple[Reported, ...]:
        return locate_all(str(root), diagnostics, CHECKS, Locator, {})

    comments = ignores(pack.documents["pack.yaml"])
    assert positions([inside])[0].span.line == 4
    result = choose([inside], comments, selection(), "parcels", positions)
    assert reported(result) == []
    assert len(result.suppressed) == 1
