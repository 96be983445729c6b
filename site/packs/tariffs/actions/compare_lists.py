"""Compare two price lists."""

import json
import sys


def compare(before: dict[str, float], after: dict[str, float]) -> dict:
    articles = sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )
    changes = [
        abs(after[name] - before[name]) / before[name] * 100
        for name in articles
        if before.get(name) and name in after
    ]
    return {
        "changed": len(articles),
        "articles": articles,
        "largest_percent": round(max(changes, default=0.0), 2),
    }


if __name__ == "__main__":
    json.dump(compare(**json.load(sys.stdin)), sys.stdout)
    print()
