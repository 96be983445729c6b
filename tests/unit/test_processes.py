"""Programs run within limits of time and output, and leave nothing of themselves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from attune_packkit import processes
from attune_packkit.processes import Finished

ENVIRONMENT = {"PATH": os.environ["PATH"]}
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets orphans be adopted")


def python(code: str, folder: Path, *, timeout: float = 20.0, max_output: int = 1000) -> Finished:
    return processes.run(
        [sys.executable, "-I", "-c", code],
        cwd=str(folder),
        environment=ENVIRONMENT,
        timeout=timeout,
        max_output=max_output,
    )


def is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def ends(number: int) -> bool:
    """Tell whether a process ends within a moment: a killed one takes its time to be gone."""
    until = time.monotonic() + 5
    while is_running(number) and time.monotonic() < until:
        time.sleep(0.01)
    return not is_running(number)


def child(file: Path) -> int:
    until = time.monotonic() + 10
    while not (file.exists() and file.read_text().endswith("\n")):
        assert time.monotonic() < until
        time.sleep(0.01)
    return int(file.read_text())


def test_exit_code_and_both_streams_are_told(tmp_path: Path) -> None:
    done = python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)", tmp_path)
    assert (done.code, done.stdout, done.stderr) == (3, b"out\n", b"err\n")
    assert not done.ok
    assert not done.timed_out
    assert done.last_lines() == ["err"]
    assert 0 < done.seconds < 20


def test_a_signal_is_a_negative_code(tmp_path: Path) -> None:
    done = python("import os; os.kill(os.getpid(), 9)", tmp_path)
    assert done.code == -signal.SIGKILL
    assert not done.timed_out


def test_it_runs_in_the_folder_with_the_given_variables_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "x")
    done = python("import os; print(os.getcwd(), 'SECRET' in os.environ)", tmp_path)
    assert done.stdout.decode().split() == [str(tmp_path), "False"]


def test_it_has_no_standard_input(tmp_path: Path) -> None:
    assert python("import sys; print(repr(sys.stdin.read()))", tmp_path).stdout == b"''\n"


@pytest.mark.parametrize("name", ["no-such-program", "a\0b", "\ud800"])
def test_a_program_that_is_not_there_is_missing(name: str, tmp_path: Path) -> None:
    done = processes.run([name], cwd=str(tmp_path), environment=ENVIRONMENT, timeout=1)
    assert done.missing
    assert done.code is None
    assert done.stderr


def test_only_the_end_of_much_output_is_kept(tmp_path: Path) -> None:
    done = python("import sys; sys.stdout.write('x' * 5_000_000 + 'end')", tmp_path, max_output=100)
    assert len(done.stdout) == 100
    assert done.stdout.endswith(b"xend")


def test_output_of_both_streams_at_once_blocks_nothing(tmp_path: Path) -> None:
    code = (
        "import sys\nfor _ in range(300):\n"
        " sys.stdout.write('o' * 4000); sys.stderr.write('e' * 4000)\n"
    )
    done = python(code, tmp_path)
    assert done.ok
    assert len(done.stdout) == len(done.stderr) == 1000


def test_the_time_limit_ends_it(tmp_path: Path) -> None:
    started = time.monotonic()
    done = python("print('begun', flush=True); import time; time.sleep(60)", tmp_path, timeout=0.8)
    assert time.monotonic() - started < 10
    assert done.timed_out
    assert done.code is None
    assert done.stdout == b"begun\n"


def test_a_program_that_closed_its_streams_meets_its_limit_too(tmp_path: Path) -> None:
    done = python(
        "import os, time; os.close(1); os.close(2); time.sleep(60)", tmp_path, timeout=0.8
    )
    assert done.timed_out


def test_a_program_that_closed_its_streams_may_end_by_itself(tmp_path: Path) -> None:
    done = python(
        "import os, time; os.close(1); os.close(2); time.sleep(0.2); os._exit(4)", tmp_path
    )
    assert done.code == 4


def test_the_time_limit_ends_children_that_ignore_requests(tmp_path: Path) -> None:
    code = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "if os.fork() == 0:\n"
        " with open('child', 'w') as file: print(os.getpid(), file=file)\n"
        "time.sleep(60)\n"
    )
    started = time.monotonic()
    done = python(code, tmp_path, timeout=1.0)
    assert done.timed_out
    assert time.monotonic() - started < 10
    assert ends(child(tmp_path / "child"))


def test_children_left_behind_are_ended(tmp_path: Path) -> None:
    code = (
        "import os, time\n"
        "number = os.fork()\n"
        "if number == 0:\n"
        " time.sleep(60)\n"
        "with open('child', 'w') as file: print(number, file=file)\n"
        "print('done')\n"
    )
    started = time.monotonic()
    done = python(code, tmp_path)
    assert done.ok
    assert done.stdout == b"done\n"
    assert time.monotonic() - started < 10
    assert ends(child(tmp_path / "child"))


def test_a_child_that_never_stops_talking_does_not_hold_the_run(tmp_path: Path) -> None:
    code = (
        "import os, time\n"
        "if os.fork() == 0:\n"
        " while True: os.write(1, b'x' * 4096)\n"
        "time.sleep(0.2)\nos._exit(0)\n"
    )
    started = time.monotonic()
    done = python(code, tmp_path, timeout=30)
    assert done.ok
    assert time.monotonic() - started < 10


def test_an_interrupt_ends_the_program(tmp_path: Path) -> None:
    code = (
        "import os, time\n"
        "with open('child', 'w') as file: print(os.getpid(), file=file)\n"
        "time.sleep(60)\n"
    )

    def interrupt() -> None:
        child(tmp_path / "child")
        signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        sender = threading.Thread(target=interrupt)
        sender.start()
        with pytest.raises(KeyboardInterrupt):
            python(code, tmp_path)
        sender.join()
    finally:
        signal.signal(signal.SIGINT, before)
    assert ends(child(tmp_path / "child"))


ESCAPING = (
    "import os, time\n"
    "if os.fork() == 0:\n"
    " os.setsid()\n"
    " if os.fork() == 0:\n"
    "  os.closerange(0, 10)\n"
    "  with open('child', 'w') as file: print(os.getpid(), file=file)\n"
    "  time.sleep(60)\n"
    " os._exit(0)\n"
    "while not os.path.exists('child') or not os.path.getsize('child'): time.sleep(0.01)\n"
)
"""Starts a daemon, which leaves group, session and parent behind."""


@LINUX
@pytest.mark.parametrize("then", ["", "time.sleep(60)\n", "os.kill(os.getpid(), 9)\n"])
def test_a_daemon_does_not_get_away(tmp_path: Path, then: str) -> None:
    done = python(ESCAPING + then, tmp_path, timeout=3.0)
    assert (done.timed_out, done.code) == (("sleep" in then), {"": 0}.get(then, done.code))
    assert not is_running(child(tmp_path / "child"))


@LINUX
def test_runs_at_once_end_what_is_their_own(tmp_path: Path) -> None:
    bystander = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        folders = [tmp_path / name for name in "abc"]
        limits = (20.0, 20.0, 4.0)
        waits = (
            "",
            "while not os.path.exists('go'): time.sleep(0.01)\n",
            "time.sleep(60)\n",
        )
        ended: dict[Path, Finished] = {}

        def start(folder: Path, wait: str, limit: float) -> None:
            folder.mkdir()
            ended[folder] = python(ESCAPING + wait, folder, timeout=limit)

        threads = [
            threading.Thread(target=start, args=each)
            for each in zip(folders, waits, limits, strict=True)
        ]
        for thread in threads:
            thread.start()
        threads[0].join()
        assert not is_running(child(folders[0] / "child"))
        assert is_running(child(folders[1] / "child"))
        (folders[1] / "go").touch()
        for thread in threads[1:]:
            thread.join()
        assert [ended[folder].code for folder in folders] == [0, 0, None]
        assert not any(is_running(child(folder / "child")) for folder in folders)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


@LINUX
def test_who_is_killed_leaves_no_program(tmp_path: Path) -> None:
    code = (
        "import sys; from attune_packkit import processes\n"
        f"processes.run([sys.executable, '-c', {(ESCAPING + 'time.sleep(60)')!r}], cwd='.',\n"
        "  environment={'PATH': '/bin:/usr/bin'}, timeout=60)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path)
    daemon = child(tmp_path / "child")
    assert is_running(daemon)
    run.kill()
    run.wait()
    assert ends(daemon)


@LINUX
def test_a_kept_program_notices_nothing(tmp_path: Path) -> None:
    code = (
        "import os, signal\n"
        "print(sorted(os.environ), os.getsid(0) == os.getpid(), os.listdir('/proc/self/fd'))\n"
        "print(signal.pthread_sigmask(signal.SIG_BLOCK, ()))\n"
        "print([each for each in range(1, 32) if each not in (9, 19)"
        " and signal.getsignal(each) == signal.SIG_IGN])\n"
    )
    results = [
        processes.run(
            [sys.executable, "-I", "-X", "utf8=1", "-c", code], cwd=str(tmp_path),
            environment={"A": "b=c", "LC_ALL": "C"}, timeout=20, kept=kept,
        )
        for kept in (True, False)
    ]  # fmt: skip
    assert results[0].ok
    assert results[0].stdout == results[1].stdout


@pytest.mark.parametrize("kept", [True, False])
def test_a_file_that_is_no_program_is_missing(tmp_path: Path, kept: bool) -> None:
    (tmp_path / "text").write_text("x")
    (tmp_path / "text").chmod(0o755)
    done = processes.run(
        [str(tmp_path / "text")], cwd=str(tmp_path), environment={}, timeout=20, kept=kept
    )
    assert (done.missing, done.code, b"Exec format error" in done.stderr) == (True, None, True)
