"""Price one parcel: parameters as JSON on stdin, quote as JSON on stdout."""

import json
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

from rates import base_cents, zone_of


def quote(
    weight_kg: float, country: str, service: str = "standard", fuel_percent: float = 6.5
) -> dict:
    zone = zone_of(country)
    base = base_cents(weight_kg, zone, service)
    fuel = int(
        (Decimal(base) * Decimal(str(fuel_percent)) / 100).quantize(Decimal(1), ROUND_HALF_UP)
    )
    return {"price": (base + fuel) / 100, "currency": "EUR", "zone": zone, "fuel": fuel / 100}


if __name__ == "__main__":
    json.dump(quote(**json.load(sys.stdin)), sys.stdout)
    print()
