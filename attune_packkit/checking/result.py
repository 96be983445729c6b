"""What a validation run ends in: the only thing reporters see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct, field

from attune_packkit import __version__
from attune_packkit.diagnostics import Diagnostic, Severity
from attune_packkit.errors import ExitCode
from attune_packkit.spans import Span


class RelatedLine(Struct, frozen=True):
    """Another place that explains a diagnostic, resolved. `path` is relative to its pack."""

    pack: str
    path: str
    span: Span
    message: str


class Reported(Struct, frozen=True):
    """A diagnostic as reported: located, with the lines of text around it (number, text).

    `url` is the page of its check and `summary` the check's one line; both "" for what no check
    reports, such as a check that crashed. With `-q` there are no lines.
    """

    diagnostic: Diagnostic
    span: Span
    lines: tuple[tuple[int, str], ...] = ()
    related: tuple[RelatedLine, ...] = ()
    url: str = ""
    summary: str = ""

    @property
    def severity(self) -> Severity:
        """The severity after the user's overrides."""
        return self.diagnostic.severity


class PackResult(Struct, frozen=True):
    """What one pack came to. `path` is the pack's folder as the user gave or found it.

    `reported` is sorted by path, line, column, code. `suppressed` counts what ignore comments and
    the baseline took away. `refs` maps the file of each component to its ref.
    """

    path: str
    ref: str
    version: str
    files_checked: int
    components: dict[str, int]
    reported: tuple[Reported, ...]
    suppressed: int = 0
    cached: bool = False
    refs: dict[str, str] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """Return how many diagnostics of one severity are reported."""
        return sum(1 for each in self.reported if each.severity is severity)

    @property
    def valid(self) -> bool:
        """Whether no error is reported."""
        return self.count(Severity.ERROR) == 0


class RunResult(Struct, frozen=True):
    """A whole run. `notes` are sentences for the summary, such as fixed baseline entries.

    `deselected` counts the packs that were found but are not reported; `folders` are those of all
    packs by ref, since what is reported may point into any. `version` is packkit's own.
    """

    packs: tuple[PackResult, ...]
    target: str
    exit_code: ExitCode
    seconds: float = 0.0
    check_seconds: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    deselected: int = 0
    folders: dict[str, str] = field(default_factory=dict)
    version: str = __version__

    def every_reported(self) -> Iterator[tuple[PackResult, Reported]]:
        """Yield every reported diagnostic with its pack, pack by pack."""
        for pack in self.packs:
            for each in pack.reported:
                yield pack, each

    def count(self, severity: Severity) -> int:
        """Return how many diagnostics of one severity are reported in all packs."""
        return sum(pack.count(severity) for pack in self.packs)

    @property
    def suppressed(self) -> int:
        """Diagnostics that ignore comments and the baseline took away, in all packs."""
        return sum(pack.suppressed for pack in self.packs)

    @property
    def files_checked(self) -> int:
        """Files read in all packs."""
        return sum(pack.files_checked for pack in self.packs)

    @property
    def files_cached(self) -> int:
        """Files of packs whose outcome came from the cache."""
        return sum(pack.files_checked for pack in self.packs if pack.cached)


class RenderOptions(Struct, frozen=True):
    """How a report is to look. `width` is in columns; `verbosity` is -1 (quiet), 0, 1, 2.

    `durations` is how many of the slowest checks to list: 0 for all, None for none. `directory` is
    the absolute folder, with `/`, that machine formats make absolute paths relative to.
    """

    color: bool = False
    width: int = 100
    verbosity: int = 0
    durations: int | None = None
    directory: str = ""


class Reporter(Protocol):
    """Turns a run into text: a pure function of its arguments.

    Pack text is hostile: a report never holds control characters of it, and is valid in its format
    whatever the pack says. `attune_packkit.testing.ReporterContract` tests both.
    """

    @property
    def name(self) -> str:
        """The name for `--format`."""
        ...

    def render(self, result: RunResult, options: RenderOptions) -> str:
        """Return the whole report, ending with a newline if not empty."""
        ...
