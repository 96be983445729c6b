"""Choose a berth: parameters as JSON on stdin, decision as JSON on stdout."""

import json
import sys

KEEL_CLEARANCE_M = 0.5
QUAY_FACTOR = 1.1  # lines need room fore and aft


def fits(berth: dict, length_m: float, draught_m: float, tide_m: float) -> bool:
    long_enough = berth["length_m"] >= length_m * QUAY_FACTOR
    deep_enough = berth["depth_m"] + tide_m >= draught_m + KEEL_CLEARANCE_M
    return berth["free"] and long_enough and deep_enough


def main() -> int:
    params = json.load(sys.stdin)
    vessel, gusts = params["vessel"], params.get("gust_knots", 0)
    if gusts > params.get("max_gust_knots", 38):
        print(f"{vessel} cannot berth in gusts of {gusts} knots", file=sys.stderr)
        return 1
    name = next(
        (
            berth["name"]
            for berth in params["berths"]
            if fits(berth, params["length_m"], params["draught_m"], params.get("tide_m", 0))
        ),
        "",
    )
    line = f"{vessel} berths at {name}." if name else f"{vessel} waits at the roads."
    json.dump({"berth": name, "waits": not name, "line": line}, sys.stdout)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
