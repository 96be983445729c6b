"""Runs over many packs: cached or not, in one process or two, whole or restricted."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from attune_packkit.checking.check import Check
from attune_packkit.checking.result import RenderOptions, RunResult
from attune_packkit.config import Settings
from attune_packkit.errors import ExitCode, UsageError
from attune_packkit.executors.processes import Processes, Result, Work
from attune_packkit.session import Session
from attune_packkit.store import Store

EXAMPLES = Path(__file__).parents[2] / "site" / "packs"
PLAIN = Settings(autoload=False, severity="info", cache=False, jobs=1)

ACTION = "ref: {pack}.{name}\nrunner_type: native\nentry_point: {name}\n"
CALL = (
    'version: "1.0.0"\ntasks:\n  - name: weigh\n    action: {pack}.{name}\n'
    "    on_success: nowhere\n"
)


def manifest(ref: str, more: str = "") -> str:
    return f'ref: {ref}\nlabel: {ref.title()}\nversion: "1.0.0"\nlicense: Apache-2.0\n{more}'


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """Three packs: `scales`, `parcels` that calls it, `vans` that calls `parcels`, and `lone`."""
    root = tmp_path / "packs"
    files = {
        "scales/pack.yaml": manifest("scales"),
        "scales/actions/weigh.yaml": ACTION.format(pack="scales", name="weigh"),
        "parcels/pack.yaml": manifest("parcels"),
        "parcels/actions/send.yaml": ACTION.format(pack="parcels", name="send"),
        "parcels/workflows/dispatch.yaml": CALL.format(pack="scales", name="weigh"),
        "vans/pack.yaml": manifest("vans"),
        "vans/workflows/load.yaml": CALL.format(pack="parcels", name="send"),
        "lone/pack.yaml": manifest("lone", "lable: Lone\n"),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def report(result: RunResult) -> str:
    """Return the JSON report, without what may differ from run to run."""
    reporter = Session(PLAIN).reporters()["json"]
    return reporter.render(result, RenderOptions())


def cached(directory: Path) -> Settings:
    return replace(PLAIN, cache=True, cache_dir=str(directory))


def test_two_jobs_report_the_same_bytes_as_one() -> None:
    one = Session(PLAIN).validate([str(EXAMPLES)])
    two = Session(replace(PLAIN, jobs=2)).validate([str(EXAMPLES)])
    assert report(one) == report(two)


@pytest.mark.parametrize(("least", "shared"), [(1, True), (10_000, False)])
def test_left_to_packkit_many_files_are_shared_out_and_few_are_not(
    packs: Path, monkeypatch: pytest.MonkeyPatch, least: int, shared: bool
) -> None:
    used: list[int] = []

    def run(self: Processes, work: Work, items: Sequence[str], jobs: int) -> list[Result]:
        used.append(jobs)
        return share(self, work, items, jobs)

    share = Processes.run
    monkeypatch.setattr(Processes, "run", run)
    monkeypatch.setattr("attune_packkit.outcomes.PARALLEL_FROM", least)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    one = Session(PLAIN).validate([str(packs)])
    assert report(Session(replace(PLAIN, jobs=0)).validate([str(packs)])) == report(one)
    assert used == ([2] if shared else [])


def test_a_warm_cache_reports_the_same_bytes_as_none(packs: Path, tmp_path: Path) -> None:
    fresh = report(Session(PLAIN).validate([str(packs)]))
    settings = cached(tmp_path / "cache")
    assert report(Session(settings).validate([str(packs)])) == fresh
    age(packs)
    for _ in range(2):
        warm = Session(settings).validate([str(packs)])
        assert report(warm) == fresh
    assert all(pack.cached for pack in warm.packs)


def age(root: Path) -> None:
    """Make files look older than the clock's grain, so their stamps are trusted."""
    for path in root.rglob("*"):
        status = path.stat()
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns - 10**10))


def test_one_edit_checks_one_pack_again(packs: Path, tmp_path: Path) -> None:
    settings = cached(tmp_path / "cache")
    Session(settings).validate([str(packs)])
    (packs / "scales" / "actions" / "weigh.yaml").write_text(
        ACTION.format(pack="scales", name="tare")
    )
    result = Session(settings).validate([str(packs)])
    assert {pack.ref for pack in result.packs if not pack.cached} == {"scales"}
    codes = {
        each.diagnostic.code
        for pack in result.packs
        if pack.ref == "parcels"
        for each in pack.reported
    }
    assert "workflow.undefined_action" in codes


def test_the_cache_does_not_grow_without_end(
    packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store.evict, "__defaults__", (1,))
    kept = cached(tmp_path / "cache")
    first = report(Session(kept).validate([str(packs)]))
    assert Store(str(tmp_path / "cache")).usage().size < 1_000
    assert report(Session(kept).validate([str(packs)])) == first


EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("ref"), st.sampled_from(["weigh", "tare", "wiegh"])),
        st.tuples(st.just("label"), st.sampled_from(["A", "B", "[", "a: b: c"])),
        st.tuples(st.just("remove"), st.just("")),
        st.tuples(st.just("older"), st.sampled_from(["weigh", "tare!"])),
        st.tuples(st.just("nothing"), st.just("")),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=20)
@given(edits=EDITS)
def test_no_edit_meets_a_stale_answer(edits: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory(prefix="packkit-") as temporary:
        root = Path(temporary) / "packs"
        shutil.copytree(EXAMPLES / "notify", root / "notify")
        target = root / "notify" / "actions" / "post_message.yaml"
        original = target.read_text()
        kept = cached(Path(temporary) / "cache")
        Session(kept).validate([str(root)])
        for kind, value in edits:
            edit(target, original, kind, value)
            warm = report(Session(kept).validate([str(root)]))
            assert warm == report(Session(PLAIN).validate([str(root)]))


def edit(target: Path, original: str, kind: str, value: str) -> None:
    if kind == "remove":
        target.unlink(missing_ok=True)
    elif kind == "ref":
        target.write_text(original.replace("post_message", value, 1))
    elif kind == "label":
        target.write_text(original.replace("label: ", f"label: {value}", 1))
    elif kind == "older":
        target.write_text(original.replace("post_message", value, 1))
        os.utime(target, ns=(10**18, 10**18))


def test_a_crash_is_told_again_and_not_remembered(packs: Path, tmp_path: Path) -> None:
    def crash(pack: Any) -> Iterator[Any]:
        yield from (1 / number for number in (0,))

    for _ in range(2):
        session = Session(cached(tmp_path / "cache"))
        found = session.plan.every.local
        for level in (*found.values(), *session.plan.loud.local.values()):
            level.checks = [sabotaged(each, crash) for each in level.checks]
        for level in (*found.values(), *session.plan.loud.local.values()):
            for below in level.below:
                below.checks = [sabotaged(each, crash) for each in below.checks]
        result = session.validate([str(packs)])
        assert result.exit_code is ExitCode.INTERNAL


def sabotaged(check: Check, body: Callable[..., Iterator[Any]]) -> Check:
    if check.id != "pack.license_missing":
        return check
    return replace(check, body=body)


def failing(result: RunResult) -> list[str]:
    return [pack.ref for pack in result.packs if not pack.valid]


def test_keyword_restricts_to_refs(packs: Path) -> None:
    result = Session(PLAIN).validate([str(packs)], keyword="dispatch or lone")
    assert [pack.ref for pack in result.packs] == ["lone", "parcels"]
    assert result.deselected == 2
    paths = {each.diagnostic.path for pack in result.packs for each in pack.reported}
    assert "actions/send.yaml" not in paths


def test_a_keyword_that_matches_nothing_is_no_success(packs: Path) -> None:
    result = Session(PLAIN).validate([str(packs)], keyword="nosuch")
    assert (result.packs, result.exit_code) == ((), ExitCode.NOTHING_COLLECTED)
    assert result.deselected == 4


def test_first_failure_ends_the_report(packs: Path) -> None:
    result = Session(PLAIN).validate([str(packs)], fail_fast=True)
    assert failing(result) == ["parcels"]
    assert result.packs[-1].ref == "parcels"
    assert result.notes == ("stopped at the first failure",)
    assert result.exit_code is ExitCode.DIAGNOSTICS


def test_last_failed_reports_what_failed_last_time(packs: Path, tmp_path: Path) -> None:
    settings = cached(tmp_path / "cache")
    Session(settings).validate([str(packs)])
    again = Session(settings).validate([str(packs)], last_failed=True)
    assert [pack.ref for pack in again.packs] == ["parcels", "vans"]
    (packs / "vans" / "workflows" / "load.yaml").unlink()
    Session(settings).validate([str(packs)], last_failed=True)
    third = Session(settings).validate([str(packs)], last_failed=True)
    assert [pack.ref for pack in third.packs] == ["parcels"]


def test_last_failed_without_a_cache_is_an_error(packs: Path) -> None:
    with pytest.raises(UsageError, match="needs the cache"):
        Session(PLAIN).validate([str(packs)], last_failed=True)


def test_last_failed_reports_all_if_nothing_failed(packs: Path, tmp_path: Path) -> None:
    result = Session(cached(tmp_path / "cache")).validate([str(packs)], last_failed=True)
    assert len(result.packs) == 4
    assert result.notes == ("no pack failed last time",)


@pytest.fixture
def repository(packs: Path) -> Path:
    """The packs as a git repository with one commit."""
    for arguments in (
        ("init", "-q", "-b", "main"),
        ("add", "-A"),
        ("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "start"),
    ):
        subprocess.run(["git", *arguments], cwd=packs, check=True)
    return packs


def test_changed_since_follows_dependents(repository: Path) -> None:
    action = repository / "scales" / "actions" / "weigh.yaml"
    action.write_text(action.read_text() + "description: Weighs\n")
    result = Session(PLAIN).validate([str(repository)], changed_since="main")
    assert [pack.ref for pack in result.packs] == ["parcels", "scales", "vans"]
    assert result.notes == ("3 packs affected by changes since main",)


def test_changed_since_sees_files_git_does_not_know(repository: Path) -> None:
    (repository / "vans" / "actions").mkdir()
    (repository / "vans" / "actions" / "wash.yaml").write_text(
        ACTION.format(pack="vans", name="wash")
    )
    result = Session(PLAIN).validate([str(repository)], changed_since="HEAD")
    assert [pack.ref for pack in result.packs] == ["vans"]


def test_changed_since_with_no_change_reports_nothing(repository: Path) -> None:
    result = Session(PLAIN).validate([str(repository)], changed_since="HEAD")
    assert result.packs == ()
    assert result.exit_code is ExitCode.OK


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    command = ["git", *name, "-c", "protocol.file.allow=always", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def affected(folder: Path, revision: str = "HEAD") -> list[str]:
    """Return the refs of the packs that are reported as changed since a revision."""
    result = Session(PLAIN).validate([str(folder)], changed_since=revision)
    return [pack.ref for pack in result.packs]


def test_changed_since_includes_those_that_depend_on_a_deleted_pack(repository: Path) -> None:
    shutil.rmtree(repository / "scales")
    assert affected(repository) == ["parcels", "vans"]


def test_changed_since_includes_those_that_depend_on_the_old_ref(repository: Path) -> None:
    (repository / "scales" / "pack.yaml").write_text(manifest("balances"))
    git(repository, "commit", "-qam", "rename")
    assert affected(repository, "HEAD~1") == ["parcels", "balances", "vans"]
    git(repository, "mv", "scales", "balances")
    git(repository, "commit", "-qam", "move")
    assert affected(repository, "HEAD~1") == ["balances"]


def test_changed_since_asks_the_repository_around_a_submodule(
    repository: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    git(whole, "init", "-q", "-b", "main")
    git(whole, "submodule", "add", str(repository), "packs/all")
    alone = whole / "packs" / "alone" / "pack.yaml"
    alone.parent.mkdir()
    alone.write_text(manifest("alone"))
    git(whole, "add", "-A")
    git(whole, "commit", "-qm", "start")
    assert affected(whole) == []
    alone.write_text(manifest("alone", "tags: [a]\n"))
    assert affected(whole) == ["alone"]
    git(whole, "commit", "-qam", "alone")
    inner = whole / "packs" / "all" / "vans" / "pack.yaml"
    inner.write_text(inner.read_text() + "tags: [a]\n")
    assert affected(whole) == ["vans"]
    git(inner.parent, "commit", "-qam", "inner")
    assert affected(whole) == ["lone", "parcels", "scales", "vans"]
    assert affected(whole, "HEAD~1") == ["lone", "parcels", "scales", "vans", "alone"]


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD~99"])
def test_changed_since_an_unknown_revision_fails(repository: Path, revision: str) -> None:
    with pytest.raises(UsageError, match="unknown"):
        Session(PLAIN).validate([str(repository)], changed_since=revision)


def test_changed_since_runs_no_filter_of_a_repository_within_a_pack(repository: Path) -> None:
    inner = repository / "lone"
    git(inner, "init", "-q")
    git(inner, "add", "-A")
    git(inner, "commit", "-qm", "inner")
    runs = f"touch {repository.parent / 'ran'}; cat"
    for name, key in (("a", "clean"), ("a", "process"), ("b=c", "clean")):
        git(inner, "config", f"filter.{name}.{key}", runs)
        git(inner, "config", f"filter.{name}.required", "true")
    (inner / ".gitattributes").write_text("* filter=a\n*.md filter=b=c\n")
    (inner / "README.md").write_text("# Lone\n")
    (inner / "pack.yaml").write_text(manifest("lone", "# later\n"))
    assert affected(repository) == ["lone"]
    assert not (repository.parent / "ran").exists()


def test_changed_since_runs_no_program_of_the_repository(repository: Path) -> None:
    marker = repository.parent / "ran"
    config = repository / ".git" / "config"
    config.write_text(config.read_text() + f"[core]\n\tfsmonitor = touch {marker}; false\n")
    Session(PLAIN).validate([str(repository)], changed_since="HEAD")
    assert not marker.exists()


def test_a_misspelt_pack_in_per_pack_ignore_is_told(packs: Path) -> None:
    ignored = (("parcles", ("secret",)), ("elsewhere", ("secret",)))
    settings = replace(PLAIN, per_pack_ignore=ignored)
    (note,) = Session(settings).validate([str(packs)]).notes
    assert note == "per-pack-ignore: no pack here is called 'parcles'; did you mean 'parcels'?"
