"""Registration under attack and under the axe: rows S09, S15, P02, P08, P09 and kills anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from attune_packkit.testing import BASE_PACK, write_pack

Register = Callable[..., "dict[str, Any]"]

ACTION = "ref: parcels.send\nlabel: Send\nrunner_type: shell\nentry_point: send.sh\n"
FILES = {**BASE_PACK, "actions/send.yaml": ACTION, "actions/send.sh": "true\n"}


def packkit(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "attune_packkit", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=60,
        check=False,
    )


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "base"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    write_pack(tmp_path, {f"@parcels/{path}": text for path, text in FILES.items()})
    return tmp_path / "parcels"


@pytest.fixture
def register(tmp_path: Path, base: Path) -> Register:
    """Register packs; return the report, and assert that nothing half-made is left."""

    def run(*arguments: str | Path, code: int = 1) -> dict[str, Any]:
        done = packkit(
            *("register", *arguments, "--packs-base-dir", base, "--format", "json"), cwd=tmp_path
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        assert leftovers(base) == []
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    return run


def leftovers(base: Path) -> list[str]:
    """Return what is below a folder of installed packs and should have gone."""
    names = [path.name for path in base.rglob("*") if path.name.startswith(".packkit-")]
    pending = base / ".packkit" / "pending"
    return names + (sorted(os.listdir(pending)) if pending.is_dir() else [])


@pytest.mark.parametrize(
    "ref",
    ["../evil", "/etc", "a/../../evil", ".", "..", ".packkit", "a\\0b", "parcels\\n", "x" * 300],
)
def test_s09_ref_cannot_lead_out_of_the_folder(
    tmp_path: Path, base: Path, pack: Path, register: Register, ref: str
) -> None:
    (pack / "pack.yaml").write_text(f'ref: "{ref}"\nlabel: Evil\nversion: "1.0.0"\n')
    before = sorted(os.listdir(tmp_path))
    for flag in ("--skip-tests", "--skip-validation"):
        (item,) = register(pack, "--skip-tests", flag)["failed_packs"]
        assert item["error"]
    assert set(os.listdir(tmp_path)) - set(before) <= {"base"}
    assert not base.exists() or set(os.listdir(base)) <= {".packkit"}


def test_s09_link_in_place_of_a_pack_is_not_followed(
    tmp_path: Path, base: Path, pack: Path, register: Register
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "keep").write_text("me")
    base.mkdir()
    (base / "parcels").symlink_to(outside)
    for flag in ("--skip-tests", "--force"):
        (item,) = register(pack, "--skip-tests", flag)["failed_packs"]
        assert item["error_stage"] == "file_copy"
    assert os.listdir(outside) == ["keep"]
    done = packkit("packs", "list", "--packs-base-dir", base, "--format", "json")
    assert json.loads(done.stdout)["data"] == []


@pytest.mark.parametrize("name", [".packkit", ".packkit/pending", ".packkit/registry"])
def test_p09_link_in_place_of_our_own_folder_is_refused(
    tmp_path: Path, base: Path, pack: Path, register: Register, name: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (base / name).parent.mkdir(parents=True)
    (base / name).symlink_to(outside)
    done = packkit("register", pack, "--skip-tests", "--packs-base-dir", base, cwd=tmp_path)
    assert done.returncode in (1, 6)
    assert "is a link" in done.stdout + done.stderr
    assert os.listdir(outside) == []
    assert not (base / "parcels").exists()


def test_p09_links_in_a_pack_are_neither_copied_nor_followed(
    tmp_path: Path, base: Path, pack: Path, register: Register
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    (pack / "actions" / "notes.txt").symlink_to(secret)
    for flag in ("--skip-tests", "--skip-validation"):
        (item,) = register(pack, "--skip-tests", flag)["failed_packs"]
        assert "link" in item["error"]
    assert not (base / "parcels").exists()


def test_p09_pipe_in_a_pack_does_not_block(base: Path, pack: Path, register: Register) -> None:
    os.mkfifo(pack / "actions" / "pipe")
    (item,) = register(pack, "--skip-tests", "--skip-validation")["failed_packs"]
    assert item["error_stage"] == "file_copy"


def test_p08_mark_of_somebody_else_leads_nowhere(
    tmp_path: Path, base: Path, pack: Path, register: Register
) -> None:
    register(pack, "--skip-tests", code=0)
    pending = base / ".packkit" / "pending"
    for name in ("..evil", "EVIL", "x y"):
        (pending / name).write_text('{"registrar": "json-index", "url": ""}')
    done = packkit("packs", "list", "--packs-base-dir", base, "--format", "json")
    assert [item["ref"] for item in json.loads(done.stdout)["data"]] == ["parcels"]


@pytest.mark.parametrize("text", ["", "{", "null", "[" * 100_000, "\0"])
def test_p08_damaged_mark_is_an_error_not_a_crash(
    base: Path, pack: Path, register: Register, text: str
) -> None:
    register(pack, "--skip-tests", code=0)
    (base / ".packkit" / "pending" / "parcels").write_text(text)
    done = packkit("register", pack, "--skip-tests", "--force", "--packs-base-dir", base)
    assert done.returncode == 1
    assert "not finished" in done.stdout
    assert "Traceback" not in done.stderr


def test_p08_poisoned_metadata_is_not_believed(base: Path, pack: Path, register: Register) -> None:
    (pack / "metadata.json").write_text('{"pack_ref": "evil", "installed_at": "1970", "x": 1}')
    register(pack, "--skip-tests", code=0)
    told = json.loads((base / "parcels" / "metadata.json").read_text())
    assert told["pack_ref"] == "parcels"
    assert told["installed_from"]["url"] == str(pack)


def test_p02_registering_runs_nothing_of_the_pack(
    tmp_path: Path, base: Path, pack: Path, register: Register
) -> None:
    mark = tmp_path / "ran"
    evil = f"open({str(mark)!r}, 'w')\n"
    for name in ("conftest.py", "setup.py", "sitecustomize.py", "json.py", "actions/send.py"):
        (pack / name).write_text(evil)
    done = packkit("register", ".", "--skip-tests", "--packs-base-dir", base, cwd=pack)
    assert done.returncode == 0, done.stderr
    done = packkit("packs", "list", "--packs-base-dir", base, cwd=base / "parcels")
    assert done.returncode == 0, done.stderr
    assert not mark.exists()


@pytest.mark.parametrize("line", ['description: "a\\0b"\n', 'config: {"a\\0b": 1}\n'])
def test_text_that_no_database_holds_is_refused(
    base: Path, pack: Path, register: Register, line: str
) -> None:
    text = BASE_PACK["pack.yaml"].replace("description: Weighs and sends parcels\n", "")
    (pack / "pack.yaml").write_text(text + line)
    (item,) = register(pack, "--skip-tests", "--skip-validation")["failed_packs"]
    assert item["error"].startswith("pack 'parcels' holds text that cannot be stored")
    assert not (base / "parcels").exists()


def test_component_of_another_pack_is_refused(base: Path, pack: Path, register: Register) -> None:
    (pack / "actions" / "send.yaml").write_text(ACTION.replace("parcels.send", "core.echo"))
    (item,) = register(pack, "--skip-tests", "--skip-validation")["failed_packs"]
    assert item["error"] == "action 'core.echo' does not belong to pack 'parcels'"
    assert not (base / "parcels").exists()


def test_s15_of_many_at_once_one_wins_and_the_others_are_told(base: Path, pack: Path) -> None:
    command = (sys.executable, "-P", "-m", "attune_packkit", "register", str(pack))
    options = ("--skip-tests", "--format", "json", "--packs-base-dir", str(base))
    running = [subprocess.Popen([*command, *options], stdout=subprocess.PIPE) for _ in range(6)]
    reports = [json.loads(process.communicate(timeout=60)[0]) for process in running]
    assert sum(report["summary"]["success_count"] for report in reports) == 1
    told = [item["error"] for report in reports for item in report["failed_packs"]]
    assert len(told) == 5
    assert all("already exists" in text or "is working on" in text for text in told), told
    assert leftovers(base) == []


def test_s15_while_one_works_on_a_pack_another_is_told(base: Path, pack: Path) -> None:
    from attune_packkit.sources.exclusive import locked

    with locked(str(base / "parcels")):
        done = packkit("register", pack, "--skip-tests", "--packs-base-dir", base)
    assert done.returncode == 1
    assert f"process {os.getpid()}" in done.stdout
    assert not (base / "parcels").exists()


KILLING = """
import os, shutil, signal, sys
from pathlib import Path

