"""Tracking numbers, weights and silence: the arithmetic of the depot."""

from datetime import datetime, timezone

# Weights of the check digit in international tracking numbers, such as RR473124829DE.
WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
MAX_KG = 31.5
MAX_GIRTH_CM = 300


def check_digit(serial: str) -> int:
    """The ninth digit that belongs to eight digits of serial number."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def is_tracking_number(text: str) -> bool:
    if len(text) != 13 or not (text[:2] + text[11:]).isalpha() or not text[2:11].isdigit():
        return False
    return check_digit(text[2:10]) == int(text[10])


def volumetric_kg(length_cm: float, width_cm: float, height_cm: float, divisor: int) -> float:
    return round(length_cm * width_cm * height_cm / divisor, 2)


def is_oversize(length_cm: float, width_cm: float, height_cm: float, kilograms: float) -> bool:
    longest, *others = sorted((length_cm, width_cm, height_cm), reverse=True)
    return kilograms > MAX_KG or longest + 2 * sum(others) > MAX_GIRTH_CM


def parse_time(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def silent_hours(last_scan: str, now: datetime) -> int:
    """Whole hours since the last scan."""
    return max(0, int((now - parse_time(last_scan)).total_seconds() // 3600))
