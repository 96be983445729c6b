"""packkit build-envs: tells what is there; with --build it makes what is missing, for real."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from attune_packkit.environments import python as python_builder
from attune_packkit.environments.programs import find

from .conftest import MakePack, Packkit
from .wheels import write_wheel

MANIFEST = 'ref: {ref}\nlabel: X\ndescription: X\nversion: "1.0.0"\n{more}'
PYTHON = 'python: ">=3.9"\n'
NODE = 'nodejs: ">=18"\n'
VERSION = ".".join(map(str, sys.version_info[:3]))

needs_npm = pytest.mark.skipif(
    shutil.which("npm") is None and not os.environ.get("CI"), reason="npm is not installed"
)


@pytest.fixture
def wheels(work: Path) -> Path:
    """A folder of two versions of one package."""
    folder = work / "wheels"
    write_wheel(folder, "parcelkit", "1.0.0")
    write_wheel(folder, "parcelkit", "1.1.0")
    return folder


@pytest.fixture
def pack(make_pack: MakePack) -> Path:
    """A pack that needs a Python package."""
    return python_pack(make_pack, "parcelkit\n")


def python_pack(make_pack: MakePack, requirements: str, ref: str = "parcels") -> Path:
    manifest = MANIFEST.format(ref=ref, more=PYTHON)
    return make_pack({"pack.yaml": manifest, "requirements.txt": requirements}, name=ref)


def node_pack(make_pack: MakePack, package: dict[str, Any], **files: str) -> Path:
    manifest = MANIFEST.format(ref="mapper", more=NODE)
    named = {name.replace("_", "-") + ".json": text for name, text in files.items()}
    return make_pack(
        {"pack.yaml": manifest, "package.json": json.dumps(package), **named}, name="mapper"
    )


def build(packkit: Packkit, *arguments: str | Path) -> Any:
    given = ["build-envs", "--build", "--offline", "--format", "json", *map(str, arguments)]
    return packkit(*given).json


def environment(data: Any, runtime: str = "python") -> Any:
    assert data["failed_environments"] == []
    return data["built_environments"][0]["environments"][runtime]


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def run_in(pack: Path, program: str) -> str:
    done = subprocess.run(
        [pack / "venv" / "bin" / program], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip()


def test_detection_tells_what_is_there_and_makes_nothing(packkit: Packkit, pack: Path) -> None:
    before = listing(pack)
    done = packkit("build-envs", str(pack), "--format", "json")
    assert done.code == 0
    data = done.json
    assert data["summary"].pop("total_duration_ms") >= 0
    assert data["built_environments"][0].pop("duration_ms") >= 0
    assert data["built_environments"][0]["environments"]["python"].pop("python_version")
    assert data == {
        "built_environments": [
            {
                "pack_ref": "parcels",
                "pack_path": str(pack),
                "environments": {
                    "python": {
                        "virtualenv_path": f"{pack}/venv",
                        "requirements_installed": False,
                        "package_count": 0,
                    }
                },
            }
        ],
        "failed_environments": [],
        "summary": {
            "total_packs": 1,
            "success_count": 1,
            "failure_count": 0,
            "python_envs_built": 1,
            "nodejs_envs_built": 0,
        },
    }
    assert listing(pack) == before


@pytest.mark.parametrize("more", ["", "runtime_deps: [python]\n"])
def test_without_a_version_in_the_manifest_detection_sees_no_need(
    packkit: Packkit, make_pack: MakePack, more: str
) -> None:
    files = {"pack.yaml": MANIFEST.format(ref="parcels", more=more), "requirements.txt": "x\n"}
    data = packkit("build-envs", str(make_pack(files)), "--format", "json").json
    assert data["built_environments"][0]["environments"] == {}
    assert data["summary"]["success_count"] == 1


def test_a_runtime_in_runtime_deps_is_enough_to_build(
    packkit: Packkit, make_pack: MakePack, wheels: Path
) -> None:
    manifest = MANIFEST.format(ref="parcels", more="runtime_deps: [python3]\n")
    pack = make_pack({"pack.yaml": manifest, "requirements.txt": "parcelkit==1.0.0\n"})
    assert environment(build(packkit, pack, "--wheels", wheels))["package_count"] == 1


def test_skipped_runtimes_and_what_is_no_pack(packkit: Packkit, pack: Path) -> None:
    given = ["build-envs", str(pack), "nowhere", "--format", "json"]
    done = packkit(*given, "--skip-python", "--skip-nodejs")
    assert done.code == 1
    assert done.json["built_environments"][0]["environments"] == {}
    assert done.json["failed_environments"] == [
        {
            "pack_ref": "unknown",
            "pack_path": "nowhere",
            "runtime": "unknown",
            "error": "pack.yaml not found",
        }
    ]


@pytest.mark.parametrize("tool", ["uv", "pip"])
def test_an_environment_is_built_from_a_folder_of_wheels(
    packkit: Packkit, pack: Path, wheels: Path, tool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if tool == "pip":
        monkeypatch.setattr(python_builder, "find", _without_uv)
    else:
        assert find("uv", beside_us=True), "uv belongs to the dev dependencies"
    found = environment(build(packkit, pack, "--wheels", wheels))
    assert found == {
        "virtualenv_path": f"{pack}/venv",
        "requirements_installed": True,
        "package_count": 1,
        "python_version": found["python_version"],
    }
    assert run_in(pack, "parcelkit") == "parcelkit 1.1.0"
    assert b".packkit-work" not in b"".join(
        path.read_bytes() for path in (pack / "venv" / "bin").iterdir() if path.is_file()
    )
    assert [name for name in os.listdir(pack) if name.startswith(".")] == []


def _without_uv(name: str, *, beside_us: bool = False) -> str:
    return "" if name == "uv" else shutil.which(name) or ""


def test_nothing_is_built_twice_until_something_changes(
    packkit: Packkit, pack: Path, wheels: Path
) -> None:
    def number() -> int:
        return (pack / "venv").stat().st_ino

    build(packkit, pack, "--wheels", wheels)
    first = number()
    assert "present" in packkit("build-envs", str(pack), "--build", "--offline").out
    assert number() == first
    (pack / "requirements.txt").write_text("# the older one\nparcelkit==1.0.0\n")
    assert "outdated" in packkit("build-envs", str(pack)).out
    assert number() == first
    build(packkit, pack, "--wheels", wheels)
    assert number() != first
    assert run_in(pack, "parcelkit") == "parcelkit 1.0.0"
    (pack / "requirements.txt").write_text("parcelkit == 1.0.0  # said otherwise\n")
    assert "present" in packkit("build-envs", str(pack)).out
    second = number()
    build(packkit, pack, "--wheels", wheels, "--force-rebuild")
    assert number() != second


def test_an_environment_of_the_user_counts_if_it_has_what_is_needed(
    packkit: Packkit, pack: Path, wheels: Path
) -> None:
    build(packkit, pack, "--wheels", wheels)
    (pack / "venv" / ".packkit-environment").unlink()
    assert "present" in packkit("build-envs", str(pack)).out
    (pack / "requirements.txt").write_text("parcelkit<1.1\n")
    assert "outdated" in packkit("build-envs", str(pack)).out


def test_a_failure_is_told_in_the_words_of_the_tool_and_leaves_the_old_environment(
    packkit: Packkit, make_pack: MakePack, wheels: Path
) -> None:
    pack = python_pack(make_pack, "parcelkit==1.0.0\n")
    other = python_pack(make_pack, "parcelkit==1.1.0\n", ref="other")
    build(packkit, pack, "--wheels", wheels)
    (pack / "requirements.txt").write_text("no-such-package==7\n")
    given = ["build-envs", str(pack), str(other), "--build", "--offline", "--wheels", str(wheels)]
    done = packkit(*given, "--format", "json")
    assert done.code == 1
    assert [each["pack_ref"] for each in done.json["built_environments"]] == ["other"]
    failed = done.json["failed_environments"]
    assert [(each["pack_ref"], each["runtime"]) for each in failed] == [("parcels", "python")]
    assert "no-such-package" in failed[0]["error"]
    assert done.json["summary"]["failure_count"] == 1
    assert run_in(pack, "parcelkit") == "parcelkit 1.0.0"
    assert [name for name in os.listdir(pack) if name.startswith(".")] == []


def test_the_time_limit_ends_a_build(packkit: Packkit, pack: Path, wheels: Path) -> None:
    done = packkit("build-envs", str(pack), "--build", "--offline", "--wheels", str(wheels),
                   "--timeout", "0.001", "--format", "json")  # fmt: skip
    assert done.code == 1
    assert "was ended: more than 0.001 s" in done.json["failed_environments"][0]["error"]
    assert "venv" not in os.listdir(pack)


def test_a_killed_build_leaves_nothing_that_passes_for_an_environment(
    packkit: Packkit, pack: Path, wheels: Path, work: Path
) -> None:
    programs = work / "programs"
    programs.mkdir()
    real = find("uv", beside_us=True)
    slow = programs / "uv"
    slow.write_text(f'#!/bin/sh\ncase "$*" in *"pip install"*) sleep 60;; esac\nexec {real} "$@"\n')
    slow.chmod(0o755)
    command = [sys.executable, "-P", "-m", "attune_packkit", "build-envs", str(pack), "--build",
               "--offline", "--wheels", str(wheels)]  # fmt: skip
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    running = subprocess.Popen(command, env={**os.environ, "PATH": path})
    try:
        until = time.monotonic() + 60
        while not list(pack.glob(".packkit-work-*/venv/bin/python")):
            assert time.monotonic() < until
            assert running.poll() is None
            time.sleep(0.02)
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert "venv" not in os.listdir(pack)
    assert "absent" in packkit("build-envs", str(pack)).out
    assert environment(build(packkit, pack, "--wheels", wheels))["requirements_installed"]
    assert [name for name in os.listdir(pack) if name.startswith(".packkit-work")] == []
    _end_orphans(pack)


def _end_orphans(pack: Path) -> None:
    """End what the killed run had started; nothing else names this pack's folder."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            try:
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if os.fsencode(f"{pack}/.packkit-work-") in command:
                os.killpg(os.getpgid(int(folder.name)), signal.SIGKILL)