from attune_packkit.cli.app import run

base, template = Path(sys.argv[1]), Path(sys.argv[2])
arguments = [*sys.argv[3:], "--packs-base-dir", str(base)]
writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT
changes = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.truncate", "os.link"}
seen = [0, -1]


def hook(event, args):
    if event == "open":
        path = args[0]
        if not args[2] & writes or not isinstance(path, (str, bytes)):
            return
    elif event not in changes:
        return
    if seen[0] == seen[1]:
        os.kill(os.getpid(), signal.SIGKILL)
    seen[0] += 1


def attempt(at):
    shutil.rmtree(base, ignore_errors=True)
    if template.exists():
        shutil.copytree(template, base)
    child = os.fork()
    if child == 0:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, 1)
        os.dup2(devnull, 2)
        seen[1] = at
        sys.addaudithook(hook)
        os._exit(run(arguments))
    return os.waitpid(child, 0)[1]


def whole(folder):
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "metadata.json"
    }


def state():
    folder = base / "parcels"
    return whole(folder) if folder.exists() else None


def registry():
    import contextlib, io, json
    out = io.BytesIO()
    text = io.TextIOWrapper(out, encoding="utf-8")
    with contextlib.redirect_stdout(text):
        assert run(["packs", "list", "--format", "json", "--packs-base-dir", str(base)]) == 0
        text.flush()
    return json.loads(out.getvalue())["data"]


