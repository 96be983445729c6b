"""Height of the tide from its lunar and solar half-day waves."""

import json
import math
import sys
from datetime import datetime, timezone

EPOCH = datetime(2026, 1, 3, 10, 3, tzinfo=timezone.utc)  # a full moon
WAVES = ((12.4206, 0.7), (12.0, 0.3))  # period in hours, share of the range


def height(hours: float, range_m: float) -> float:
    swing = sum(share * math.cos(2 * math.pi * hours / period) for period, share in WAVES)
    return range_m * (1 + swing) / 2


def tide(at: str | None = None, range_m: float = 0.6) -> dict:
    moment = datetime.fromisoformat(at.replace("Z", "+00:00")) if at else datetime.now(timezone.utc)
    hours = (moment - EPOCH).total_seconds() / 3600
    now = height(hours, range_m)
    return {"height_m": round(now, 2), "rising": height(hours + 0.1, range_m) > now}


if __name__ == "__main__":
    json.dump(tide(**json.load(sys.stdin)), sys.stdout)
    print()