def test_the_environment_of_an_installed_pack_lies_with_it(
    packkit: Packkit, pack: Path, wheels: Path, work: Path
) -> None:
    installed = work / "base" / "parcels"
    shutil.copytree(pack, installed)
    found = environment(build(packkit, pack, "--wheels", wheels, "--packs-base-dir", "base"))
    assert found["virtualenv_path"] == f"{installed}/venv"
    assert (installed / "venv" / "pyvenv.cfg").is_file()
    assert "venv" not in os.listdir(pack)


def test_a_folder_that_is_no_environment_is_not_replaced(
    packkit: Packkit, pack: Path, wheels: Path
) -> None:
    (pack / "venv").mkdir()
    (pack / "venv" / "mine.txt").write_text("x")
    failed = build(packkit, pack, "--wheels", wheels)["failed_environments"]
    assert "is no virtual environment" in failed[0]["error"]
    assert (pack / "venv" / "mine.txt").is_file()


def test_a_version_that_was_asked_for_and_is_not_there_is_a_failure(
    packkit: Packkit, make_pack: MakePack
) -> None:
    pack = python_pack(make_pack, "")
    done = packkit("build-envs", str(pack), "--python-version", "3.2", "--format", "json")
    assert done.json["failed_environments"][0]["error"].startswith("Python 3.2 and >=3.9 not avail")
    strict = MANIFEST.format(ref="parcels", more='python: ">=9"\n')
    (pack / "pack.yaml").write_text(strict)
    told = packkit("build-envs", str(pack))
    assert "Python >=9 not available in system; there is" in told.out


