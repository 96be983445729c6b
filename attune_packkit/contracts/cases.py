"""Cases in Markdown: files of packs, and what is expected of them.

`attune_packkit.testing`, from which these names are to be imported, describes their form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from attune_packkit.model.targets import Target

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{2,6} (?P<title>.+)$", re.MULTILINE)
_EXPECTED = re.compile(
    r"(?:#|//) (?P<all>(?:error|warning|info): [a-z_.]+(?:, (?:error|warning|info): [a-z_.]+)*)\s*$"
)
_TARGET = re.compile(r"^[Tt]arget: (?P<target>auto|classic|current)$", re.MULTILINE)
_RANGE = re.compile(r"\{(\d+)\.\.(\d+)\}")
_LISTED = re.compile(r"^(?P<path>\S+):(?P<line>\d+) (?P<severity>\w+) (?P<code>\S+)$")


class Expected(Struct, frozen=True, order=True):
    """One diagnostic a case expects: pack folder ("" is the case's own), file, line, …"""

    pack: str
    path: str
    line: int
    severity: str
    code: str


class Link(Struct, frozen=True):
    """A symbolic link among the files of a case."""

    target: str


Content: TypeAlias = str | bytes | Link | None
"""What a file of a case holds; None takes the file away."""


class Case(Struct, frozen=True):
    """One case of a Markdown file: its heading, its files, what it expects for which target."""

    title: str
    files: dict[str, Content]
    expected: tuple[Expected, ...]
    target: str = Target.AUTO.value


def parse_cases(markdown: str) -> list[Case]:
    """Split a Markdown file into cases, one a heading of level 2 or deeper."""
    marks = list(_HEADING.finditer(markdown))
    cases = []
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(markdown)
        text = markdown[mark.end() : end]
        files, listed = _blocks(text)
        if files:
            expected = expectations(files, listed)
            cases.append(Case(mark["title"].strip(), files, expected, parse_target(text)))
    return cases


def parse_target(text: str) -> str:
    """Return what a line `target: current` outside the fences asks for; `auto` without one."""
    match = _TARGET.search(_FENCE.sub("", text))
    return match["target"] if match else Target.AUTO.value


def parse_example(text: str) -> dict[str, Content]:
    """Return the files of one `Bad:` or `Good:` section of a check's docstring."""
    return _blocks("\n".join(line.removeprefix("    ") for line in text.split("\n")))[0]


def _blocks(text: str) -> tuple[dict[str, Content], str]:
    files: dict[str, Content] = {}
    listed = ""
    for fence in _FENCE.finditer(text):
        words = fence["info"].split()
        if words == ["expect"]:
            listed += fence["text"]
        elif len(words) > 1:
            for path, written in _expanded(words[1], fence["text"]):
                files[path] = _content(written, *words[2:])
    return files, listed


def _expanded(path: str, text: str) -> list[tuple[str, str]]:
    """Expand the range in a path; `{n}` in the text is the number."""
    match = _RANGE.search(path)
    if match is None:
        return [(path, text)]
    before, after = path[: match.start()], path[match.end() :]
    return [
        (f"{before}{number}{after}", text.replace("{n}", str(number)))
        for number in range(int(match[1]), int(match[2]) + 1)
    ]


def _content(text: str, how: str = "") -> Content:
    if how == "missing":
        return None
    if how == "link":
        return Link(text.strip())
    if how.startswith("size="):
        return text + "# ".ljust(int(how.removeprefix("size=")) - len(text) - 1, ".") + "\n"
    return text.encode(how) if how else text


def expectations(files: Mapping[str, Content], listed: str = "") -> tuple[Expected, ...]:
    """Collect what the files' trailing comments and an `expect` block announce."""
    found = []
    for name, text in files.items():
        pack, path = split_name(name)
        lines = text.splitlines() if isinstance(text, str) else ()
        for number, line in enumerate(lines, start=1):
            match = _EXPECTED.search(line)
            for item in match["all"].split(", ") if match else ():
                severity, _, code = item.partition(": ")
                found.append(Expected(pack, path, number, severity, code))
    for line in filter(None, listed.splitlines()):
        match = _LISTED.match(line)
        assert match, f"not an expectation: {line}"
        pack, path = split_name(match["path"])
        found.append(Expected(pack, path, int(match["line"]), match["severity"], match["code"]))
    return tuple(sorted(found))


def split_name(name: str) -> tuple[str, str]:
    """Return the folder of a file's pack, "" for that of the case itself, and the path in it."""
    if name.startswith("@"):
        pack, _, path = name[1:].partition("/")
        return pack, path
    return "", name
