"""Numbers in words."""

from __future__ import annotations

from attune_packkit.api import PackResult, RunResult, Severity, counted


def severities(found: PackResult | RunResult) -> list[tuple[Severity, str]]:
    """Return each severity that occurs, worst first, with its count in words."""
    numbers = [(level, found.count(level)) for level in sorted(Severity, reverse=True)]
    return [(level, counted(number, level.label)) for level, number in numbers if number]


def tally(found: PackResult | RunResult) -> str:
    """Return "1 error, 2 warnings"; "" if nothing is reported."""
    return ", ".join(words for _, words in severities(found))


def seconds(number: float) -> str:
    """Return "0.19 s" or, from a minute on, "2 min 5 s"."""
    if number < 60:
        return f"{number:.2f} s"
    minutes, rest = divmod(round(number), 60)
    return f"{minutes} min {rest} s"
