"""Every built-in executor holds to the contract that is published for everybody's."""

from __future__ import annotations

import os
import pickle
import signal
import time
from pathlib import Path

import pytest

from attune_packkit import outcomes
from attune_packkit.config import Settings
from attune_packkit.errors import ExecutorError, SourceError, UsageError
from attune_packkit.executors.processes import Processes
from attune_packkit.executors.serial import Serial
from attune_packkit.outcomes import PackWork
from attune_packkit.session import Session
from attune_packkit.testing import BASE_PACK, ExecutorContract, write_pack


class TestSerial(ExecutorContract):
    executor = Serial()


class TestProcesses(ExecutorContract):
    executor = Processes()


ITEMS = [str(number) for number in range(40)]
HERE = os.getpid()


def here(item: str) -> tuple[bytes, bytes]:
    """Work long enough for copies of this process to take an item."""
    time.sleep(0.02)
    return item.encode(), b""


def die(item: str) -> tuple[bytes, bytes]:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return here(item)


def fail(item: str) -> tuple[bytes, bytes]:
    if os.getpid() != HERE:
        raise SourceError(f"no {item}")
    return here(item)


def hang(item: str) -> tuple[bytes, bytes]:
    if os.getpid() != HERE:
        time.sleep(600)
    if item == ITEMS[20]:
        raise KeyboardInterrupt
    return here(item)


def processes_of(item: str) -> tuple[bytes, bytes]:
    return here(item)[0], str(os.getpid()).encode()


def test_this_process_works_too() -> None:
    found = Processes().run(processes_of, ITEMS, 3)
    workers = {int(worker) for _, worker in found}
    assert HERE in workers
    assert 1 < len(workers) <= 3


def test_a_killed_process_is_told_and_nothing_hangs() -> None:
    with pytest.raises(ExecutorError, match="ended before its work was done"):
        Processes().run(die, ITEMS, 2)


def test_what_another_process_could_not_do_is_done_here() -> None:
    expected = [(item.encode(), b"") for item in ITEMS]
    assert Processes().run(fail, ITEMS, 2) == expected


def test_where_no_process_can_be_made_this_one_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    found = Processes().run(processes_of, ITEMS, 3)
    assert {int(worker) for _, worker in found} == {HERE}


def test_whoever_stops_the_run_does_not_wait_for_the_others() -> None:
    with pytest.raises(KeyboardInterrupt):
        Processes().run(hang, ITEMS, 3)


@pytest.mark.parametrize("number", [2, 3, 255, 256, 257, 258, 1000])
def test_any_number_of_items_is_shared(number: int) -> None:
    items = [str(each) for each in range(number)]
    results = Processes().run(echo, items, 2)
    assert results == [(item.encode(), b"") for item in items]


def echo(item: str) -> tuple[bytes, bytes]:
    return item.encode(), b""


def test_work_survives_pickling(tmp_path: Path) -> None:
    root = write_pack(tmp_path, BASE_PACK)
    runner = Session(Settings(cache=False)).runner(infos=True)
    work = PackWork(runner._remake, runner)
    head, summary = pickle.loads(pickle.dumps(work))(str(root))
    assert work(str(root)) == (b"", b"")
    assert work.kept[str(root)] == (outcomes._head.loads(head), outcomes._codec.loads(summary))


def test_an_unknown_executor_has_a_near_match(tmp_path: Path) -> None:
    root = write_pack(tmp_path, BASE_PACK)
    session = Session(Settings(cache=False, executor="serail"))
    with pytest.raises(UsageError) as caught:
        session.validate([str(root)])
    assert "serial" in caught.value.hint
