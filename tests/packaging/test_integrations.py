"""The hook for pre-commit and the GitHub action: their shape, and that what they start works."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from attune_packkit.cli.commands import COMMANDS
from attune_packkit.testing import BASE_PACK, write_pack

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("packkit")
FAULTY = {**BASE_PACK, "triggers/lost.yaml": "ref: parcels.lost\nlabel: a\nlabel: b\n"}


def load(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def test_the_hook_has_the_shape_pre_commit_wants() -> None:
    (hook,) = load(".pre-commit-hooks.yaml")
    assert hook["id"] == "packkit-validate"
    assert hook["language"] == "python"
    assert {"id", "name", "entry", "language"} <= set(hook)
    assert hook["pass_filenames"] is False


def test_the_hook_starts_a_command_that_exists(tmp_path: Path) -> None:
    (hook,) = load(".pre-commit-hooks.yaml")
    program, command, *_ = shlex.split(hook["entry"])
    assert program == "packkit"
    assert command in COMMANDS
    write_pack(tmp_path, FAULTY)
    start = [PROGRAM, *shlex.split(hook["entry"])[1:], *hook.get("args", [])]
    done = subprocess.run(start, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert "yaml.duplicate_key" in done.stdout


def test_the_manual_names_the_hook() -> None:
    (hook,) = load(".pre-commit-hooks.yaml")
    assert f"id: {hook['id']}" in (ROOT / "site" / "content" / "ci.md").read_text("utf-8")


def test_the_action_has_the_shape_github_wants() -> None:
    action = load("action.yml")
    assert {"name", "description", "inputs", "outputs", "runs"} <= set(action)
    assert {"paths", "args", "version"} <= set(action["inputs"])
    assert action["runs"]["using"] == "composite"
    for step in action["runs"]["steps"]:
        assert ("uses" in step) != ("run" in step)
        assert "run" not in step or step["shell"] == "bash"


def test_the_action_holds_to_the_published_schema() -> None:
    command = ["check_jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"]
    subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=True, capture_output=True)


def test_no_input_becomes_part_of_a_script() -> None:
    for step in load("action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def validate(cwd: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action's last step as GitHub does."""
    action = load("action.yml")
    step = action["runs"]["steps"][-1]
    given = {name: str(each["default"]) for name, each in action["inputs"].items()} | inputs
    values = {name: given.get(text.split()[1].removeprefix("inputs."), str(PROGRAM))
              for name, text in step["env"].items()}  # fmt: skip
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=cwd, env={**os.environ, **values},
        capture_output=True, text=True,
    )  # fmt: skip


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_pack(tmp_path, FAULTY)
    (tmp_path / "case").rename(tmp_path / "a b")
    write_pack(
        tmp_path, {**BASE_PACK, "pack.yaml": BASE_PACK["pack.yaml"].replace("parcels", "other")}
    )
    return tmp_path


def test_the_action_annotates_and_fails(work: Path) -> None:
    done = validate(work)
    assert done.returncode == 1, done.stderr
    assert "::error file=a b/triggers/lost.yaml,line=3" in done.stdout


def test_the_action_takes_several_paths_and_options(work: Path) -> None:
    assert validate(work, paths="case\n").returncode == 0
    assert validate(work, paths="\na b\n\ncase\n").returncode == 1
    assert validate(work, paths="a b", args="--fail-on never\n --severity info").returncode == 0
    done = validate(work, paths="a b", sarif="out file.sarif")
    assert done.returncode == 1
    assert (work / "out file.sarif").read_text().startswith("{")


@pytest.mark.parametrize(
    "paths", ["--version", "--help", "$(touch ran)", "`touch ran`", "; touch ran", "*"]
)
def test_a_hostile_path_is_only_a_path(work: Path, paths: str) -> None:
    assert validate(work, paths=paths).returncode == 6
    assert not (work / "ran").exists()


def test_a_hostile_option_is_no_command(work: Path) -> None:
    validate(work, args="$(touch ran) ; touch ran | touch ran & touch ran")
    assert not (work / "ran").exists()


def test_the_action_can_ignore_the_settings_of_the_repository(work: Path) -> None:
    (work / "packkit.toml").write_text('fail-on = "never"\n')
    assert validate(work).returncode == 0
    assert validate(work, isolated="true").returncode == 1