def test_without_any_python_the_documents_words(
    packkit: Packkit, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(sys, "executable", "")
    done = packkit("build-envs", str(pack), "--format", "json")
    assert done.json["failed_environments"][0]["error"] == "Python 3 not available in system"


@needs_npm
def test_node_packages_are_installed(packkit: Packkit, make_pack: MakePack) -> None:
    pack = node_pack(make_pack, {"name": "mapper", "version": "1.0.0"})
    found = environment(build(packkit, pack), "nodejs")
    assert found == {
        "node_modules_path": f"{pack}/node_modules",
        "dependencies_installed": True,
        "package_count": 0,
        "nodejs_version": found["nodejs_version"],
    }
    assert (pack / "node_modules").is_dir()
    assert sorted(os.listdir(pack)) == [
        "CHANGELOG.md", "LICENSE", "README.md", "node_modules", "pack.yaml", "package.json",
    ]  # fmt: skip
    assert "present" in packkit("build-envs", str(pack)).out


@needs_npm
def test_a_failure_of_npm_is_told(packkit: Packkit, make_pack: MakePack) -> None:
    pack = node_pack(make_pack, {"name": "mapper", "dependencies": {"no-such-package": "^1"}})
    failed = build(packkit, pack)["failed_environments"]
    assert failed[0]["runtime"] == "nodejs"
    assert failed[0]["error"].startswith("npm install failed with exit code 1\n")
    assert "no-such-package" in failed[0]["error"]
    assert "node_modules" not in os.listdir(pack)


def test_options_that_only_building_knows(packkit: Packkit, pack: Path) -> None:
    assert packkit("build-envs", str(pack), "--force-rebuild").code == 4
    assert packkit("build-envs", str(pack), "--timeout", "0").code == 4


def test_text_names_each_environment_and_hints_at_building(
    packkit: Packkit, pack: Path, make_pack: MakePack
) -> None:
    make_pack(name="plain")
    done = packkit("build-envs", ".")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "parcels:"
    assert lines[1].startswith("  python 3.")
    assert "absent, 0 packages, parcels/venv" in lines[1]
    assert lines[2] == "parcels: needs no environment"
    assert "--build" in done.err
