"""packkit site serve, as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from attune_packkit.testing import BASE_PACK, write_pack

from .conftest import Packkit

pytestmark = pytest.mark.loopback


@dataclass
class Serving:
    """A running preview of one pack."""

    process: subprocess.Popen[str]
    pack: Path
    temporary: Path
    url: str

    def get(self, path: str) -> str:
        connection = self.connect(path)
        body = connection.getresponse().read().decode()
        connection.close()
        return body

    def connect(self, path: str) -> HTTPConnection:
        connection = HTTPConnection("127.0.0.1", urlsplit(self.url).port, timeout=20)
        connection.request("GET", path)
        return connection

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal; return the exit code, and what was said on standard error."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    pack = write_pack(tmp_path / "packs", BASE_PACK) / "case"
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "attune_packkit", "site", "serve", str(pack), "--port", "0"],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    line = ""
    while not line.startswith("http"):
        line = process.stdout.readline()
        assert line, process.stderr and process.stderr.read()
    yield Serving(process, pack, temporary, line.strip())
    if process.poll() is None:
        process.kill()
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly(serving: Serving, number: signal.Signals) -> None:
    assert list(serving.temporary.iterdir())
    code, said = serving.end(number)
    assert code == 0
    assert said.endswith("ended\n")
    assert "Traceback" not in said
    assert list(serving.temporary.iterdir()) == []


def test_a_change_is_built_and_told_to_who_waits(serving: Serving) -> None:
    connection = serving.connect("/-/changes")
    waiting = connection.getresponse()
    first = waiting.readline()
    waiting.readline()
    manifest = serving.pack / "pack.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("label: ", "label: Heavy "), "utf-8")
    second = waiting.readline()
    assert second.startswith(b"data: ")
    assert second != first
    assert "Heavy" in serving.get("/packs/parcels/")
    connection.close()


def test_errors_are_shown_in_the_terminal_and_on_the_page(serving: Serving) -> None:
    connection = serving.connect("/-/changes")
    waiting = connection.getresponse()
    waiting.readline()
    waiting.readline()
    with (serving.pack / "pack.yaml").open("a", encoding="utf-8") as manifest:
        manifest.write("label: again\n")
    assert waiting.readline().startswith(b"data: ")
    connection.close()
    assert "yaml.duplicate_key" in serving.get("/packs/parcels/")
    assert serving.process.stdout
    assert serving.process.stderr
    assert any("yaml.duplicate_key" in line for line in serving.process.stdout)
    assert any("published with errors: parcels" in line for line in serving.process.stderr)


def test_no_pack_is_told(packkit: Packkit, work: Path) -> None:
    done = packkit("site", "serve", "--port", "0")
    assert done.code == 5
    assert "no pack found" in done.err


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_refused(packkit: Packkit, port: str) -> None:
    assert packkit("site", "serve", "--port", port).code == 4


def test_a_folder_that_is_no_site_is_refused(packkit: Packkit, work: Path) -> None:
    pack = write_pack(work / "packs", BASE_PACK)
    (work / "mine").mkdir()
    (work / "mine" / "letter.txt").write_text("Dear")
    done = packkit("site", "serve", str(pack), "--port", "0", "--output", str(work / "mine"))
    assert done.code == 4
    assert [each.name for each in (work / "mine").iterdir()] == ["letter.txt"]
