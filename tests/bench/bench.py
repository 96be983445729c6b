"""Speed of validation as ratios against peers, all measured in one run on this machine.

    python tests/bench/bench.py [--packs DIR] [--runs N] [--scale PACKS] [--only NAME]

`--packs` is a folder of packs (default: the example packs). Peers that are not installed are left
out and named. Absolute times are of this machine: read the ratios.
"""

from __future__ import annotations

import argparse
import compileall
import hashlib
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from attune_packkit import schemas
from attune_packkit.errors import ExitCode

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
EMPTY = (PYTHON, "-c", "pass")
REF = re.compile(r"^ref: *[\"']?([a-z0-9_.-]+)", re.MULTILINE)


@dataclass(frozen=True)
class Figure:
    """One measured ratio and the bound it has to keep."""

    name: str
    ratio: float
    bound: float
    detail: str

    def __str__(self) -> str:
        verdict = "ok  " if self.ratio <= self.bound else "OVER"
        return f"{verdict} {self.name:<44} {self.ratio:7.2f}  (bound {self.bound:g})  {self.detail}"


@dataclass(frozen=True)
class Bench:
    """What every measurement needs: the packs, the number of runs, a scratch folder."""

    packs: Path
    runs: int
    scale: int
    scratch: Path

    def process(self, *command: str, runs: int | None = None) -> float:
        """Return the median wall seconds of a command as a whole process."""
        return statistics.median(self._once(command) for _ in range(runs or self.runs))

    def pair(
        self, ours: Sequence[str], peer: Sequence[str], runs: int | None = None
    ) -> tuple[float, float, float]:
        """Return the ratio of two commands, and the seconds of both; all are medians.

        They run in turn and each run is held against its neighbour, so a machine that becomes
        faster or slower meanwhile changes nothing.
        """
        pairs = [(self._once(ours), self._once(peer)) for _ in range(runs or self.runs)]
        ratio = statistics.median(one / other for one, other in pairs)
        return ratio, *map(statistics.median, zip(*pairs, strict=True))

    def _once(self, command: Sequence[str]) -> float:
        """Return the wall seconds of one run; a crash is no figure."""
        started = time.perf_counter()
        done = subprocess.run(
            command, capture_output=True, check=False, env=self.environment(), text=True
        )
        seconds = time.perf_counter() - started
        if done.returncode < 0 or done.returncode == ExitCode.INTERNAL:
            raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
        return seconds

    def environment(self) -> dict[str, str]:
        """Return the environment of measured processes: a cache folder of their own."""
        return {**os.environ, "XDG_CACHE_HOME": str(self.scratch / "cache"), "NO_COLOR": "1"}

    def packkit(self, *arguments: str) -> tuple[str, ...]:
        """Return the command that runs packkit."""
        return (PYTHON, "-m", "attune_packkit", *arguments)

    def files(self, packs: Path | None = None) -> list[Path]:
        """Return the metadata files of the packs."""
        return sorted(path for path in (packs or self.packs).rglob("*.yaml") if _is_metadata(path))


def _is_metadata(path: Path) -> bool:
    return path.name == "pack.yaml" or path.parent.name != "tests"


