"""The only place that looks at a clock."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime


def now() -> datetime:
    """Return the time of this build in UTC: `SOURCE_DATE_EPOCH` (seconds) if set, else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch) if epoch.isdecimal() else time.time(), UTC)


def elapsed() -> float:
    """Return monotonic seconds, for durations only."""
    return time.perf_counter()


def wall_nanoseconds() -> int:
    """Return the real time in nanoseconds, for comparison with file times only."""
    return time.time_ns()
