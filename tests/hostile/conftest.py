"""Attack packkit with a pack, and see from outside that it stood.

Every attack runs beside a second pack with one known fault, which must still be found. Whatever the
hostile pack holds: no exception, no process, no connection, nothing written, nothing of it imported
or opened but regular files, bounded time, and reports that can be parsed.
"""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree

import pytest
from strictness import strict_json

import attune_packkit
from attune_packkit.checking.result import PackResult, RenderOptions, RunResult
from attune_packkit.config import Settings
from attune_packkit.session import Session
from attune_packkit.testing import BASE_PACK

SECONDS = 2.0
"""Of processor time, for any small pack, however clever."""

LARGE_SECONDS = 10.0
"""For a large file: what is not linear takes minutes."""

HANGING = 120
"""Seconds after which a run is taken to wait for something, and killed."""

MEMORY = 1 << 30
"""Bytes of address space for a confined run."""

LOST = "ref: parcels.lost\nlabel: Lost\nlabel: Parcel lost\n"
NEIGHBOUR = {**BASE_PACK, "triggers/lost.yaml": LOST}
NEIGHBOUR_CODES = {"yaml.duplicate_key"}

Files: TypeAlias = Mapping[str, str | bytes]
Attack: TypeAlias = Callable[..., "Stood"]
Confined: TypeAlias = Callable[..., dict[str, Any]]

_PROGRAM = (sys.prefix, sys.base_prefix, os.path.dirname(attune_packkit.__file__))
_WATCHED = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "socket.", "open",
            "os.remove", "os.rename", "os.mkdir", "os.symlink", "os.chmod", "import")  # fmt: skip


@dataclass
class Watch:
    """What the process did while it was watched."""

    root: str = ""
    on: bool = False
    seen: list[str] = field(default_factory=list)

    def note(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.on or not event.startswith(_WATCHED):
            return
        if event == "open":
            path, mode, flags = args
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if writes or not self._may_open(path):
                self.seen.append(f"open {path!r} {mode}")
        elif event == "import":
            if self.root in str(args[1] or ""):
                self.seen.append(f"import {args[:2]}")
        else:
            self.seen.append(f"{event} {args!r}"[:200])

    @contextmanager
    def looking_away(self) -> Iterator[None]:
        """Do not watch the test itself."""
        was, self.on = self.on, False
        yield
        self.on = was

    def _may_open(self, path: Any) -> bool:
        """Tell whether a file is a regular one of the packs, or belongs to Python or packkit."""
        text = os.fsdecode(path) if isinstance(path, (str, bytes)) else ""
        if not text.startswith(os.path.dirname(self.root)):
            return not text or text.startswith(_PROGRAM)
        try:
            return stat.S_ISREG(os.lstat(text).st_mode)
        except (OSError, ValueError):
            return True


@dataclass(frozen=True)
class Stood:
    """What a run over the hostile pack and its neighbour gave."""

    result: RunResult
    hostile: PackResult
    seconds: float

    @property
    def codes(self) -> Counter[str]:
        return Counter(each.diagnostic.code for each in self.hostile.reported)

    def found(self, code: str, path: str = "") -> list[tuple[int, int]]:
        """Return (line, column) of each diagnostic with this code, in one file."""
        return [
            each.span[:2]
            for each in self.hostile.reported
            if each.diagnostic.code == code and path in ("", each.diagnostic.path)
        ]


@pytest.fixture(scope="session")
def session() -> Session:
    return Session(Settings(autoload=False, cache=False, severity="info", jobs=1))


@pytest.fixture(scope="session")
def watch() -> Watch:
    """Hook into the interpreter's audit events, once: a hook cannot be taken out again."""
    watch = Watch()
    sys.addaudithook(watch.note)
    return watch


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return tmp_path / "packs"


@pytest.fixture
def hostile(packs: Path) -> Path:
    """The folder of the hostile pack: sound so far, beside its neighbour."""
    write(packs / "neighbour", NEIGHBOUR)
    write(packs / "hostile", {**BASE_PACK, "pack.yaml": manifest("hostile"), "actions/send.sh": ""})
    return packs / "hostile"


@pytest.fixture
def attack(hostile: Path, session: Session, watch: Watch) -> Iterator[Attack]:
    """Return a function that lays files over the hostile pack, validates, and asserts it stood."""

    def run(files: Files | None = None, *, seconds: float = SECONDS) -> Stood:
        write(hostile, files or {})
        watch.root, watch.on, watch.seen[:] = str(hostile), True, []
        started = time.process_time()
        signal.alarm(HANGING)
        try:
            result = session.validate([str(hostile.parent)])
        finally:
            signal.alarm(0)
            watch.on = False
        taken = time.process_time() - started
        assert not watch.seen
        assert taken < seconds
        by_folder = {os.path.basename(pack.path): pack for pack in result.packs}
        neighbours = [
            each for each in by_folder["neighbour"].reported if each.severity.label != "info"
        ]
        assert {each.diagnostic.code for each in neighbours} == NEIGHBOUR_CODES
        reports_are_sound(session, result)
        return Stood(result, by_folder["hostile"], taken)

    yield run
    watch.on = False


@pytest.fixture
def confined(hostile: Path) -> Confined:
    """Return a function that does the same in a process of its own with little memory and time."""

    def run(files: Files, *, code: int = 1) -> dict[str, Any]:
        write(hostile, files)
        done = packkit("validate", "--format", "json", "--severity", "info", str(hostile.parent))
        assert "Traceback" not in done.stderr
        assert done.returncode == code, done.stderr
        report = strict_json(done.stdout)
        valid = {os.path.basename(pack["path"]): pack for pack in report["packs"]}
        assert "yaml.duplicate_key" in {each["code"] for each in valid["neighbour"]["diagnostics"]}
        found: dict[str, Any] = valid["hostile"]
        return found

    return run


def manifest(ref: str) -> str:
    return BASE_PACK["pack.yaml"].replace("ref: parcels", f"ref: {ref}")


def write(folder: Path, files: Files) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def packkit(
    *arguments: str, cwd: Path | None = None, python: tuple[str, ...] = ("-P",)
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process with one GiB of memory and 60 s of processor time."""
    return subprocess.run(
        [sys.executable, *python, "-m", "attune_packkit", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=120,
        preexec_fn=_confine,
        check=False,
    )


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))


def reports_are_sound(session: Session, result: RunResult) -> None:
    """Assert that every reporter has something to say that can be encoded and parsed."""
    for name, reporter in session.reporters().items():
        report = reporter.render(result, RenderOptions())
        report.encode()
        assert "\x1b" not in report
        if name in ("json", "sarif", "gitlab"):
            strict_json(report)
        elif name == "junit":
            ElementTree.fromstring(report)


def repeated(unit: Callable[[int], str], size: int = 200_000) -> str:
    """Fill a file: `unit(0)`, `unit(1)`, … up to `size` characters."""
    parts: list[str] = []
    length = 0
    while length + len(part := unit(len(parts))) <= size:
        parts.append(part)
        length += len(part)
    return "".join(parts)