def best(function: Callable[[], object], runs: int) -> float:
    """Return the least seconds of several calls in this process."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        function()
        times.append(time.perf_counter() - started)
    return min(times)


def version(bench: Bench) -> Iterator[Figure]:
    """`packkit --version` against an empty Python process."""
    ratio, ours, _ = bench.pair(bench.packkit("--version"), EMPTY, runs=15)
    yield Figure("--version / python -c pass", ratio, 3, f"{ours * 1000:.0f} ms")


def one_pack(bench: Bench) -> Iterator[Figure]:
    """One pack of about 30 files, cold, as a process: the nearest, and the nearest sound one."""
    compileall.compile_dir(ROOT / "attune_packkit", quiet=2)  # as installers do
    folders = sorted(
        (path.parent for path in bench.packs.rglob("pack.yaml")),
        key=lambda folder: abs(len(bench.files(folder)) - 30),
    )
    sound = next((folder for folder in folders if _is_sound(folder)), folders[0])
    for name, pack in (("one pack", folders[0]), ("one sound pack", sound)):
        command = bench.packkit("validate", "--no-cache", str(pack))
        ratio, ours, _ = bench.pair(command, EMPTY, runs=15)
        detail = f"{len(bench.files(pack))} files, {ours * 1000:.0f} ms"
        yield Figure(f"{name}, cold / python -c pass", ratio, 10, detail)


def _is_sound(pack: Path) -> bool:
    from attune_packkit.config import Settings
    from attune_packkit.session import Session

    result = Session(Settings(autoload=False, cache=False)).validate([str(pack)])
    return not any(each.reported for each in result.packs)


def per_file(bench: Bench) -> Iterator[Figure]:
    """All layers, cold, in this process, against CSafeLoader merely loading the same files."""
    from attune_packkit.config import Settings
    from attune_packkit.session import Session

    files = bench.files()
    session = Session(Settings(autoload=False, cache=False, jobs=1))
    session.validate([str(bench.packs)])

    def load() -> None:
        for path in files:
            for _ in yaml.load_all(path.read_bytes(), yaml.CSafeLoader):
                pass

    peer = best(load, bench.runs)
    ours = best(lambda: session.validate([str(bench.packs)]), bench.runs)
    detail = f"{ours / len(files) * 1e6:.0f} µs a file, {len(files)} files"
    yield Figure("per file, all layers / CSafeLoader", ours / peer, 1.2, detail)


def peers(bench: Bench) -> Iterator[Figure]:
    """All actions of the packs, whole process, against schema validators and a style checker."""
    actions = [str(path) for path in bench.files() if path.parent.name == "actions"]
    schema = _action_schema(bench)
    command = bench.packkit("validate", "--no-cache", str(bench.packs))
    tools = {
        "check-jsonschema": (1 / 8, ["--schemafile", str(schema), *actions]),
        "ajv": (1.0, ["validate", "--spec=draft2020", "--strict=false", "-s", str(schema),
                      *(word for path in actions for word in ("-d", path))]),
        "yamllint": (1.0, ["-d", "relaxed", *actions]),
    }  # fmt: skip
    for name, (bound, arguments) in tools.items():
        program = _installed(name)
        if program is None:
            continue
        ratio, ours, peer = bench.pair(command, (program, *arguments))
        detail = f"{ours:.2f} s / {peer:.2f} s, {len(actions)} actions"
        yield Figure(f"whole packs, all layers / {name}", ratio, bound, detail)


def many(bench: Bench) -> Iterator[Figure]:
    """At least 8,500 actions with two processes, all layers, against ajv with the schema alone."""
    program = _installed("ajv")
    if program is None:
        return
    each = sum(path.parent.name == "actions" for path in bench.files())
    packs = sum(1 for _ in bench.packs.rglob("pack.yaml"))
    large = bench.scratch / "many"
    multiply(bench.packs, large, -(-8_500 * packs // each))
    actions = len(list(large.rglob("actions/*.yaml")))
    schema = str(_action_schema(bench))
    ratio, ours, peer = bench.pair(
        bench.packkit("validate", "-q", "--no-cache", "-j2", str(large)),
        (program, "validate", "--spec=draft2020", "--strict=false", "-s", schema,
         "-d", f"{large}/**/actions/*.yaml"),
    )  # fmt: skip
    detail = f"{ours:.2f} s / {peer:.2f} s, {actions} actions"
    yield Figure("many packs, two jobs, all layers / ajv", ratio, 1, detail)


def _action_schema(bench: Bench) -> Path:
    path = bench.scratch / "action.schema.json"
    path.write_text(json.dumps(schemas.load("action")))
    return path


def _installed(name: str) -> str | None:
    program = shutil.which(name) or shutil.which(name, path=str(Path(PYTHON).parent))
    if program is None:
        print(f"     {name} is not installed")
    return program


def index(bench: Bench) -> Iterator[Figure]:
    """An index, in this process, against SafeLoader and SHA-256 alone, less than builders do."""
    from attune_packkit.config import Settings
    from attune_packkit.pipeline.indexing import BuildRequest, build
    from attune_packkit.registry.sourcing import Sourcing

    sourcing = Sourcing("https://code.example/{ref}.git", "v{version}")
    request = BuildRequest((str(bench.packs),), sourcing=sourcing, jobs=1)
    files = [path for path in bench.packs.rglob("*") if path.is_file()]
    kinds = {"actions", "sensors", "triggers", "rules", "workflows"}
    read = [
        path for path in bench.files()
        if path.name == "pack.yaml" or (path.parent.name in kinds
                                        and (path.parent.parent / "pack.yaml").exists())
    ]  # fmt: skip

    def load() -> None:
        for path in read:
            yaml.load(path.read_bytes(), yaml.SafeLoader)
        for path in files:
            hashlib.sha256(path.read_bytes()).hexdigest()

    peer = best(load, min(bench.runs, 3))
    ours = best(lambda: build(Settings(autoload=False, cache=False), request), bench.runs)
    detail = f"{ours * 1000:.0f} ms, {len(files)} files, {len(read)} of them read as YAML"
    yield Figure("index / SafeLoader and SHA-256", ours / peer, 1 / 5, detail)


def scale(bench: Bench) -> Iterator[Figure]:
    """Many packs: linear, bounded memory, faster with two processes, and warm against a walk."""
    large = bench.scratch / "large"
    copies = multiply(bench.packs, large, bench.scale)
    half = bench.scratch / "half"
    multiply(bench.packs, half, bench.scale // 2)
    files = len(bench.files(large))
    print(f"     {copies} packs, {files} metadata files")
    one = bench.process(*bench.packkit("validate", "-q", "--no-cache", "-j1", str(large)), runs=1)
    two = bench.process(*bench.packkit("validate", "-q", "--no-cache", "-j2", str(large)), runs=1)
    less = bench.process(*bench.packkit("validate", "-q", "--no-cache", "-j1", str(half)), runs=1)
    yield Figure("twice the packs / the packs (linear is 2)", one / less, 2.2, f"{one:.1f} s")
    yield Figure("two jobs / one job", two / one, 1 / 1.6, f"{two:.1f} s")
    yield _memory(bench, large)
    yield from _warm(bench, large)


def _memory(bench: Bench, packs: Path) -> Figure:
    command = bench.packkit("validate", "-q", "--no-cache", "-j1", str(packs))
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execve(command[0], command, bench.environment())
    usage: resource.struct_rusage = os.wait4(child, 0)[2]
    peak = usage.ru_maxrss / 1024
    return Figure("peak memory / 500 MB", peak / 500, 1, f"{peak:.0f} MB")


_WALK = """
import os, sys
def walk(path):
    with os.scandir(path) as listing:
        for entry in listing:
            entry.stat(follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False):
                walk(entry.path)
