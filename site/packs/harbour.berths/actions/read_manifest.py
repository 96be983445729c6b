"""Read a manifest: one tracking number a line."""

import json
import sys
from datetime import datetime, timezone


def read(manifest: str, depot: str = "RLG-1") -> dict:
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    numbers = [line.split()[0] for line in manifest.splitlines() if line.strip()]
    scans = [{"tracking_number": number, "depot": depot, "scanned_at": now} for number in numbers]
    return {"scans": scans, "parcels": len(scans)}


if __name__ == "__main__":
    json.dump(read(**json.load(sys.stdin)), sys.stdout)
    print()
