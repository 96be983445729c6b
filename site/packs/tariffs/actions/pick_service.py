"""Express when it costs no more than a saved day is worth."""

import json
import sys


def pick(standard_price: float, express_price: float, worth: float = 5) -> dict:
    if express_price - standard_price <= worth:
        return {"service": "express", "price": express_price}
    return {"service": "standard", "price": standard_price}


if __name__ == "__main__":
    json.dump(pick(**json.load(sys.stdin)), sys.stdout)
    print()
