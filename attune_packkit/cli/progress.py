"""How far a command is, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[str], None]]:
    """Yield what is to be called with the name of each thing that is done."""
    if not sys.stderr.isatty():
        yield lambda name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
    from rich.text import Text

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)

        def done(name: str) -> None:
            bar.print(Text(f"{what}: {name}".translate(_INVISIBLE)))
            bar.advance(task)

        yield done


_INVISIBLE = dict.fromkeys((*range(32), *range(127, 160)), "\ufffd")
"""Characters that a terminal would obey, each replaced by the sign for an unknown one."""