walk(sys.argv[1])
"""


def _warm(bench: Bench, packs: Path) -> Iterator[Figure]:
    validate = bench.packkit("validate", "-q", str(packs))
    bench.process(*validate, runs=1)
    time.sleep(2.1)
    bench.process(*validate, runs=2)
    _, ours, peer = bench.pair(validate, (PYTHON, "-c", _WALK, str(packs)), runs=7)
    _, empty, bare = bench.pair(bench.packkit("validate", "-q", str(packs / "none")), EMPTY, runs=7)
    ours, peer = ours - empty, peer - bare
    yield Figure("nothing changed / walk and stat", ours / peer, 2, f"{ours:.2f} s / {peer:.2f} s")


def multiply(source: Path, target: Path, count: int) -> int:
    """Copy packs with new refs until there are `count`. Return how many there are."""
    originals = sorted(path.parent for path in source.rglob("pack.yaml"))
    for number in range(count):
        original = originals[number % len(originals)]
        found = REF.search((original / "pack.yaml").read_text())
        assert found, original
        old, new = found[1], f"{found[1].replace('.', '_')}_{number}"
        folder = target / new
        shutil.copytree(original, folder, ignore=shutil.ignore_patterns("node_modules", ".git"))
        files = r"(?!\.(?:py|js|sh|pl|md|svg|png)\b)"
        name = re.compile(rf"\b{re.escape(old)}{files}(?=\.[a-z_])|(?<=ref: ){re.escape(old)}\b")
        for path in folder.rglob("*.y*ml"):
            path.write_text(name.sub(new, path.read_text()))
    return count


MEASUREMENTS = {
    each.__name__: each for each in (version, one_pack, per_file, peers, many, index, scale)
}


def main() -> int:
    """Measure and print; exit 1 if a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packs", type=Path, default=ROOT / "site" / "packs")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--scale", type=int, default=200)
    parser.add_argument("--only", choices=[*MEASUREMENTS], action="append")
    options = parser.parse_args()
    over = 0
    with tempfile.TemporaryDirectory(prefix="packkit-bench-") as scratch:
        bench = Bench(options.packs.resolve(), options.runs, options.scale, Path(scratch))
        for name in options.only or MEASUREMENTS:
            print(f"{name}: {(MEASUREMENTS[name].__doc__ or '').strip()}")
            for figure in MEASUREMENTS[name](bench):
                print(figure)
                over += figure.ratio > figure.bound
    return 1 if over else 0


if __name__ == "__main__":
    raise SystemExit(main())