run(["packs", "list", "--packs-base-dir", str(base)])  # imports
assert attempt(-1) == 0
new, new_entries = state(), registry()
shutil.rmtree(base, ignore_errors=True)
if template.exists():
    shutil.copytree(template, base)
old, old_entries = state(), registry()
assert (old, old_entries) != (new, new_entries)
kills = outcomes = 0


def known(entries):
    # A kill may waste the id of a new pack; the next one is as good.
    return entries if old_entries else [{**entry, "id": 1} for entry in entries]


while True:
    status = attempt(kills)
    if status == 0:
        break
    assert os.WIFSIGNALED(status), (kills, status)
    before = state()
    assert before in (old, new), f"kill {kills}: half a pack"
    entries = registry()
    assert state() == before, f"kill {kills}: recovery changed the pack"
    expected = [new_entries] if before == new else []
    expected += [old_entries] if before == old else []
    assert known(entries) in expected, f"kill {kills}: {entries} is not {expected}"
    outcomes |= 2 if known(entries) == new_entries else 1
    if kills % 4 == 0:  # each would take too long
        gone = entries == new_entries == []
        assert run([*arguments]) == (4 if gone else 0), f"kill {kills}: no retry"
        assert state() == new, f"kill {kills}: retry"
        assert known(registry()) == new_entries, f"kill {kills}: retry"
        left = [path.name for path in base.rglob("*") if path.name.startswith(".packkit-")]
        assert left == [], f"kill {kills}: left {left}"
        assert not list((base / ".packkit" / "pending").glob("*"))
    kills += 1
print(kills, outcomes)
"""


@pytest.mark.parametrize("case", ["new", "replaced", "in place", "removed"])
def test_kill_at_any_write_leaves_the_old_or_the_new_state(
    tmp_path: Path, base: Path, pack: Path, case: str
) -> None:
    """SOURCE_DATE_EPOCH stands still, so that the old and the new entry can be compared."""
    template = tmp_path / "template"
    if case != "new":
        done = packkit("register", pack, "--skip-tests", "--packs-base-dir", template)
        assert done.returncode == 0, done.stderr
        text = (pack / "pack.yaml").read_text()
        (pack / "pack.yaml").write_text(text.replace("1.0.0", "1.1.0"))
        (pack / "actions" / "send.sh").unlink()
        (pack / "actions" / "send.yaml").unlink()
    where = str(pack)
    if case == "in place":
        (template / "parcels" / "pack.yaml").write_text((pack / "pack.yaml").read_text())
        where = str(base / "parcels")
    command = ["register", where, "--skip-tests", "--force"]
    if case == "removed":
        command = ["uninstall", "parcels", "--yes"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", KILLING, str(base), str(template), *command],
        env=os.environ | {"PACKKIT_CACHE": "false", "PACKKIT_JOBS": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kills, outcomes = map(int, done.stdout.split()[-2:])
    assert kills > 8
    assert outcomes == 3
