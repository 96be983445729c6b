"""What objects of plugins must hold to, as tests. Import it from `attune_packkit.testing`."""

from __future__ import annotations

import contextlib
import io
import re
import unicodedata
from collections.abc import Iterable

from attune_packkit.checking.result import (
    PackResult,
    RelatedLine,
    RenderOptions,
    Reported,
    Reporter,
    RunResult,
)
from attune_packkit.diagnostics import Diagnostic, Place, Severity
from attune_packkit.errors import ExitCode, SourceError
from attune_packkit.hookspec import Executor
from attune_packkit.spans import Span

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


class ExecutorContract:
    """What every executor must hold to, as tests: subclass it and set `executor`."""

    executor: Executor

    def test_name_can_be_typed(self) -> None:
        """The name serves as the value of a setting."""
        assert re.fullmatch(r"[a-z][a-z0-9-]*", self.executor.name)

    def test_results_come_in_the_order_of_the_items(self) -> None:
        """However many workers share the work."""
        items = [str(number) for number in range(50)]
        for jobs in (1, 3):
            results = list(self.executor.run(_echo, items, jobs))
            assert results == [(item.encode(), b"") for item in items]

    def test_nothing_to_do_is_done(self) -> None:
        """No item, no result."""
        assert list(self.executor.run(_echo, [], 2)) == []

    def test_what_the_work_raises_comes_through(self) -> None:
        """An error keeps its class and its words."""
        caught = ""
        try:
            list(self.executor.run(_refuse, ["parcels"], 2))
        except SourceError as error:
            caught = str(error)
        assert caught == "no parcels"


def _echo(item: str) -> tuple[bytes, bytes]:
    return item.encode(), b""


def _refuse(item: str) -> tuple[bytes, bytes]:
    raise SourceError(f"no {item}")
