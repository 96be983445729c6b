"""Emit workshop.shift_change; the SDK takes the interval from interval_seconds."""

from collections import Counter
from datetime import datetime, timezone

import attune


class ShiftBell(attune.PollingSensor):
    def setup(self):
        self.interval = 28800.0
        self.shifts: Counter[int] = Counter()

    def poll(self, rule):
        self.shifts[rule.rule_id] += 1
        fired_at = datetime.now(timezone.utc).isoformat(timespec="seconds")
        self.emit({"shift": self.shifts[rule.rule_id], "fired_at": fired_at}, rule=rule)


if __name__ == "__main__":
    attune.run_sensor(ShiftBell)
