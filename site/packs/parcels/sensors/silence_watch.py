"""Emit parcels.parcel_lost for every parcel that has not been scanned for too long."""

import json
import sys
from datetime import datetime, timezone
from pathlib import Path

import attune

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

from tracking import parse_time, silent_hours


class SilenceWatch(attune.PollingSensor):
    def setup(self):
        self.interval = 900.0  # a rule overrides it with interval_seconds
        self.reported: set[tuple[int, str]] = set()

    def poll(self, rule):
        limit = rule.trigger_params.get("silent_after_hours", 72)
        spool = rule.trigger_params.get("spool", "/var/lib/parcels/scans.jsonl")
        now = datetime.now(timezone.utc)
        for scan in self.last_scans(Path(spool)):
            hours = silent_hours(scan["scanned_at"], now)
            mark = (rule.rule_id, scan["tracking_number"])
            if hours < limit or scan.get("delivered"):
                self.reported.discard(mark)
            elif mark not in self.reported:
                self.reported.add(mark)
                self.emit(
                    {
                        "tracking_number": scan["tracking_number"],
                        "last_depot": scan["depot"],
                        "hours_silent": hours,
                        "declared_value": scan.get("declared_value", 0),
                    },
                    rule=rule,
                )

    def last_scans(self, spool):
        if not spool.exists():
            return []
        last = {}
        for line in spool.read_text("utf-8").splitlines():
            scan = json.loads(line)
            earlier = last.get(scan["tracking_number"])
            if earlier is None or parse_time(earlier["scanned_at"]) <= parse_time(
                scan["scanned_at"]
            ):
                last[scan["tracking_number"]] = scan
        return list(last.values())


if __name__ == "__main__":
    attune.run_sensor(SilenceWatch)
