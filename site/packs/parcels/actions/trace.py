"""Look a parcel up in the scan log."""

import json
import sys
from datetime import datetime, timezone
from pathlib import Path

import attune

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

from tracking import parse_time, silent_hours


def scans_of(tracking_number: str, spool: str) -> list[dict]:
    path = Path(spool)
    if not path.exists():
        return []
    scans = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [scan for scan in scans if scan["tracking_number"] == tracking_number]


def main(tracking_number: str, spool: str = "/var/lib/parcels/scans.jsonl"):
    scans = scans_of(tracking_number, spool)
    if not scans:
        return {"found": False, "last_depot": "", "hours_silent": 0}
    last = max(scans, key=lambda scan: parse_time(scan["scanned_at"]))
    now = datetime.now(timezone.utc)
    return {
        "found": True,
        "last_depot": last["depot"],
        "hours_silent": silent_hours(last["scanned_at"], now),
    }


if __name__ == "__main__":
    attune.run_action(main)
