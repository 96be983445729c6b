"""Packs that try to be run, or to say how they are checked: rows P01, P02, P10.

P03 to P05 are in test_plugins.py, P06 and P07 about building environments, P08 about the cache
(tests/unit/test_store.py), P09 about fetching.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from strictness import strict_json

from .conftest import NEIGHBOUR_CODES, Attack, packkit, write

SECRET = "ATTUNE_TOKEN_FOR_THE_TEST"
POISON = 'import os\nopen(os.path.join(os.path.dirname(__file__), "RAN"), "w")\n'
PLUGIN = """
from attune_packkit.api import hookimpl

@hookimpl
def packkit_checks():
    return []
"""
MODULES = ["conftest", "setup", "sitecustomize", "usercustomize", "yaml", "click", "pluggy", "json",
           "jsonschema_rs", "evil", "packkit", "actions/send", "tests/conftest", "tests/test_x",
           "yaml/__init__", "attune_packkit_evil/__init__"]  # fmt: skip
TRAPS = {
    **{f"{name}.py": POISON for name in MODULES},
    "evil.pth": 'import os; open("RAN", "w")\n',
    "evil-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
    "evil-1.0.dist-info/entry_points.txt": "[attune_packkit]\nevil = evil\n",
    "evil.egg-info/entry_points.txt": "[attune_packkit]\nevil = evil\n",
    "pyproject.toml": '[project.entry-points.attune_packkit]\nevil = "evil"\n',
    "pytest.ini": "[pytest]\naddopts = -p evil\n",
    ".git/config": "[core]\n\tfsmonitor = touch RAN\n\thooksPath = .\n",
    ".git/HEAD": "ref: refs/heads/main\n",
    "Makefile": "all:\n\ttouch RAN\n",
    "actions/send.sh": "#!/bin/sh\ntouch RAN\n",
}
SETTINGS = (
    'plugins = ["evil"]\nignore = ["yaml"]\nfail-on = "never"\nselect = ["readme"]\n'
    'baseline = "baseline.json"\n[output]\njson = "RAN"\n'
)


def ran(root: Path) -> list[Path]:
    return list(root.rglob("RAN"))


def test_p01_settings_inside_a_checked_pack_say_nothing(attack: Attack, hostile: Path) -> None:
    stood = attack(
        {
            **TRAPS,
            "packkit.toml": SETTINGS,
            ".packkit.toml": SETTINGS,
            "pyproject.toml": '[tool.packkit]\nignore = ["yaml"]\n',
            "triggers/lost.yaml": "label: a\nlabel: b\n",
        }
    )
    assert stood.found("yaml.duplicate_key", "triggers/lost.yaml")
    assert stood.found("pack.tool_config", "packkit.toml")
    assert not ran(hostile)


def test_p01_also_from_the_command_line(hostile: Path, tmp_path: Path) -> None:
    write(
        hostile, {**TRAPS, "packkit.toml": SETTINGS, "triggers/lost.yaml": "label: a\nlabel: b\n"}
    )
    done = packkit("validate", "--format", "json", "packs/hostile", cwd=tmp_path)
    (pack,) = strict_json(done.stdout)["packs"]
    assert done.returncode == 1
    assert "yaml.duplicate_key" in {each["code"] for each in pack["diagnostics"]}
    assert not ran(tmp_path)


def test_p02_nothing_of_a_pack_is_imported(attack: Attack, hostile: Path) -> None:
    attack(TRAPS)
    assert not ran(hostile)


SCRIPT = Path(sys.executable).with_name("packkit")


@pytest.mark.parametrize(
    "command",
    [
        [str(SCRIPT)],
        [sys.executable, "-P", "-m", "attune_packkit"],
        [sys.executable, "-m", "attune_packkit"],
    ],
    ids=["script", "safe path", "module"],
)
@pytest.mark.parametrize(
    "arguments", [["validate", "."], ["plugins"], ["checks"], ["config", "show"]]
)
def test_p02_nor_when_started_inside_it(
    hostile: Path, command: list[str], arguments: list[str]
) -> None:
    write(hostile, TRAPS)
    done = subprocess.run(
        [*command, *arguments], cwd=hostile, capture_output=True, encoding="utf-8"
    )
    assert done.returncode in (0, 1), done.stderr
    assert "evil" not in done.stdout
    assert not ran(hostile)


def test_p02_no_environment_of_the_user_gets_into_a_report(
    attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", SECRET)
    text = "label: '{{ env.TOKEN }}${TOKEN}$TOKEN%(TOKEN)s{TOKEN}'\nlabel: x\n"
    stood = attack({"triggers/lost.yaml": text})
    assert SECRET not in repr(stood.result)


@pytest.mark.parametrize("isolated", [False, True])
def test_p10_plugins_from_the_environment_are_left_out_when_isolated(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, isolated: bool
) -> None:
    write(tmp_path / "elsewhere", {"evil.py": POISON + PLUGIN})
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("PACKKIT_PLUGINS", "evil")
    monkeypatch.setenv("PACKKIT_IGNORE", "yaml")
    (tmp_path / "packkit.toml").write_text('fail-on = "never"\n')
    options = ["--isolated"] if isolated else []
    done = packkit(*options, "validate", "--format", "json", "packs", cwd=tmp_path)
    assert bool(ran(tmp_path / "elsewhere")) is not isolated
    assert done.returncode == (1 if isolated else 0), done.stderr
    codes = {
        each["code"] for pack in strict_json(done.stdout)["packs"] for each in pack["diagnostics"]
    }
    assert (codes >= NEIGHBOUR_CODES) is isolated


@pytest.mark.parametrize("path", ["", "actions", "triggers"])
def test_a_folder_that_may_not_be_read_is_told(
    attack: Attack, hostile: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    (hostile / "triggers").mkdir()
    refused = os.path.join(hostile, path).rstrip("/")
    scandir = os.scandir

    def refuse(folder: str) -> object:
        if os.fspath(folder).rstrip("/") == refused:
            raise PermissionError(13, "Permission denied", folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert not attack().hostile.valid


def test_a_pack_that_may_only_be_read(attack: Attack, hostile: Path) -> None:
    for folder, _, files in os.walk(hostile):
        for name in files:
            os.chmod(os.path.join(folder, name), 0o444)
        os.chmod(folder, 0o555)
    try:
        attack()
    finally:
        for folder, _, _ in os.walk(hostile):
            os.chmod(folder, 0o755)
