"""Append scans to the scan log: parameters as JSON on stdin, counts as JSON on stdout."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

from tracking import is_tracking_number


def record(scans: list[dict], spool: Path) -> dict:
    sound = [scan for scan in scans if is_tracking_number(scan["tracking_number"])]
    if sound:
        spool.parent.mkdir(parents=True, exist_ok=True)
        with spool.open("a", encoding="utf-8") as log:
            log.writelines(json.dumps(scan, sort_keys=True) + "\n" for scan in sound)
    numbers = {scan["tracking_number"] for scan in scans}
    return {
        "recorded": len(sound),
        "rejected": sorted(number for number in numbers if not is_tracking_number(number)),
    }


def main() -> int:
    params = json.load(sys.stdin)
    spool = Path(params.get("spool", "/var/lib/parcels/scans.jsonl"))
    json.dump(record(params["scans"], spool), sys.stdout)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
