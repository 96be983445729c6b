"""The plugin author's test kit: packs from text, and cases that hold their own expectations.

A *case* is Markdown: fenced blocks whose info string ends in a path are the files of a pack, laid
over a small sound one; a path `@name/…` belongs to a second pack in the folder `name`. A path may
hold one range, `{1..9}`, for many files. A third word says how the file is written: an encoding
such as `utf-16`, `size=1000` to pad it with a comment, `link` for a symbolic link to the text, or
`missing` to take away what the small pack has.

What is expected stands as a trailing comment on the very line: `# error: yaml.duplicate_key`,
several separated by `, `. A block with the info string `expect` lists what has no line of its own
to stand on: `README.md:3 warning readme.dead_link`.
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from attune_packkit.checking.result import (
    PackResult,
    RelatedLine,
    RenderOptions,
    Reported,
    Reporter,
    RunResult,
)
from attune_packkit.config import Settings
from attune_packkit.diagnostics import Diagnostic, Place, Severity
from attune_packkit.errors import ExitCode
from attune_packkit.session import Session
from attune_packkit.spans import Span

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
_RANGE = re.compile(r"\{(\d+)\.\.(\d+)\}")
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
class Link:
    """A symbolic link among the files of a case."""

    target: str


Content: TypeAlias = str | bytes | Link | None
"""What a file of a case holds; None takes the file away."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a Markdown file: its heading, its files, what it expects."""

    title: str
    files: dict[str, Content]
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
            content = _content(fence["text"], *words[2:])
            files.update(dict.fromkeys(_paths(words[1]), content))
    return files, listed


def _paths(path: str) -> list[str]:
    """Expand the range in a path."""
    match = _RANGE.search(path)
    if match is None:
        return [path]
    before, after = path[: match.start()], path[match.end() :]
    return [f"{before}{number}{after}" for number in range(int(match[1]), int(match[2]) + 1)]


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
        pack, path = _split(name)
        lines = text.splitlines() if isinstance(text, str) else ()
        for number, line in enumerate(lines, start=1):
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


def write_pack(directory: Path, files: Mapping[str, Content]) -> Path:
    """Write the files of a case below `directory`: its own pack to `case/`, others beside it."""
    for name, content in files.items():
        if content is None:
            continue
        pack, path = _split(name)
        target = directory / (pack or "case") / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            target.symlink_to(content.target)
        else:
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return directory


def validate_files(
    files: Mapping[str, Content], settings: Settings | None = None, *, base: bool = True
) -> RunResult:
    """Validate a pack given as text, laid over `BASE_PACK` unless `base` is false.

    Further packs bring their own manifest and share the rest.
    """
    with tempfile.TemporaryDirectory(prefix="packkit-") as temporary:
        merged: dict[str, Content] = {**(_base(files) if base else {}), **files}
        root = write_pack(Path(temporary), merged)
        return Session(settings or Settings()).validate([str(root)])


def _base(files: Iterable[str]) -> dict[str, str]:
    others = {_split(name)[0] for name in files} - {""}
    rest = [path for path in BASE_PACK if path != "pack.yaml"]
    return {
        **BASE_PACK,
        **{f"@{other}/{path}": BASE_PACK[path] for other in others for path in rest},
    }


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


HOSTILE = (
    "\x1b]0;owned\x07\x1b[2J\u202e\u2066\r\n::set-output name=a::b\n##vso[task.complete]%0A"
    "]]><script>&\"'|`=1+1\ud800\0\x85\ufffe{{ x }}[a](b)"
)
"""Text that terminals, build logs, parsers or browsers obey when a report copies it as it is."""

_SGR = re.compile(r"\x1b\[[0-9;]*m")
_MAX_REPORT = 200_000


def clean_result() -> RunResult:
    """Return the result of a run that found nothing."""
    pack = PackResult("packs/parcels", "parcels", "1.0.0", 2, {"actions": 1}, ())
    return RunResult((pack,), "auto", ExitCode.OK, 0.05)


def hostile_result() -> RunResult:
    """Return the result of a run over a pack that attacks whoever reads the report."""
    long = "x" * 1_000_000
    reported = tuple(
        Reported(
            Diagnostic(
                f"yaml.{severity.label}",
                severity,
                HOSTILE,
                Place(f"actions/{HOSTILE}.yaml", (HOSTILE, 0)),
                "'{name}' is not known",
                (("name", name),),
                HOSTILE,
            ),
            span,
            ((1, HOSTILE), (2, f"{HOSTILE}\t{long}\u0301字{HOSTILE}")),
            (RelatedLine("elsewhere", HOSTILE, Span(1, 1, 1, 1), HOSTILE),),
            "https://example.org/checks/",
            "A name is not known",
        )
        for severity in Severity
        for name in (HOSTILE, long)
        for span in (Span(2, 1, 2, 900_000), Span(2, 900_000, 9, 1), Span(2, 2_000_000, 2, 1))
    )
    pack = PackResult(f"packs/{HOSTILE}", HOSTILE, HOSTILE, 1, {"actions": 1}, reported)
    return RunResult((pack,), "auto", ExitCode.DIAGNOSTICS, 0.05, notes=(HOSTILE,))


class ReporterContract:
    """What every reporter must hold to, as tests: subclass it and set `reporter`."""

    reporter: Reporter

    def reports(self) -> Iterable[str]:
        """Render a clean and a hostile run in every verbosity, wide and narrow, plain and not."""
        for result in (clean_result(), hostile_result()):
            for verbosity in (-1, 0, 1, 2):
                for color, width in ((False, 100), (True, 40)):
                    options = RenderOptions(color, width, verbosity, durations=3)
                    yield self.reporter.render(result, options)

    def test_name_can_be_typed(self) -> None:
        """The name serves as a value of `--format`."""
        assert re.fullmatch(r"[a-z][a-z0-9-]*", self.reporter.name)

    def test_report_is_text_that_ends_with_a_newline(self) -> None:
        """A report is empty or whole lines."""
        for report in self.reports():
            assert isinstance(report, str)
            assert report == "" or report.endswith("\n")

    def test_same_result_gives_same_report(self) -> None:
        """A report depends on nothing but the result and the options."""
        assert list(self.reports()) == list(self.reports())

    def test_report_can_be_encoded(self) -> None:
        """Lone surrogates, as in odd file names, do not reach the report."""
        for report in self.reports():
            report.encode("utf-8")

    def test_report_holds_nothing_a_terminal_obeys_but_its_own_colors(self) -> None:
        """Control and bidi characters do not reach the report."""
        for report in self.reports():
            rest = _SGR.sub("", report).replace("\n", "")
            kinds = {unicodedata.category(character) for character in rest}
            assert kinds.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})

    def test_report_is_plain_without_color(self) -> None:
        """Nobody gets escape codes unasked."""
        for result in (clean_result(), hostile_result()):
            assert "\x1b" not in self.reporter.render(result, RenderOptions(color=False))

    def test_report_holds_nothing_a_build_log_obeys(self) -> None:
        """Pack text cannot give commands to a CI service."""
        for report in self.reports():
            assert "##vso[" not in report
            assert not re.search(r"^\s*::set-output", report, re.MULTILINE)

    def test_report_stays_small_however_long_the_lines_and_names(self) -> None:
        """A report is bounded by the number of diagnostics, not by what they quote."""
        assert all(len(report) < _MAX_REPORT for report in self.reports())

    def test_nothing_is_printed(self) -> None:
        """A report is returned; printing is up to the command line."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            list(self.reports())
        assert out.getvalue() == ""
