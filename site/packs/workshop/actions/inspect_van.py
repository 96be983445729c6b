"""Is a service due?"""

import attune


def main(van: str, mileage_km: int, serviced_at_km: int = 0, every_km: int = 20000):
    driven = max(0, mileage_km - serviced_at_km)
    wear = round(driven / every_km * 100)
    return {"van": van, "due": wear >= 95, "wear_percent": wear}


if __name__ == "__main__":
    attune.run_action(main)
