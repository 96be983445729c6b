"""The command line as a process of its own: streams, signals, imports, ways to start it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from attune_packkit import __version__

from .conftest import TWICE, MakePack

MODULE = (sys.executable, "-m", "attune_packkit")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and pipes")
FULL = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a device that is full")


def start(*arguments: str, environ: dict[str, str] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*MODULE, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(environ or {})},
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def imported(*arguments: str) -> set[str]:
    """Return the modules that a command line imports."""
    code = (
        "import sys; from attune_packkit.__main__ import main;"
        f"sys.argv[1:] = {list(arguments)!r};"
        "main(); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def ended(before: str) -> subprocess.CompletedProcess[str]:
    """Run `--version` in a process in which something else was done before."""
    code = f"import sys; from attune_packkit.__main__ import start; {before}; start()"
    command = [sys.executable, "-c", code, "--version"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_the_quick_end_writes_what_is_buffered_and_calls_what_asked_for_it() -> None:
    done = ended("import atexit; atexit.register(print, 'called'); print('x' * 100_000)")
    assert done.returncode == 0
    assert done.stdout.split() == ["x" * 100_000, "packkit", __version__, "called"]


def test_the_quick_end_waits_for_threads() -> None:
    slow = "lambda: (__import__('time').sleep(0.3), print('done'))"
    done = ended(f"import threading; threading.Thread(target={slow}).start()")
    assert done.stdout.split() == ["packkit", __version__, "done"]


@FULL
def test_the_quick_end_tells_of_a_full_disk() -> None:
    code = "import sys; sys.stdout.write('x'); from attune_packkit.__main__ import start; start()"
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-c", code, "--version"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode != 0
    assert "No space left" in done.stderr


def test_version_imports_next_to_nothing() -> None:
    modules = imported("--version")
    assert not modules & {
        "click", "yaml", "jsonschema_rs", "jinja2", "rich", "httpx", "pluggy", "platformdirs",
        "argparse", "importlib.metadata", "attune_packkit.cli", "attune_packkit.config", "typing",
    }  # fmt: skip


def test_validate_imports_only_what_it_needs(make_pack: MakePack) -> None:
    make_pack()
    for arguments in (("validate",), ("validate", "--no-cache")):
        modules = imported(*arguments)
        assert "attune_packkit.session" in modules
        assert not modules & {
            "jinja2", "rich", "httpx", "markdown", "importlib.metadata", "tomllib",
            "attune_packkit.cli.new", "attune_packkit.cli.explain",
        }  # fmt: skip


def test_both_ways_to_start_it() -> None:
    assert finish(start("--version")) == (0, f"packkit {__version__}\n", "")
    code, out, _ = finish(start("schema", "-h"))
    assert code == 0
    assert out.startswith("Usage: python -m attune_packkit schema ")
    program = Path(sys.executable).with_name("packkit")
    if program.exists():
        done = subprocess.run([program, "schema", "-h"], capture_output=True, text=True, check=True)
        assert done.stdout.startswith("Usage: packkit schema ")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("validate", "sound"), 0),
        (("validate", "broken"), 1),
        (("validate", "--nonsuch"), 4),
        (("validate", "--select", "nonsuch"), 4),
        (("validate", "empty"), 5),
        (("validate", "missing"), 6),
    ],
)
def test_exit_codes_of_the_process(
    make_pack: MakePack, work: Path, arguments: tuple[str, ...], code: int
) -> None:
    make_pack(name="sound")
    make_pack({"pack.yaml": TWICE}, name="broken")
    (work / "empty").mkdir()
    found, out, err = finish(start(*arguments))
    assert found == code
    assert (out == "") is (code in (4, 6))
    assert (err == "") is (code < 2)


def test_the_folder_it_starts_in_is_not_imported_from(make_pack: MakePack, work: Path) -> None:
    make_pack()
    for name in ("yaml", "click", "jinja2", "json", "evil"):
        (work / f"{name}.py").write_text("raise SystemExit('imported')\n", "utf-8")
    assert finish(start("validate"))[0] == 0
    code, _, err = finish(start("-p", "evil", "plugins"))
    assert code == 4
    assert "no plugin or module is called 'evil'" in err


@POSIX
def test_reader_that_has_gone(broken: Path) -> None:
    for arguments in (("validate",), ("validate", "--format", "json")):
        process = start(*arguments)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(60) == 1
        process.stderr.close()


@POSIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("arguments", [(), ("-j", "2")])
def test_a_signal_ends_a_run_quietly(
    work: Path, number: signal.Signals, arguments: tuple[str, ...]
) -> None:
    plugin = work.parent / "plugins"
    plugin.mkdir()
    (plugin / "acme_slow.py").write_text(
        "import time\nfrom attune_packkit.api import check, hookimpl\n"
        "@check('acme.slow', severity='error', layer='structure', since='1')\n"
        "def slow(pack):\n"
        "    '''Takes its time.'''\n"
        "    open(pack.tree.root + '/started', 'w').close()\n"
        "    time.sleep(0 if pack.ref == 'one' else 9)\n"
        "    yield from ()\n"
        "@hookimpl\n"
        "def packkit_checks():\n"
        "    return [slow]\n",
        "utf-8",
    )
    for name in ("one", "two", "three"):
        (work / name).mkdir()
        (work / name / "pack.yaml").write_text(f"ref: {name}\nlabel: L\nversion: 1.0.0\n", "utf-8")
    environ = {"PYTHONPATH": str(plugin)}
    process = start("validate", "-p", "acme_slow", *arguments, environ=environ)
    deadline = time.monotonic() + 30
    busy = 1 + int(arguments[-1]) if arguments else 2
    while len(list(work.glob("*/started"))) < busy and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(number)
    code, out, err = finish(process)
    assert (code, out) == (2, "")
    assert err.strip() == "interrupted"


@POSIX
def test_locale_without_utf8(make_pack: MakePack) -> None:
    make_pack({"pack.yaml": TWICE.replace("Parcel Service", "Päckchen ✓")})
    environ = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    code, out, err = finish(start("validate", environ=environ))
    assert (code, err) == (1, "")
    assert out.isascii()
    assert "\n     6 | label: P\\xe4ckchen \\u2713\n" in out
    assert " error in 1 pack - 1 file, " in out
    code, out, err = finish(start("validate", "--format", "junit", environ=environ))
    assert (code, err) == (1, "")
    assert out.startswith("<?xml")


@POSIX
def test_a_working_directory_that_is_gone_is_told(work: Path) -> None:
    line = f"rmdir ../work; {' '.join(MODULE)} validate"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("error: the working directory does not exist any more\n")


@FULL
def test_a_full_device_is_told(broken: Path) -> None:
    code, out, err = finish(start("validate", "--output", "json=/dev/full"))
    assert (code, out) == (4, "")
    assert err == "error: '/dev/full' cannot be written: No space left on device\n"


@POSIX
def test_a_report_goes_to_standard_output_by_its_name_as_a_file(make_pack: MakePack) -> None:
    code, out, err = finish(
        start("validate", str(make_pack()), "--no-cache", "--output", "junit=/dev/stdout")
    )
    assert (code, err) == (0, "")
    assert "</testsuites>" in out
    assert "1 pack valid" in out


@FULL
def test_a_full_standard_output_is_told(make_pack: MakePack) -> None:
    make_pack()
    for form in ("text", "json"):
        with open("/dev/full", "w") as full:
            command = [*MODULE, "deps", "parcels", "--format", form]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60)
        told = b"error: standard output cannot be written: No space left on device\n"
        assert (done.returncode, done.stderr) == (4, told)


@POSIX
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_fault(make_pack: MakePack, work: Path, closed: str) -> None:
    make_pack()
    for arguments in ("deps parcels", "index build parcels -o index.json", "workflows list"):
        line = f"{' '.join(MODULE)} {arguments} {closed}"
        done = subprocess.run(line, shell=True, capture_output=True, timeout=60)
        assert (done.returncode, b"internal error" in done.stderr) == (0, False)
    assert (work / "index.json").read_text().startswith("{")


def test_paths_from_standard_input(make_pack: MakePack) -> None:
    make_pack()
    done = subprocess.run(
        [*MODULE, "validate", "@-"], input="parcels\n", capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 pack valid" in done.stdout
    done = subprocess.run([*MODULE, "validate", "@-"], input="", capture_output=True, text=True)
    assert done.returncode == 5
    assert done.stderr.startswith("error: no pack found in an empty list\n")
