"""What reporters must hold to."""

from __future__ import annotations

import contextlib
import io
import re
import unicodedata
from collections.abc import Iterable

from attune_packkit.checking.result import RenderOptions, Reporter
from attune_packkit.contracts.hostile import clean_result, hostile_result

_SGR = re.compile(r"\x1b\[[0-9;]*m")
_MAX_REPORT = 200_000


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
