"""Take down a decision."""

import attune


def main(approved: bool, note: str = ""):
    line = "The foreman agrees" if approved else "The foreman declines"
    return {"go": approved, "line": f"{line}: {note}" if note else f"{line}."}


if __name__ == "__main__":
    attune.run_action(main)
