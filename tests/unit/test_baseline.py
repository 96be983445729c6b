"""The baseline: what is known stays quiet, what is fixed is told, and the file is deterministic."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.checking import baseline, own
from attune_packkit.checking.baseline import Baseline, Entry
from attune_packkit.checking.check import check
from attune_packkit.checking.result import Reported
from attune_packkit.checking.selection import Chosen, Selection, choose, make_selection
from attune_packkit.config import Settings
from attune_packkit.diagnostics import Diagnostic, Place, Severity
from attune_packkit.errors import ConfigError, UsageError
from attune_packkit.spans import Span
from attune_packkit.testing import validate_files

CHECKS = own.catalogue(
    {
        code: check(code, severity=severity, layer=layer, since="0.1")(lambda: iter(()))
        for code, severity, layer in (
            ("workflow.dead_end", "warning", "flow"),
            ("yaml.duplicate_key", "error", "structure"),
            ("readme.missing", "info", "references"),
        )
    }
)


def diagnostic(code: str = "workflow.dead_end", step: str = "x", *, pack: str = "parcels",
               path: str = "a.yaml") -> Diagnostic:  # fmt: skip
    severity = CHECKS[code].severity
    return Diagnostic(code, severity, pack, Place(path, (step,)), "at {step}", (("step", step),))


def locate(diagnostics: Iterable[Diagnostic]) -> tuple[Reported, ...]:
    return tuple(Reported(each, Span(1, 1, 1, 2)) for each in diagnostics)


def choice(across: Iterable[str] = (), **changes: Any) -> Selection:
    return make_selection(Settings(**changes), CHECKS, across)


def chosen(
    *diagnostics: Diagnostic, selection: Selection | None = None, pack: str = "parcels"
) -> Chosen:
    return choose(diagnostics, (), selection or choice(), pack, locate)


def applied(known: Baseline, result: Chosen, selection: Selection | None = None) -> Chosen:
    return known.apply(result, selection or choice(), locate)


def codes(result: Chosen) -> list[str]:
    return [each.diagnostic.code for each in result.reported]


def known(*diagnostics: Diagnostic) -> Baseline:
    return Baseline().updated([chosen(*diagnostics, selection=choice(severity="info"))])


def test_what_is_known_is_not_reported() -> None:
    result = applied(known(diagnostic()), chosen(diagnostic(), diagnostic(step="new")))
    assert [each.diagnostic.message for each in result.reported] == ["at new"]
    assert [each.by for each in result.suppressed] == ["baseline"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("triggers/lost.yaml", "label: Lost\nlabel: Parcel lost\n"),
        ("package.json", '{"name": "parcels", "private": true, "private": true}'),
        ("actions/send.yaml", "label: Send\nrunner_typ: shell\nentry_point: send.sh\n"),
        ("README.md", "# Parcels\n\n[how](docs/how.md)\n"),
    ],
)
def test_what_is_known_stays_known_when_its_lines_move(path: str, text: str) -> None:
    def prints(files: dict[str, str]) -> list[str]:
        result = validate_files(files, Settings(cache=False, severity="info"))
        return sorted(each.diagnostic.fingerprint for _, each in result.every_reported())

    above = "\n\n" if path.endswith((".json", ".md")) else "# A comment.\n\n"
    known = prints({path: text})
    assert known
    assert prints({path: above + text}) == known


def test_what_a_check_found_that_is_not_there_now_is_not_judged() -> None:
    entry = Entry("parcels", "a.yaml", "acme.seen", "error", "seen", "f")
    result = applied(Baseline((entry,)), chosen())
    assert codes(result) == []
    assert Baseline((entry,)).updated([chosen()]).entries == (entry,)


def test_as_often_as_it_was_known() -> None:
    twice = known(diagnostic(), diagnostic())
    assert [entry.count for entry in twice.entries] == [2]
    result = applied(twice, chosen(diagnostic(), diagnostic(), diagnostic()))
    assert codes(result) == ["workflow.dead_end"]
    assert len(result.suppressed) == 2


def test_fixed_entries_are_told() -> None:
    result = applied(known(diagnostic(), diagnostic(), diagnostic(step="y")), chosen(diagnostic()))
    assert codes(result) == ["baseline.fixed", "baseline.fixed"]
    assert result.reported[0].diagnostic.message == (
        "the baseline allows 1 × 'workflow.dead_end' here that is fixed"
    )
    assert result.reported[0].diagnostic.path == "a.yaml"


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (chosen(pack="tariffs"), "another pack"),
        (chosen(selection=choice(select=("yaml",))), "not selected"),
        (chosen(diagnostic("yaml.duplicate_key")), "an error keeps checks away"),
    ],
)
def test_nothing_is_fixed_that_this_run_cannot_judge(result: Chosen, reason: str) -> None:
    before = known(diagnostic())
    assert "baseline.fixed" not in codes(applied(before, result)), reason
    assert before.entries[0] in before.updated([result]).entries, reason


def test_fixed_is_doubtful_where_other_packs_could_be_the_reason() -> None:
    selection = choice(across=("workflow.dead_end",))
    result = chosen(selection=selection)
    assert codes(applied(known(diagnostic()), result, selection)) == []
    shown = choice(across=("workflow.dead_end",), severity="info")
    assert codes(applied(known(diagnostic()), chosen(selection=shown), shown)) == ["baseline.fixed"]


def test_a_hidden_info_is_not_fixed() -> None:
    before = known(diagnostic("readme.missing"))
    assert before.has_infos
    result = chosen(diagnostic("readme.missing"))
    assert codes(applied(before, result)) == []
    assert before.updated([result]) == before
    assert not known(diagnostic()).has_infos


def test_a_crash_is_never_known() -> None:
    crash = diagnostic("internal.check_crashed")
    assert known(crash) == Baseline()
    forged = Baseline((Entry("parcels", "a.yaml", crash.code, "error", "", crash.fingerprint),))
    assert codes(applied(forged, chosen(crash))) == ["internal.check_crashed"]


def test_update_keeps_other_packs_and_drops_what_is_fixed() -> None:
    other = diagnostic(pack="tariffs")
    before = Baseline().updated([chosen(diagnostic()), chosen(other, pack="tariffs")])
    after = before.updated([chosen(diagnostic(step="new"))])
    assert [(entry.pack, entry.message) for entry in after.entries] == [
        ("parcels", "at new"),
        ("tariffs", "at x"),
    ]


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    path = str(tmp_path / "baseline.json")
    before = known(diagnostic(step="ü\ud800"), diagnostic("readme.missing"))
    baseline.write(path, before)
    assert baseline.read(path) == before
    baseline.write(path, Baseline())
    assert baseline.read(path) == Baseline()
    assert os.listdir(tmp_path) == ["baseline.json"]


def test_one_entry_a_line_in_a_fixed_order(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    found = [diagnostic(step="b"), diagnostic("yaml.duplicate_key", "a"), diagnostic(step="a")]
    baseline.write(str(path), known(*found))
    first = path.read_bytes()
    baseline.write(str(path), known(*reversed(found)))
    assert path.read_bytes() == first
    lines = first.decode().splitlines()
    assert lines[0] == '{"schema_version": 1,'
    entry = json.loads(lines[2].rstrip(","))
    assert list(entry) == ["pack", "path", "code", "severity", "message", "fingerprint", "count"]
    assert len(lines) == 3 + len(found)


def test_writing_keeps_the_mode_and_follows_links(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text("old", "utf-8")
    path.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(path)
    baseline.write(str(link), Baseline())
    assert link.is_symlink()
    assert baseline.read(str(path)) == Baseline()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "baseline.json"
    baseline.write(str(path), known(diagnostic()))
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(UsageError, match="cannot be written: No space left on device"):
        baseline.write(str(path), Baseline())
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["baseline.json"]


def test_a_missing_file_is_refused_unless_it_may_be_missing(tmp_path: Path) -> None:
    path = str(tmp_path / "none.json")
    with pytest.raises(ConfigError, match="does not exist") as caught:
        baseline.read(path)
    assert caught.value.hint == "--update-baseline writes it"
    assert baseline.read(path, missing_ok=True) == Baseline()
    with pytest.raises(UsageError, match="cannot be written"):
        baseline.write(str(tmp_path / "no" / "folder.json"), Baseline())
    with pytest.raises(ConfigError, match="cannot be read"):
        baseline.read(str(tmp_path))


ENTRY = '{"pack": "p", "path": "a", "code": "c", "severity": "info", "message": "m", '
ENTRY += '"fingerprint": "f", "count": 1}'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1: no JSON"),
        ("{\n\n x}", ":3: no JSON"),
        ("[" * 100_000, "no JSON"),
        ('{"entries": [' + "9" * 10_000 + "]}", "no JSON"),
        ("[]", "it has no list of entries"),
        ('{"entries": {}}', "it has no list of entries"),
        ('{"entries": []}', "has schema_version null, this packkit reads 1"),
        ('{"schema_version": 2, "entries": []}', "has schema_version 2"),
        ('{"schema_version": 1, "entries": [1]}', "entry 1 does not have pack, path, code"),
        ('{"schema_version": 1, "entries": [{}]}', "entry 1 does not have pack, path, code"),
        (f'{{"schema_version": 1, "entries": [{ENTRY}, 3]}}', "entry 2 does not have"),
        (
            '{"schema_version": 1, "entries": [' + ENTRY.replace('"p"', "3") + "]}",
            "entry 1 has a value of the wrong type",
        ),
        (
            '{"schema_version": 1, "entries": [' + ENTRY.replace(": 1", ": 0") + "]}",
            "entry 1 has a value of the wrong type",
        ),
        (
            '{"schema_version": 1, "entries": [' + ENTRY.replace(": 1", ": true") + "]}",
            "entry 1 has a value of the wrong type",
        ),
        ("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "no JSON"),
    ],
)
def test_a_damaged_file_is_refused_with_what_helps(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        baseline.read(str(path))
    assert message in caught.value.message
    assert caught.value.hint == "write it anew with --update-baseline"


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_bytes(b"\xff\xfe{")
    with pytest.raises(ConfigError, match="no JSON"):
        baseline.read(str(path))


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baseline, "MAX_BYTES", 10)
    path = tmp_path / "baseline.json"
    path.write_text(" " * 11, "utf-8")
    with pytest.raises(ConfigError, match="larger than 10 bytes"):
        baseline.read(str(path))


_STEPS = st.lists(st.sampled_from("abcde"), max_size=8)


@given(_STEPS)
def test_a_fresh_baseline_silences_all_and_nothing_else(steps: Sequence[str]) -> None:
    found = [diagnostic(step=step) for step in steps]
    result = chosen(*found)
    silent = applied(Baseline().updated([result]), result)
    assert silent.reported == ()
    assert len(silent.suppressed) == len(found)


@given(_STEPS, _STEPS)
def test_new_and_fixed_are_told_apart(before: Sequence[str], after: Sequence[str]) -> None:
    old = known(*(diagnostic(step=step) for step in before))
    result = applied(old, chosen(*(diagnostic(step=step) for step in after)))
    new = [each for each in result.reported if each.diagnostic.code != "baseline.fixed"]
    fixed = sum(
        int(str(dict(each.diagnostic.params)["count"]))
        for each in result.reported
        if each.diagnostic.code == "baseline.fixed"
    )
    assert len(before) - fixed + len(new) == len(after)
    assert all(each.severity >= Severity.WARNING for each in result.reported)
