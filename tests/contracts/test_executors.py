"""Every built-in executor holds to the contract that is published for everybody's."""

from __future__ import annotations

import os
import pickle
import signal
from pathlib import Path

import pytest

from attune_packkit.config import Settings
from attune_packkit.errors import ExecutorError, UsageError
from attune_packkit.executors.processes import Processes
from attune_packkit.executors.serial import Serial
from attune_packkit.outcomes import PackWork
from attune_packkit.session import Session
from attune_packkit.testing import BASE_PACK, ExecutorContract, write_pack


class TestSerial(ExecutorContract):
    executor = Serial()


class TestProcesses(ExecutorContract):
    executor = Processes()


def die(item: str) -> tuple[bytes, bytes]:
    os.kill(os.getpid(), signal.SIGKILL)
    return b"", b""


def test_a_killed_process_is_told_and_nothing_hangs() -> None:
    with pytest.raises(ExecutorError, match="ended before its work was done"):
        Processes().run(die, ["parcels", "tariffs"], 2)


def test_work_survives_pickling(tmp_path: Path) -> None:
    root = write_pack(tmp_path, BASE_PACK)
    runner = Session(Settings(cache=False)).runner(infos=True)
    work = PackWork(runner._remake, runner)
    assert pickle.loads(pickle.dumps(work))(str(root)) == work(str(root))


def test_an_unknown_executor_has_a_near_match(tmp_path: Path) -> None:
    root = write_pack(tmp_path, BASE_PACK)
    session = Session(Settings(cache=False, executor="serail"))
    with pytest.raises(UsageError) as caught:
        session.validate([str(root)])
    assert "serial" in caught.value.hint
