"""The only place that looks at a clock."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime

_LAST_SECOND = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())


def now() -> datetime:
    """Return the time of this build in UTC: `SOURCE_DATE_EPOCH` (seconds) if set, else now."""
    fixed = _fixed()
    return datetime.fromtimestamp(time.time() if fixed is None else fixed, UTC)


def timestamp() -> str:
    """Return the time of this build as RFC 3339 in UTC, to the second."""
    return now().strftime("%Y-%m-%dT%H:%M:%SZ")


def in_utc(text: str) -> str:
    """Return a time in ISO 8601 as RFC 3339 in UTC, to the second; without a zone it is in UTC.

    Raises `ValueError` for a text that is none.
    """
    moment = datetime.fromisoformat(text)
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def calendar_day(year: int, month: int, day: int) -> str:
    """Return a day as `2026-01-31`; "" for one that the calendar does not have."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def is_fixed() -> bool:
    """Tell whether `SOURCE_DATE_EPOCH` says the time of this build."""
    return _fixed() is not None


def _fixed() -> int | None:
    """Return `SOURCE_DATE_EPOCH`; None if it is no number, or later than the calendar reaches."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(text) if text.isdecimal() and len(text) < 20 else None
    return seconds if seconds is not None and seconds <= _LAST_SECOND else None


def elapsed() -> float:
    """Return monotonic seconds, for durations only."""
    return time.perf_counter()


def milliseconds_since(started: float) -> int:
    """Return the whole milliseconds that have passed since a time of `elapsed`."""
    return round((elapsed() - started) * 1000)


def wall_nanoseconds() -> int:
    """Return the real time in nanoseconds, for comparison with file times only."""
    return time.time_ns()


def pause(seconds: float) -> None:
    """Let that much time pass."""
    time.sleep(seconds)
