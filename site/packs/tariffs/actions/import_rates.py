"""Read a price list: one "article;price" a line, empty lines and # comments skipped."""

import json
import sys


def read(list_text: str) -> tuple[dict[str, float], int]:
    rates: dict[str, float] = {}
    rejected = 0
    for line in list_text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        article, separator, price = line.partition(";")
        try:
            if not separator or float(price) < 0:
                raise ValueError(line)
            rates[article.strip()] = float(price)
        except ValueError:
            rejected += 1
    return rates, rejected


def main() -> int:
    params = json.load(sys.stdin)
    rates, rejected = read(params["list_text"])
    if rejected > params.get("max_rejected", 0):
        print(f"{rejected} lines were not understood", file=sys.stderr)
        return 1
    json.dump({"rates": rates, "rows": len(rates), "rejected": rejected}, sys.stdout)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
