"""Zones and base prices, in cents so that sums stay exact."""

ZONES = {"DE": 1, "AT": 2, "BE": 2, "CH": 2, "CZ": 2, "DK": 2, "FR": 2, "LU": 2, "NL": 2, "PL": 2}
OVERSEAS_ZONE = 4
EUROPE = {"ES", "FI", "GB", "HU", "IE", "IT", "NO", "PT", "SE", "SI", "SK"}

# zone -> (price of the first kilogram, price of each further one)
BASE = {1: (549, 45), 2: (1190, 95), 3: (1690, 140), OVERSEAS_ZONE: (3490, 620)}
EXPRESS_FACTOR = 2


def zone_of(country: str) -> int:
    if country in ZONES:
        return ZONES[country]
    return 3 if country in EUROPE else OVERSEAS_ZONE


def base_cents(weight_kg: float, zone: int, service: str) -> int:
    first, further = BASE[zone]
    started = max(0, -int(-(weight_kg - 1) // 1))
    cents = first + further * started
    return cents * EXPRESS_FACTOR if service == "express" else cents
