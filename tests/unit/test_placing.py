"""A folder takes its place in one step, whatever happens to the process that puts it there."""

from __future__ import annotations

import json
import os
import resource
import secrets
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path
from textwrap import dedent

import pytest

from attune_packkit.errors import SourceError, UsageError, VerificationError
from attune_packkit.sources import exchanging, placing
from attune_packkit.sources.copying import copy_tree
from attune_packkit.sources.exclusive import BusyError, locked
from attune_packkit.sources.folders import WORK_PREFIX
from attune_packkit.sources.placing import (
    DestinationExistsError,
    place,
    remove,
    workspace,
    write_file,
)

SECONDS = 60


@pytest.fixture(params=["one step", "two steps"])
def steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Place as on Linux and as where two names cannot be exchanged in one step."""
    if request.param == "two steps":
        monkeypatch.setattr(exchanging, "_renameat2", lambda: None)


def fill(folder: Path, text: str) -> Path:
    (folder / "actions").mkdir(parents=True)
    (folder / "pack.yaml").write_text(text)
    (folder / "actions/a.sh").write_text(text)
    return folder


def content(folder: Path) -> set[str]:
    return {path.read_text() for path in folder.rglob("*") if path.is_file()}


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def put(base: Path, text: str, *, replace: bool) -> None:
    with workspace(str(base)) as work:
        place(str(fill(Path(work) / "pack", text)), str(base / "demo"), replace=replace)


def test_a_folder_takes_its_place(tmp_path: Path) -> None:
    put(tmp_path / "new/base", "one", replace=False)
    assert content(tmp_path / "new/base/demo") == {"one"}
    assert names(tmp_path / "new/base") == ["demo"]


@pytest.mark.usefixtures("steps")
def test_a_folder_replaces_another(tmp_path: Path) -> None:
    put(tmp_path, "one", replace=False)
    (tmp_path / "demo/gone").write_text("one")
    put(tmp_path, "two", replace=True)
    assert content(tmp_path / "demo") == {"two"}
    assert names(tmp_path) == ["demo"]


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    put(tmp_path, "one", replace=False)
    with pytest.raises(DestinationExistsError, match="is there already"):
        put(tmp_path, "two", replace=False)
    assert content(tmp_path / "demo") == {"one"}
    assert names(tmp_path) == ["demo"]


def test_the_old_folder_comes_back_if_the_new_one_cannot_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchanging, "_renameat2", lambda: None)
    put(tmp_path, "one", replace=False)
    rename = os.rename

    def fails_for_new(source: str, target: str, **directories: int) -> None:
        if source == "pack":
            raise OSError(28, "No space left on device")
        rename(source, target, **directories)

    monkeypatch.setattr(os, "rename", fails_for_new)
    with pytest.raises(SourceError, match="No space left"):
        put(tmp_path, "two", replace=True)
    assert content(tmp_path / "demo") == {"one"}
    assert names(tmp_path) == ["demo"]


def test_removing_a_placed_folder(tmp_path: Path) -> None:
    put(tmp_path, "one", replace=False)
    assert remove(str(tmp_path / "demo"))
    assert not remove(str(tmp_path / "demo"))
    assert names(tmp_path) == []


def test_a_place_without_a_name_is_none(tmp_path: Path) -> None:
    for destination in ("/", str(tmp_path / ("x" * 201))):
        with pytest.raises(UsageError, match="no place"):
            place(str(fill(tmp_path / "pack", "x")), destination, replace=True)
        assert (tmp_path / "pack").exists()
        remove(str(tmp_path / "pack"))


def test_only_folders_are_placed_and_only_folders_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(fill(tmp_path / "real", "x"))
    for folder in ("file", "link", "nowhere"):
        with pytest.raises(SourceError, match="not a folder"):
            place(str(tmp_path / folder), str(tmp_path / "demo"), replace=True)
    for destination in ("file", "link"):
        with pytest.raises(VerificationError, match="a link or a file"):
            place(str(tmp_path / "real"), str(tmp_path / destination), replace=True)
    assert names(tmp_path) == ["file", "link", "real"]


# workspaces


def test_a_workspace_is_private_and_goes_with_all_that_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("kept")

    def fail() -> None:
        with workspace(str(tmp_path / "base")) as work:
            assert os.stat(work).st_mode & 0o777 == 0o700
            folder = fill(Path(work) / "pack", "x")
            (folder / "link").symlink_to("../../../outside")
            (folder / "folders").symlink_to(tmp_path)
            os.mkfifo(folder / "pipe")
            (folder / "actions").chmod(0o500)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(tmp_path) == ["base", "outside"]
    assert names(tmp_path / "base") == []


def test_no_folder_is_too_deep_to_be_removed(tmp_path: Path) -> None:
    with workspace(str(tmp_path)) as work:
        directory = os.open(work, os.O_RDONLY)
        for _ in range(3000):
            os.mkdir("d", dir_fd=directory)
            os.close(os.open("f", os.O_CREAT | os.O_WRONLY, dir_fd=directory))
            below = os.open("d", os.O_RDONLY, dir_fd=directory)
            os.fchmod(directory, 0o500)
            os.close(directory)
            directory = below
        os.close(directory)
    assert names(tmp_path) == []


def test_errors_in_a_workspace_are_not_taken_for_its_own(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), workspace(str(tmp_path)) as work:
        os.stat(os.path.join(work, "nowhere"))


def test_a_workspace_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SourceError, match="cannot be written"), workspace(str(tmp_path / "file")):
        pass


def test_a_workspace_of_the_living_stays_and_one_of_the_dead_goes(tmp_path: Path) -> None:
    (tmp_path / f"{WORK_PREFIX}0/pack").mkdir(parents=True)
    with workspace(str(tmp_path)) as first, workspace(str(tmp_path)) as second:
        assert names(tmp_path) == sorted([os.path.basename(first), os.path.basename(second)])
    assert names(tmp_path) == []


def test_p09_a_workspace_has_no_name_that_could_be_taken_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspace(str(tmp_path)) as first, workspace(str(tmp_path)) as second:
        assert len({first, second}) == 2
        assert len(os.path.basename(first)) == len(WORK_PREFIX) + 16
    outside = fill(tmp_path / "outside", "kept")
    monkeypatch.setattr(secrets, "token_hex", lambda count: "guessed")
    (tmp_path / f"{WORK_PREFIX}guessed").symlink_to(outside)
    with pytest.raises(SourceError, match="File exists"), workspace(str(tmp_path)):
        pass
    assert content(outside) == {"kept"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give folders away")
def test_p09_what_another_user_left_stays(tmp_path: Path) -> None:
    theirs = tmp_path / f"{WORK_PREFIX}theirs"
    theirs.mkdir()
    os.chown(theirs, 12345, 12345)
    with workspace(str(tmp_path)):
        pass
    assert theirs.exists()


# links planted meanwhile: A31 and A32


def test_a_link_in_place_of_the_destination_is_refused(tmp_path: Path) -> None:
    outside = fill(tmp_path / "outside", "kept")
    base = tmp_path / "base"
    with workspace(str(base)) as work:
        folder = fill(Path(work) / "pack", "new")
        (base / "demo").symlink_to(outside)
        with pytest.raises(VerificationError, match="a link or a file"):
            place(str(folder), str(base / "demo"), replace=True)
    assert content(outside) == {"kept"}
    assert names(base) == ["demo"]


def test_a_link_in_place_of_the_folder_around_it_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    fill(outside / "demo", "kept")
    base = tmp_path / "base"
    with workspace(str(base)) as work:
        folder = fill(Path(work) / "pack", "new")
        base.rename(tmp_path / "moved")
        base.symlink_to(outside)
        with pytest.raises(VerificationError, match="the destination leads to"):
            place(str(folder), str(base / "demo"), replace=True)
    assert content(outside) == {"kept"}
    assert names(outside) == ["demo"]
    assert names(tmp_path / "moved") == []


def test_cleaning_up_deletes_nothing_through_a_link(tmp_path: Path) -> None:
    outside = fill(tmp_path / "outside", "kept")

    def plant() -> None:
        with workspace(str(tmp_path / "base")) as work:
            os.rename(work, str(tmp_path / "moved"))
            os.symlink(outside, work)

    with pytest.raises(SourceError, match="cannot be written"):
        plant()
    (tmp_path / f"base/{WORK_PREFIX}link").symlink_to(outside)
    (tmp_path / f"base/{placing.OLD_PREFIX}demo").symlink_to(outside)
    with workspace(str(tmp_path / "base")):
        pass
    assert content(outside) == {"kept"}


# one at a time


def test_a_destination_is_held_by_one_process(tmp_path: Path) -> None:
    program = dedent(
        """
        import sys
        from attune_packkit.sources.placing import locked
        with locked(sys.argv[1]):
            print("held", flush=True)
            sys.stdin.read()
        """
    )
    command = [sys.executable, "-c", program, str(tmp_path / "demo")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(BusyError, match=f"process {other.pid} on "),
            locked(str(tmp_path / "demo")),
        ):
            pass
        with locked(str(tmp_path / "another")):
            pass
        other.send_signal(signal.SIGKILL)
        other.wait(SECONDS)
    assert names(tmp_path) == [".packkit-lock-demo"]
    with locked(str(tmp_path / "demo")):
        pass
    assert names(tmp_path) == []


def test_a_destination_is_held_by_one_thread_and_others_may_wait(tmp_path: Path) -> None:
    path = str(tmp_path / "demo")
    entered, inside = [], []

    def work() -> None:
        with locked(path, wait=SECONDS):
            inside.append(1)
            entered.append(len(inside))
            inside.pop()

    with locked(path):
        with pytest.raises(BusyError, match=f"process {os.getpid()} "), locked(path):
            pass
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        assert entered == []
    for thread in threads:
        thread.join(SECONDS)
    assert entered == [1] * 8
    assert names(tmp_path) == []


def test_many_at_once_leave_one_whole_folder(tmp_path: Path) -> None:
    texts = [f"text {number}" for number in range(8)]
    failures: list[BaseException] = []

    def work(text: str) -> None:
        try:
            for _ in range(5):
                put(tmp_path, text, replace=True)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert not failures
    assert len(content(tmp_path / "demo")) == 1
    assert names(tmp_path) == ["demo"]


# copies


def test_a_copy_holds_the_regular_files_with_plain_modes(tmp_path: Path) -> None:
    source = fill(tmp_path / "source", "x")
    (source / "actions/a.sh").chmod(0o4711)
    (source / "pack.yaml").chmod(0o666)
    for folder in (".git", ".GIT", "GIT~1"):
        (source / folder).mkdir()
        (source / folder / "config").write_text("[core]\nfsmonitor = evil")
    (source / "actions/.git").write_text("gitdir: /elsewhere")
    copy_tree(str(source), str(tmp_path / "copy"))
    modes = {
        str(path.relative_to(tmp_path)): oct(stat.S_IMODE(path.stat().st_mode))
        for path in (tmp_path / "copy", *(tmp_path / "copy").rglob("*"))
    }
    assert modes == {
        "copy": "0o755",
        "copy/actions": "0o755",
        "copy/actions/a.sh": "0o755",
        "copy/pack.yaml": "0o644",
    }


def test_a_copy_without_some_names(tmp_path: Path) -> None:
    source = fill(tmp_path / "source", "x")
    (source / "actions/venv").mkdir()
    (source / "actions/venv/link").symlink_to("/etc")
    copy_tree(str(source), str(tmp_path / "copy"), without=("venv", "pack.yaml"))
    assert sorted(path.name for path in (tmp_path / "copy").rglob("*")) == ["a.sh", "actions"]


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path) -> None:
    source = fill(tmp_path / "source", "x")
    (source / "zlink").symlink_to("/etc/passwd")
    with pytest.raises(SourceError, match="'zlink' is a link"):
        copy_tree(str(source), str(tmp_path / "copy"))
    assert names(tmp_path) == ["source"]


def test_a_copy_goes_nowhere_where_something_is(tmp_path: Path) -> None:
    source = fill(tmp_path / "source", "x")
    (tmp_path / "dangling").symlink_to("nowhere")
    for target in ("source", "dangling"):
        with pytest.raises(SourceError, match="cannot be written: File exists"):
            copy_tree(str(source), str(tmp_path / target))
    assert names(tmp_path) == ["dangling", "source"]


# killed: A33

KILLED = dedent(
    """
    import json, os, shutil, signal, sys
    from attune_packkit.sources import copying, exchanging, placing

    base, mode, first = sys.argv[1:]
    CALLS = ("open", "write", "rename", "mkdir", "rmdir", "unlink", "fchmod", "ftruncate")

    def fill(folder, text):
        os.makedirs(folder + "/actions")
        for name in ("pack.yaml", "actions/a.sh"):
            with open(folder + "/" + name, "w") as file:
                file.write(text)

    def put(text):
        with placing.workspace(base) as work:
            copying.copy_tree(base + "-" + text, work + "/pack")
            placing.place(work + "/pack", base + "/demo", replace=True)

    def die_at(number):
        left = [number]
        def dying(call):
            def called(*args, **kwargs):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*args, **kwargs)
            return called
        for name in CALLS:
            setattr(os, name, dying(getattr(os, name)))
        exchange = exchanging._renameat2()
        if mode == "two steps":
            exchanging._renameat2 = lambda: None
        else:
            exchanging._renameat2 = lambda: dying(exchange)

    def state():
        found = {}
        for folder, _, names in os.walk(base + "/demo"):
            for name in names:
                path = os.path.join(folder, name)
                found[os.path.relpath(path, base + "/demo")] = open(path).read()
        return sorted(found.items())

    fill(base + "-old", "old")
    fill(base + "-new", "new")
    for number in range(1, 1000):
        shutil.rmtree(base, ignore_errors=True)
        if first != "nothing":
            put("old")
        child = os.fork()
        if child == 0:
            die_at(number)
            put("new")
            os._exit(0)
        died = os.waitpid(child, 0)[1] != 0
        after = state()
        if number % 2:
            placing.recover(base)
        recovered = state()
        put("new")
        print(json.dumps([died, after, recovered, state(), sorted(os.listdir(base))]))
        if not died:
            break
    """
)


@pytest.mark.parametrize("mode", ["one step", "two steps"])
@pytest.mark.parametrize("before", ["nothing", "old"])
def test_a33_killed_at_any_step_the_destination_holds_the_old_or_the_new(
    tmp_path: Path, mode: str, before: str
) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / "base"), mode, before]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(runs) > 30
    assert [run[0] for run in runs] == [True] * (len(runs) - 1) + [False]

    def of(text: str) -> list[list[str]]:
        return [["actions/a.sh", text], ["pack.yaml", text]]

    old = of("old") if before == "old" else []
    aside: list[list[str]] = [[]] if mode == "two steps" else []
    for number, (_, after, recovered, again, left) in enumerate(runs):
        assert after in (old, of("new"), *aside), f"killed before call {number + 1}"
        if number % 2 == 0:
            assert recovered in (old, of("new"))
        assert again == of("new")
        assert left == ["demo"]


def test_a_lock_that_cannot_be_made_says_where(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(SourceError, match="demo' cannot be locked: ") as caught,
        locked(str(tmp_path / "file" / "demo")),
    ):
        pass
    where = tmp_path / "file"
    assert caught.value.hint == f"a lock is made meanwhile in '{where}', which must be writable"


def test_a_lock_holds_on_a_full_disk(tmp_path: Path) -> None:
    path, limits = str(tmp_path / "demo"), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))  # no byte can be written
    try:
        with locked(path), pytest.raises(BusyError, match="another process"), locked(path):
            pass
        with locked(path):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert names(tmp_path) == []


def test_a_file_in_place_of_the_folder_is_called_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    told = pytest.raises(SourceError, match="it is a file, expected a folder")
    with told, workspace(str(tmp_path / "file")):
        pass


KILLED_WRITER = (
    "import os, sys\nfrom attune_packkit.sources.placing import write_file\n"
    "os.replace = lambda *_: os.kill(os.getpid(), 9)\nwrite_file(sys.argv[1], 'new')\n"
)


def test_a_file_is_the_old_or_the_new_and_nothing_else_stays(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text("old")
    (tmp_path / "index.json").chmod(0o640)
    (tmp_path / "link.json").symlink_to("index.json")
    for name in ("index.json", "link.json", "new.json"):
        done = subprocess.run(
            [sys.executable, "-c", KILLED_WRITER, str(tmp_path / name)], check=False
        )
        assert done.returncode == -signal.SIGKILL
        assert (tmp_path / "index.json").read_text() == "old"
    write_file(str(tmp_path / "link.json"), "new")
    assert names(tmp_path) == ["index.json", "link.json"]
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "index.json").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "index.json").stat().st_mode) == 0o640
    with pytest.raises(SourceError, match="cannot be written"):
        write_file(str(tmp_path / "none" / "x"), "new")
    assert not (tmp_path / "none").exists()


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_file(str(tmp_path / "pipe"), "new")
    assert os.read(reader, 10) == b"new"
    os.close(reader)
    assert names(tmp_path) == ["pipe"]


def test_a_message_names_the_folder_and_no_workspace_in_it(tmp_path: Path) -> None:
    fill(tmp_path / "pack", "x")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with workspace(str(tmp_path / "base")) as work:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))  # no byte can be written
        try:
            with pytest.raises(SourceError) as caught:
                copy_tree(str(tmp_path / "pack"), os.path.join(work, "pack"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.message == f"folder '{tmp_path}/base' cannot be written: File too large"
