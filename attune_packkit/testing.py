"""The plugin author's test kit: packs from text, and cases that hold their own expectations.

A *case* is Markdown: fenced blocks whose info string ends in a path are the files of a pack, laid
over a small sound one; a path `@name/…` belongs to a second pack in the folder `name`. What is
expected stands as a trailing comment on the very line: `# error: yaml.duplicate_key`, several
separated by `, `. A block with the info string `expect` lists what has no line of its own to stand
on: `README.md:3 warning readme.dead_link`.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from attune_packkit.checking.result import Reported, RunResult
from attune_packkit.config import Settings
from attune_packkit.diagnostics import Severity
from attune_packkit.session import Session

BASE_PACK: dict[str, str] = {
    "pack.yaml": (
        "ref: parcels\nlabel: Parcels\ndescription: Weighs and sends parcels\n"
        'version: "1.0.0"\nlicense: Apache-2.0\n'
    ),
    "README.md": "# Parcels\n\nWeighs and sends parcels.\n",
    "LICENSE": "Apache License\n",
    "CHANGELOG.md": "# Changes\n",
}
"""A sound pack that cases build on."""

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{2,6} (?P<title>.+)$", re.MULTILINE)
_EXPECTED = re.compile(
    r"(?:#|//) (?P<all>(?:error|warning|info): [a-z_.]+(?:, (?:error|warning|info): [a-z_.]+)*)\s*$"
)
_LISTED = re.compile(r"^(?P<path>\S+):(?P<line>\d+) (?P<severity>\w+) (?P<code>\S+)$")


@dataclass(frozen=True, slots=True, order=True)
class Expected:
    """One diagnostic a case expects: pack folder ("" is the case's own), file, line, …"""

    pack: str
    path: str
    line: int
    severity: str
    code: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a Markdown file: its heading, its files, what it expects."""

    title: str
    files: dict[str, str]
    expected: tuple[Expected, ...]


def parse_cases(markdown: str) -> list[Case]:
    """Split a Markdown file into cases, one a heading of level 2 or deeper."""
    marks = list(_HEADING.finditer(markdown))
    cases = []
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(markdown)
        files, listed = _blocks(markdown[mark.end() : end])
        if files:
            cases.append(Case(mark["title"].strip(), files, expectations(files, listed)))
    return cases


def parse_example(text: str) -> dict[str, str]:
    """Return the files of one `Bad:` or `Good:` section of a check's docstring."""
    return _blocks("\n".join(line.removeprefix("    ") for line in text.split("\n")))[0]


def _blocks(text: str) -> tuple[dict[str, str], str]:
    files: dict[str, str] = {}
    listed = ""
    for fence in _FENCE.finditer(text):
        words = fence["info"].split()
        if words == ["expect"]:
            listed += fence["text"]
        elif len(words) == 2:
            files[words[1]] = fence["text"]
    return files, listed


def expectations(files: Mapping[str, str], listed: str = "") -> tuple[Expected, ...]:
    """Collect what the files' trailing comments and an `expect` block announce."""
    found = []
    for name, text in files.items():
        pack, path = _split(name)
        for number, line in enumerate(text.splitlines(), start=1):
            match = _EXPECTED.search(line)
            for item in match["all"].split(", ") if match else ():
                severity, _, code = item.partition(": ")
                found.append(Expected(pack, path, number, severity, code))
    for line in filter(None, listed.splitlines()):
        match = _LISTED.match(line)
        assert match, f"not an expectation: {line}"
        pack, path = _split(match["path"])
        found.append(Expected(pack, path, int(match["line"]), match["severity"], match["code"]))
    return tuple(sorted(found))


def _split(name: str) -> tuple[str, str]:
    if name.startswith("@"):
        pack, _, path = name[1:].partition("/")
        return pack, path
    return "", name


def write_pack(directory: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files of a case below `directory`: its own pack to `case/`, others beside it."""
    for name, content in files.items():
        pack, path = _split(name)
        target = directory / (pack or "case") / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return directory


def validate_files(
    files: Mapping[str, str | bytes], settings: Settings | None = None, *, base: bool = True
) -> RunResult:
    """Validate a pack given as text, laid over `BASE_PACK` unless `base` is false."""
    with tempfile.TemporaryDirectory(prefix="packkit-") as temporary:
        merged: dict[str, str | bytes] = {**(BASE_PACK if base else {}), **files}
        root = write_pack(Path(temporary), merged)
        return Session(settings or Settings()).validate([str(root)])


def observed(result: RunResult, *, least: Severity = Severity.WARNING) -> tuple[Expected, ...]:
    """Return what a run reported, in the form that cases expect it."""
    return tuple(
        sorted(
            Expected(
                _folder(pack.path),
                each.diagnostic.path,
                each.span.line,
                each.severity.label,
                each.diagnostic.code,
            )
            for pack in result.packs
            for each in pack.reported
            if each.severity >= least
        )
    )


def of_code(reported: Iterable[Reported], code: str) -> list[Reported]:
    """Return the reported diagnostics of one check."""
    return [each for each in reported if each.diagnostic.code == code]


def _folder(path: str) -> str:
    name = path.replace("\\", "/").rpartition("/")[2]
    return "" if name == "case" else name
