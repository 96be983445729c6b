"""The example plugin, installed as a stranger's would be, in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from installing import PLUGINS, install

from attune_packkit.errors import ExitCode

ROOT = Path(__file__).parents[2]
PLUGIN = PLUGINS / "example"
PACKS = ROOT / "site" / "packs"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the plugin as pip installs it, its entry points included."""
    folder = tmp_path_factory.mktemp("site")
    install(PLUGIN, folder)
    return folder


@pytest.fixture
def run(site: Path, tmp_path: Path) -> Run:
    """Run Python with the plugin installed."""

    def python(*arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": os.pathsep.join((str(site), str(ROOT)))} | environ,
            capture_output=True,
            text=True,
            check=False,
        )

    return python


@pytest.fixture
def packkit(run: Run) -> Run:
    """Run packkit with the plugin installed."""
    return lambda *arguments, **environ: run("-m", "attune_packkit", *arguments, **environ)


def codes(report: str) -> set[str]:
    packs = json.loads(report)["packs"]
    return {each["code"] for pack in packs for each in pack["diagnostics"]}


def test_check_runs_and_names_its_distribution(packkit: Run) -> None:
    done = packkit("validate", PACKS, "--format", "json", "--fail-on", "warning")
    assert done.returncode == ExitCode.DIAGNOSTICS, done.stderr
    assert "team.owner_missing" in codes(done.stdout)
    listed = json.loads(packkit("checks", "team", "--format", "json").stdout)
    assert [each["code"] for each in listed] == ["team.owner_missing"]
    assert listed[0]["source"] == "attune-packkit-example"


def test_check_can_be_selected_and_ignored(packkit: Run) -> None:
    done = packkit("validate", PACKS, "--format", "json", "--select", "team")
    assert codes(done.stdout) == {"team.owner_missing"}
    done = packkit("validate", PACKS, "--format", "json", "--ignore", "team")
    assert "team.owner_missing" not in codes(done.stdout)


def test_check_is_explained(packkit: Run) -> None:
    done = packkit("explain", "team.owner_missing")
    assert "somebody has to know whom to wake" in done.stdout
    assert "packkit.dev" not in done.stdout


def test_reporter_is_a_format(packkit: Run, tmp_path: Path) -> None:
    done = packkit("validate", PACKS, "--output", "markdown=summary.md")
    assert done.returncode == ExitCode.OK, done.stderr
    assert "| `parcels` |" in (tmp_path / "summary.md").read_text("utf-8")


def test_command_is_found(packkit: Run) -> None:
    done = packkit("owners", PACKS)
    assert done.returncode == ExitCode.OK, done.stderr
    assert "    parcels  " in done.stdout
    assert "owners" in packkit("--help").stdout


def test_command_takes_the_options_of_every_command(packkit: Run) -> None:
    done = packkit("--isolated", "owners", "nowhere")
    assert done.returncode == ExitCode.SOURCE
    assert done.stderr == "error: path 'nowhere' does not exist\n"


def test_plugin_is_listed(packkit: Run) -> None:
    (found,) = [
        each
        for each in json.loads(packkit("plugins", "--format", "json").stdout)
        if each["name"] == "example"
    ]
    assert found["distribution"] == "attune-packkit-example"


@pytest.mark.parametrize(
    ("arguments", "environ"),
    [(("-p", "no:example"), {}), ((), {"PACKKIT_DISABLE_PLUGIN_AUTOLOAD": "1"})],
)
def test_plugin_can_be_left_out(
    packkit: Run, arguments: tuple[str, ...], environ: dict[str, str]
) -> None:
    done = packkit(*arguments, "validate", PACKS, "--format", "json", **environ)
    assert done.returncode == ExitCode.OK, done.stderr
    assert "team.owner_missing" not in codes(done.stdout)
    assert packkit(*arguments, "owners", PACKS, **environ).returncode == ExitCode.USAGE


def test_plugin_can_be_named_without_autoload(packkit: Run) -> None:
    done = packkit("-p", "example", "owners", PACKS, PACKKIT_DISABLE_PLUGIN_AUTOLOAD="1")
    assert done.returncode == ExitCode.OK, done.stderr


def test_cache_knows_whether_the_plugin_was_there(packkit: Run) -> None:
    runs = [
        codes(packkit(*arguments, "validate", PACKS, "--format", "json").stdout)
        for arguments in ((), ("-p", "no:example"), (), ("-p", "no:example"))
    ]
    assert ["team.owner_missing" in found for found in runs] == [True, False, True, False]


def test_pytest_plugin_runs_its_check(run: Run) -> None:
    done = run(
        *("-m", "pytest", "--packkit", "-p", "no:cacheprovider", PACKS / "parcels"),
        *("-o", "packkit_fail_on=warning", "-k", "pack.yaml", "--rootdir", PACKS),
    )
    assert done.returncode == 1, done.stdout
    assert "team.owner_missing" in done.stdout


def test_its_own_tests_pass(run: Run) -> None:
    done = run("-m", "pytest", "-q", "-p", "no:cacheprovider", PLUGIN / "tests")
    assert done.returncode == 0, done.stdout
