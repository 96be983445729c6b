"""Which parts does a van need?"""

import attune

# article -> (price in euros, needed from this wear on)
CATALOGUE = {
    "oil-filter": (14.90, 0),
    "air-filter": (21.50, 60),
    "brake-pads": (89.00, 90),
    "timing-belt": (312.00, 120),
}


def main(van: str, wear_percent: int):
    parts = [article for article, (_, wear) in CATALOGUE.items() if wear_percent >= wear]
    return {"parts": parts, "cost": round(sum(CATALOGUE[article][0] for article in parts), 2)}


if __name__ == "__main__":
    attune.run_action(main)
