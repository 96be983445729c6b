"""Weigh a parcel."""

import sys
from pathlib import Path

import attune

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

from tracking import is_oversize, is_tracking_number, volumetric_kg


def main(
    tracking_number: str,
    scale_grams: int,
    length_cm: float,
    width_cm: float,
    height_cm: float,
    divisor: int = 5000,
):
    if not is_tracking_number(tracking_number):
        raise ValueError(f"the check digit of {tracking_number} is wrong")
    actual = round(scale_grams / 1000, 2)
    by_volume = volumetric_kg(length_cm, width_cm, height_cm, divisor)
    billable = max(actual, by_volume)
    return {
        "tracking_number": tracking_number,
        "actual_kg": actual,
        "volumetric_kg": by_volume,
        "billable_kg": billable,
        "oversize": is_oversize(length_cm, width_cm, height_cm, billable),
    }


if __name__ == "__main__":
    attune.run_action(main)
