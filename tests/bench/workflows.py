"""The cost of large workflows: all layers, by shape and number of tasks, in one run.

    python tests/bench/workflows.py [--sizes 500,1000,2000,5000] [--runs N]

Prints milliseconds after start-up, and how the cost grows from each size to the next beside how the
file grows: linear is 1.0.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from attune_packkit.config import Settings
from attune_packkit.session import Session

BOUND = 150.0
"""Milliseconds that all layers may take for 500 tasks."""

MANIFEST = 'ref: scales\nlabel: Scales\ndescription: Weighs\nversion: "1.0.0"\nlicense: MIT\n'
HEAD = 'version: "1.0.0"\nparameters:\n  g: {type: integer, required: true}\ntasks:\n'
TASK = """\
  - name: t{number}
    action: shop.weigh
    input: {{g: "{{{{ {grams} }}}}"}}
    next:
      - when: "{{{{ result().ok }}}}"
        publish: [{{x{number}: "{{{{ result().g }}}}"}}]
        do: [{targets}]
"""
_dice = random.Random(1)
SHAPES: dict[str, Callable[[int, int], list[int]]] = {
    "chain": lambda number, size: [number + 1] if number + 1 < size else [],
    "ring": lambda number, size: [(number + 1) % size],
    "hub": lambda number, size: [number + 1, size - 1] if number + 2 < size else [],
    "tree": lambda number, size: [n for n in (2 * number + 1, 2 * number + 2) if n < size],
    "declared": lambda number, size: [number + 1] if number + 1 < size else [],
    "random": lambda number, size: [_dice.randrange(size) for _ in range(3)],
}
"""The targets of a task by shape, given its number and the number of tasks."""


def text(shape: str, size: int) -> str:
    """Return a workflow in which each task reads what the one before published."""
    tasks = []
    for number in range(size):
        grams = f"workflow.x{number - 1}" if number and shape != "tree" else "parameters.g"
        targets = ", ".join(f"t{target}" for target in SHAPES[shape](number, size))
        tasks.append(TASK.format(number=number, grams=grams, targets=targets))
    names = "".join(f"  x{number}: ''\n" for number in range(size)) if shape == "declared" else ""
    return HEAD.replace("tasks:\n", f"vars:\n{names}tasks:\n") + "".join(tasks)


def measure(session: Session, folder: Path, workflow: str, runs: int) -> float:
    """Return the least milliseconds of processor time that checking one workflow takes."""
    (folder / "workflows").mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(MANIFEST, "utf-8")
    (folder / "workflows" / "weigh.yaml").write_text(workflow, "utf-8")
    times = []
    for _ in range(runs):
        started = time.process_time()
        session.validate([str(folder)])
        times.append(time.process_time() - started)
    return min(times) * 1000


def main() -> None:
    """Print the curve of each shape."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="500,1000,2000,5000")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    session = Session(Settings(cache=False, jobs=1, autoload=False))
    with tempfile.TemporaryDirectory() as scratch:
        measure(session, Path(scratch) / "warm", text("chain", 3), 1)
        for shape in SHAPES:
            before: tuple[float, int] | None = None
            for size in sizes:
                workflow = text(shape, size)
                took = measure(session, Path(scratch) / f"{shape}{size}", workflow, options.runs)
                growth = ""
                if before is not None:
                    growth = f"  growth {took / before[0] / (len(workflow) / before[1]):.2f}"
                verdict = "" if size != 500 else "  ok" if took <= BOUND else "  OVER"
                print(f"{shape:<8}{size:>6} tasks{took:9.0f} ms{growth}{verdict}")
                before = took, len(workflow)


if __name__ == "__main__":
    main()
